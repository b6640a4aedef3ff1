"""A file is data, continued: configs of a few bytes that ask for much memory or time, or for what others registered."""
import io
import json
import time
import zipfile

import hostile
import numpy as np
import pytest
from hostile import TENSOR, entry, function, functional, layer, sequential
from safety_test import CONFIG_READERS, OLD_LAMBDA, _applies, good, refuse  # noqa: F401 - a fixture

import keras
from keras.src.saving import safety

HUGE = 10**12
SECONDS = 5


def compiled(times=1, **metric):
    """A model that is compiled with one metric, or several of its kind."""
    name = metric.pop("name")
    setting = {"optimizer": "sgd", "loss": "mse", "metrics": [entry("keras.metrics", name, metric)] * times}
    return sequential(layer("Dense", units=2), compile_config=setting)


def wide(operation, count=10**9, **config):
    """The config of a graph with an input of many columns."""
    shape = [count, count]
    tensor = TENSOR | {"config": TENSOR["config"] | {"shape": shape}}
    graph = functional(entry("keras.src.ops.numpy" if "plit" in operation else "keras.src.ops.core", operation, config), tensor)
    graph["config"]["layers"][0]["config"]["batch_shape"] = shape
    return graph


def with_policy(pattern):
    policy = entry("keras.dtype_policies", "DTypePolicyMap", {"default_policy": "float32", "policy_map": {pattern: "float32"}})
    return sequential(layer("Dense", units=2, name="a" * 60 + "!", dtype=policy))


def with_lambda(name, **arguments):
    return sequential(layer("Lambda", function=function("builtins", name), arguments=arguments))


def nested(depth):
    """Models that each call the next one twice, the second time with a wider input: 2 ** depth calls in 30 KB."""
    inner = None
    for _ in range(depth):
        x = keras.Input((None,))
        first = keras.layers.Concatenate()([x, x]) if inner is None else inner(x)
        inner = keras.Model(x, first if inner is None else inner(keras.layers.Concatenate()([first, x])))
    x = keras.Input((None,))
    config = json.loads(keras.Model(x, inner(x), name="outer").to_json())
    first = config["config"]["layers"][0]["config"]
    first["batch_shape"] = [None, 4]
    return config


def deep(depth):
    value = [1]
    for _ in range(depth):
        value = [value]
    return value


SIZES = {
    "build config: huge shapes": layer("Dense", units=HUGE) | {"build_config": {"input_shape": [None, HUGE]}},
    "build config: large shapes": layer("Dense", units=10**6) | {"build_config": {"input_shape": [None, 10**6]}},
    "build config: huge shapes inside": sequential(
        layer("Dense", units=HUGE) | {"build_config": {"input_shape": [None, HUGE]}}
    ),
    "build config: deep": layer("Dense", units=2) | {"build_config": {"input_shape": deep(900)}},
    "build input shape: huge": entry(
        "keras", "Sequential", {"name": "bad", "layers": [layer("Dense", units=HUGE)], "build_input_shape": [None, HUGE]}
    ),
    "LoRA of a huge rank": sequential(layer("Dense", units=2, lora_rank=HUGE)),
    "split": wide("Split", indices_or_sections=10**9, axis=1),
    "array_split": wide("ArraySplit", indices_or_sections=10**9, axis=1),
    "array_split: a million": wide("ArraySplit", indices_or_sections=10**6, axis=1),
    "unstack: a million": wide("Unstack", num=10**6, axis=1),
    "unstack": wide("Unstack", num=10**9, axis=1),
    "unstack without a number": wide("Unstack", num=None, axis=0),
    "Lambda: split": with_lambda("split", indices_or_sections=10**9),
    "n-grams": sequential(layer("TextVectorization", ngrams=10**9)),
    "tokens out of the vocabulary": sequential(layer("StringLookup", num_oov_indices=10**9, vocabulary=["a"])),
    "weights of tokens": sequential(
        layer("IntegerLookup", max_tokens=10**11, vocabulary=[1], output_mode="tf_idf", idf_weights=[1.0],
              pad_to_max_tokens=True)
    ),
    "thresholds of AUC": compiled(name="AUC", num_thresholds=10**10),
    "thresholds of sensitivity": compiled(name="SensitivityAtSpecificity", specificity=0.5, num_thresholds=10**10),
    "labels of AUC": compiled(name="AUC", multi_label=True, num_labels=2 * 10**6),
    "labels and thresholds of AUC": compiled(name="AUC", multi_label=True, num_labels=10**5, num_thresholds=10**5),
    "many thresholds": compiled(20, name="AUC", num_thresholds=2**18),
    "many matrices of classes": compiled(2, name="MeanIoU", num_classes=6000),
    "thresholds that are none, and many": compiled(20, name="AUC", num_thresholds=2**18, num_labels=-10**9),
    "matrix of classes": compiled(name="MeanIoU", num_classes=10**5),
    "length of a frame": sequential(layer("STFTSpectrogram", frame_length=10**8, frame_step=10, fft_length=10**8)),
    "a pattern that matches for ever": with_policy(".*/(a+)+$"),
    "a pattern of many repeats": with_policy(".*a*a*a*a*a*a*$"),
    "a name of a million letters": sequential(layer("Dense", units=2, name="a" * 10**6)),
}


