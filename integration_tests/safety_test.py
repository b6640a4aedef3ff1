"""A file is data: one line per way in which a file may try to be more, and what each reader says to it."""
import base64
import json
import marshal

import hostile
import pytest
from hostile import TENSOR, entry, function, functional, layer, sequential

import keras

GIGA = 10**9


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """A folder with a good file of each format; they have been read once, so that all code is loaded."""
    folder = tmp_path_factory.mktemp("good")
    hostile.write_good_files(folder)
    for name in ("good.keras", "good.h5"):
        keras.saving.load_model(folder / name)
    hostile.small_model().load_weights(folder / "good.weights.h5")
    keras.saving.KerasFileEditor(folder / "good.keras").summary()
    keras.models.model_from_json(json.dumps(functional(layer("Dense", units=2), TENSOR)))
    return folder


@pytest.fixture
def evil(tmp_path, monkeypatch):
    """A module that a file could name, in a place from where it could be imported, and a file to be run."""
    (tmp_path / "evil_module.py").write_text("class Evil:\n    pass\n\n\ndef act(*args):\n    pass\n")
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


# Configs: each of these readers gets each of them


def from_archive(config, good, folder):
    keras.saving.load_model(hostile.with_config(good, folder, config)[0])


def from_archive_when_told_safe(config, good, folder):
    keras.saving.load_model(hostile.with_config(good, folder, config)[0], safe_mode=True)


def from_h5(config, good, folder):
    keras.saving.load_model(hostile.with_config(good, folder, config)[1])


def from_h5_when_told_safe(config, good, folder):
    keras.saving.load_model(hostile.with_config(good, folder, config)[1], safe_mode=True)


def from_json(config, good, folder):
    keras.models.model_from_json(json.dumps(config))


def from_object(config, good, folder):
    keras.saving.deserialize_keras_object(config)


def from_layers_deserialize(config, good, folder):
    keras.layers.deserialize(config)


def from_clone(config, good, folder):
    """What `clone_model` calls."""
    cls = keras.Sequential if config["class_name"] == "Sequential" else keras.Model
    cls.from_config(config["config"])


def from_clone_model(config, good, folder):
    keras.models.clone_model(hostile.small_model(), clone_function=lambda layer: keras.layers.deserialize(config))


CONFIG_READERS = [
    from_archive, from_archive_when_told_safe, from_h5, from_h5_when_told_safe, from_json, from_object,
    from_layers_deserialize, from_clone, from_clone_model,
]

CODE = base64.encodebytes(marshal.dumps((lambda x: x).__code__)).decode()
NEW_LAMBDA = {"class_name": "__lambda__", "config": {"code": CODE, "defaults": None, "closure": None}}
OLD_LAMBDA = {"class_name": "__lambda__", "config": {"value": [CODE, None, None]}}
PICKLE = base64.b64encode(b"cos\nsystem\n(S'true'\ntR.").decode()
STFT = {"class_name": "__tensor__", "config": {"value": ["a"], "dtype": "S300000000"}}

OUTSIDE = [  # what no file may name: module and name
    ("os", "system"), ("builtins", "eval"), ("builtins", "exec"), ("subprocess", "Popen"), ("subprocess", "run"),
    ("evil_module", "Evil"), ("evil_module", "act"), ("keras.utils", "get_file"),
    ("keras.config", "enable_unsafe_deserialization"), ("keras.config", "set_floatx"),
    ("keras.config", "set_max_epochs"), ("keras.saving", "load_model"), ("keras.datasets.mnist", "load_data"),
    ("keras.utils", "plot_model"), ("keras.saving", "KerasFileEditor"), ("keras.src.saving.saving_lib", "load_model"),
    ("keras.src.utils.file_utils", "get_file"), ("keras.src.backend.config", "set_floatx"),
    ("keras.layers.os", "system"), ("numpy", "load"), ("keras.utils", "audio_dataset_from_directory"),
]

ROLES = {  # where a config can name them
    "layer": lambda module, name: sequential(entry(module, name)),
    "model": lambda module, name: entry(module, name),
    "function of a Lambda": lambda module, name: sequential(layer("Lambda", function=function(module, name))),
    "activation": lambda module, name: sequential(layer("Dense", units=2, activation=function(module, name))),
    "activation by name": lambda module, name: sequential(layer("Dense", units=2, activation=f"{module}.{name}")),
    "initializer": lambda module, name: sequential(layer("Dense", units=2, kernel_initializer=entry(module, name))),
    "initializer function": lambda module, name: sequential(
        layer("Dense", units=2, kernel_initializer=function(module, name))
    ),
    "dtype": lambda module, name: sequential(layer("Dense", units=2, dtype=entry(module, name))),
    "argument": lambda module, name: sequential(layer("Dense", units=entry(module, name))),
    "metric": lambda module, name: sequential(
        layer("Dense", units=2), compile_config={"optimizer": "sgd", "loss": "mse", "metrics": [entry(module, name)]}
    ),
    "loss function": lambda module, name: sequential(
        layer("Dense", units=2), compile_config={"optimizer": "sgd", "loss": function(module, name)}
    ),
    "optimizer": lambda module, name: sequential(
        layer("Dense", units=2), compile_config={"optimizer": entry(module, name), "loss": "mse"}
    ),
    "graph call": lambda module, name: functional(entry(module, name), TENSOR),
    "graph call on strings": lambda module, name: functional(entry(module, name), "true"),
    "argument of a graph call": lambda module, name: functional(layer("Dense", units=2), TENSOR, training=entry(module, name)),
    "build config": lambda module, name: sequential(layer("Dense", units=2) | {"build_config": {"x": entry(module, name)}}),
}