@pytest.mark.parametrize("read", CONFIG_READERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", SIZES)
def test_little_asks_for_much(name, read, good, tmp_path):  # noqa: F811
    config = SIZES[name]
    if not _applies(read, config):
        pytest.skip("this reader takes models")
    begin = time.process_time()
    refuse(read, config, good, tmp_path)
    assert time.process_time() - begin < SECONDS


def test_metrics_of_a_file_add_up():
    with keras.src.saving.serialization_lib.limited():
        safety.check_arguments(keras.metrics.MeanIoU, {"num_classes": 2**13})
        safety.check_arguments(keras.metrics.AUC, {"num_thresholds": 200, "num_labels": -(10**9)})
        with pytest.raises(ValueError, match="numbers together"):
            safety.check_arguments(keras.metrics.MeanIoU, {"num_classes": 2**13})
    safety.check_arguments(keras.metrics.MeanIoU, {"num_classes": 2**13})


def test_axes_beyond_all_dimensions():
    with pytest.raises(ValueError, match="axes"):
        keras.ops.tensordot(keras.Input((4,)), keras.Input((4,)), 10**9)


def test_models_that_call_each_other_twice(good, tmp_path):  # noqa: F811
    config = nested(28)
    for path in hostile.with_config(good, tmp_path, config):
        begin = time.process_time()
        with pytest.raises(ValueError, match="so often"):
            keras.saving.load_model(path)
        assert time.process_time() - begin < SECONDS


def test_quantized_layers_are_not_filled_before_they_are_compared(good, tmp_path):  # noqa: F811
    for policy in ("gptq/4/128_from_float32", "awq/4/128_from_float32", "int4/128_from_float32", "int8_from_float32"):
        config = sequential(layer("Dense", units=10**9), layer("Dense", units=4, dtype=policy))
        for path in hostile.with_config(good, tmp_path, config):
            with pytest.raises(ValueError, match="fit"), hostile.harmless():
                keras.saving.load_model(path)


@pytest.mark.parametrize("name", ["tile", "repeat", "pad", "one_hot", "linspace"])
def test_operations_in_a_lambda_are_not_computed_to_know_their_shape(name, good, tmp_path):  # noqa: F811
    arguments = {
        "tile": {"repeats": [1, 10**9]}, "repeat": {"repeats": 10**9}, "pad": {"pad_width": 10**9},
        "one_hot": {"num_classes": 10**9}, "linspace": {"stop": 1, "num": 10**9},
    }
    with hostile.harmless():
        keras.models.model_from_json(json.dumps(with_lambda(name, **arguments[name])))


def test_npz_weights_of_an_archive_are_bounded_by_the_archive(good, tmp_path):  # noqa: F811
    """Packed twice, zeros take a millionth."""
    content = io.BytesIO()
    np.savez_compressed(content, **{"layers/dense/vars/0": np.zeros(2**25, "f4")})
    path = hostile.rewritten(good / "good.keras", tmp_path / "bad.keras", {"model.weights.h5": None})
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("model.weights.npz", content.getvalue())
    with pytest.raises(ValueError), hostile.harmless():
        keras.saving.load_model(path)


# Names


@pytest.fixture
def registered():
    """A class that somebody registered under the name of a built-in one."""

    class Other(keras.layers.Layer):
        pass

    keras.saving.register_keras_serializable(package="keras", name="Dense")(Other)
    yield Other
    keras.saving.get_custom_objects().pop("keras>Dense")


def test_a_registered_name_does_not_stand_for_a_built_in_one(registered):
    """Only a file that names `keras>Dense` gets it, and a built-in layer is not written under that name."""
    for config in (layer("Dense", units=2), layer("Dense", units=2) | {"registered_name": "Dense"}):
        assert type(keras.saving.deserialize_keras_object(config)) is keras.layers.Dense
    assert keras.saving.serialize_keras_object(keras.layers.Dense(2))["registered_name"] is None
    named = layer("Dense") | {"registered_name": "keras>Dense"}
    assert type(keras.saving.deserialize_keras_object(named)) is registered


def test_a_registered_name_that_nobody_registered():
    config = layer("Dense", units=2) | {"registered_name": "keras>Dense"}
    assert type(keras.saving.deserialize_keras_object(config)) is keras.layers.Dense


def test_nothing_is_imported_to_refuse_it(monkeypatch):
    monkeypatch.setattr(safety, "_attribute", lambda module, name: pytest.fail(f"{module} was imported"))
    for module in ("keras.src.backend.tensorflow.core", "keras.src.utils.tf_utils", "keras.datasets.mnist", "evil_module"):
        with pytest.raises(ValueError):
            keras.saving.deserialize_keras_object(entry(module, "Variable"))


# Places


def with_assets():
    lookup = keras.layers.StringLookup()
    lookup.adapt(np.array(["x"]))
    return keras.Sequential([keras.Input((1,), dtype="string"), lookup])


@pytest.mark.parametrize("what", ["file", "folder"])
def test_links_among_the_assets_of_a_folder(what, tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "vocabulary.txt").write_text("a\nb")
    model = with_assets()
    keras.saving.save_model(model, tmp_path / "model", zipped=False)
    (asset,) = (tmp_path / "model" / "assets").rglob("vocabulary.txt")
    place = asset if what == "file" else asset.parent
    place.rename(tmp_path / "old")
    place.symlink_to(tmp_path / "secret" / ("vocabulary.txt" if what == "file" else ""))
    with pytest.raises(ValueError, match="leads out"), hostile.harmless():
        keras.saving.load_model(tmp_path / "model")


def test_the_cache_of_hugging_face_is_made_of_links(tmp_path):
    model = with_assets()
    home = tmp_path / "models--user--name" / "snapshots" / "0123"
    home.parent.mkdir(parents=True)
    keras.saving.save_model(model, home, zipped=False)
    (asset,) = (home / "assets").rglob("vocabulary.txt")
    (tmp_path / "models--user--name" / "blobs").mkdir()
    blob = tmp_path / "models--user--name" / "blobs" / "abc"
    asset.rename(blob)
    asset.symlink_to(blob)
    keras.saving.load_model(home)


# Orbax


@pytest.fixture
def checkpoint(tmp_path):
    """The folder of a step, and a function that writes it with a changed config."""
    orbax = pytest.importorskip("orbax.checkpoint.experimental.v1")
    from keras.src.saving import orbax as ours

    def write(config=None, assets=None):
        model = hostile.small_model()
        model.compile("sgd", "mse")
        parts = ours.checkpointables(model, save_weights_only=False)
        if config is not None:
            parts["model_config"] = {"config": json.dumps(config)}
        if assets is not None:
            parts["assets"] = assets
        orbax.save_checkpointables(str(tmp_path / "ckpt" / "0"), parts)
        return tmp_path / "ckpt"

    return write


ORBAX = {
    "Lambda": sequential(layer("Lambda", function=OLD_LAMBDA)),
    "module outside": sequential(entry("os", "system")),
    "vocabulary in a file": sequential(layer("StringLookup", vocabulary="/etc/passwd")),
    "declared larger than stored": sequential(layer("Dense", units=10**9)),
    "deep": sequential(layer("Dense", units=deep(900))),
}


@pytest.mark.parametrize("name", ORBAX)
def test_configs_in_orbax_checkpoints(name, checkpoint):
    path = checkpoint(ORBAX[name])
    with pytest.raises(ValueError):
        keras.saving.load_model(path)


@pytest.mark.parametrize("name", ["../evil", "a/../../evil", "/etc/evil", "..", "a\\b", "C:evil"])
def test_asset_names_in_orbax_checkpoints(name, checkpoint):
    path = checkpoint(assets={"layers": {name: np.zeros(1, np.uint8)}})
    with pytest.raises(ValueError, match="asset"):
        keras.saving.load_model(path)