CONFIGS = {
    "Lambda: byte code": sequential(layer("Lambda", function=NEW_LAMBDA)),
    "Lambda: byte code in the older notation": sequential(layer("Lambda", function=OLD_LAMBDA)),
    "Lambda: byte code for the output shape": sequential(
        layer("Lambda", function=function("builtins", "relu"), output_shape=NEW_LAMBDA)
    ),
    "Lambda: byte code for the mask": sequential(
        layer("Lambda", function=function("builtins", "relu"), mask=NEW_LAMBDA)
    ),
    "Lambda: byte code in the arguments": sequential(
        layer("Lambda", function=function("builtins", "relu"), arguments={"x": OLD_LAMBDA})
    ),
    "Lambda: inside TimeDistributed": sequential(layer("TimeDistributed", layer=layer("Lambda", function=NEW_LAMBDA))),
    "byte code as an activation": sequential(layer("Dense", units=2, activation=OLD_LAMBDA)),
    "byte code as an initializer": sequential(layer("Dense", units=2, kernel_initializer=OLD_LAMBDA)),
    "byte code as a loss": sequential(layer("Dense", units=2), compile_config={"optimizer": "sgd", "loss": OLD_LAMBDA}),
    "TorchModuleWrapper: pickle": sequential(layer("TorchModuleWrapper", module=PICKLE)),
    "TFSMLayer: path": sequential(layer("TFSMLayer", filepath="/tmp/evil_saved_model")),
    "TFSMLayer: URL": sequential(layer("TFSMLayer", filepath="gs://evil/saved_model")),
    **{
        f"{name}: vocabulary in {what}": sequential(layer(name, vocabulary=path))
        for name in ("StringLookup", "IntegerLookup", "TextVectorization")
        for what, path in (("a file", "/etc/passwd"), ("a URL", "https://evil.example/v.txt"), ("a store", "gs://evil/v.txt"))
    },
    "graph call: a string in place of the tensor": functional(layer("Dense", units=2), "/etc/passwd"),
    "graph call: a number in place of the tensor": functional(entry("keras.src.ops.numpy", "Square"), [GIGA, GIGA]),
    "graph call: strings for an operation": functional(entry("keras.src.ops.numpy", "Add"), "a", "b"),
    "graph call: a string beside a tensor": functional(entry("keras.src.ops.numpy", "Add"), "a", TENSOR),
    "array with a huge dtype": sequential(layer("Dense", units=2, kernel_initializer=STFT)),
    "tensor of a huge dtype as argument": functional(layer("Dense", units=2), STFT),
    "KerasTensor of a huge dtype": functional(
        layer("Dense", units=2), TENSOR | {"config": TENSOR["config"] | {"dtype": "S300000000", "keras_history": None}}
    ),
    "input of a huge dtype": sequential(layer("InputLayer", batch_shape=[None, 4], dtype="S300000000")),
    "type spec of another module": sequential(
        layer("Dense", units={"class_name": "__typespec__", "module": "os", "spec_name": "system", "config": ["true"]})
    ),
}


def refuse(read, config, good, folder):
    with pytest.raises(ValueError) as error, hostile.harmless():
        read(config, good, folder)
    assert len(str(error.value)) > 20, "the error must say why"


def _applies(read, config):
    is_model = "layers" in config["config"]
    if read is from_clone:
        return is_model and "compile_config" not in config  # `from_config` sees the arguments alone
    if read in (from_clone_model,):
        return is_model and config["class_name"] == "Sequential"
    return True


@pytest.mark.parametrize("read", CONFIG_READERS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("name", CONFIGS)
def test_configs(name, read, good, tmp_path):
    config = CONFIGS[name]
    if not _applies(read, config):
        pytest.skip("this reader takes models")
    refuse(read, config, good, tmp_path)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("module, name", OUTSIDE, ids=lambda value: value)
def test_names_outside_of_the_allow_list(module, name, role, good, evil, tmp_path):
    config = ROLES[role](module, name)
    for read in CONFIG_READERS:
        if _applies(read, config):
            refuse(read, config, good, tmp_path)
