"""Quantized files both ways: what Keras 3.15.1 writes is read and used here, what is written here there.

    KERAS_BACKEND=torch python tools/quantized_files.py REFERENCE [KIND...]

REFERENCE is a folder that has Keras 3.15.1, KIND a kind of model, all if there is none. Both write a file for each kind
and mode with what the model predicts; both read all files and predict again. Printed is how each case went, for
`.keras` and `.weights.h5`, as the largest difference between the predictions or the error. What `EXCUSED` names may
fail. Exit code 1: something else did.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

LIMIT = 1e-5  # between predictions
EXCUSED = {  # (part of the case, from, to) -> why
    ("gptq", "3.15.1", "here"): "Keras 3.15.1 writes no zero points and cannot read these files either",
    ("awq", "3.15.1", "here"): "the same",
    ("attention", "3.15.1", "here"): "no config tells that layers inside are quantized; it cannot read them either",
    ("attention int8_floats", "here", "3.15.1"): "it has no place for the quantizers of layers inside",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference", metavar="REFERENCE", type=pathlib.Path)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    arguments = parser.parse_args()
    if not (arguments.reference / "keras").is_dir():
        parser.error(f"no Keras lies in the folder {arguments.reference}")
    return compare(str(arguments.reference), arguments.kinds)


def compare(reference, kinds):
    """Both sides write, then both read; returns the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        sides = {"3.15.1": reference, "here": str(pathlib.Path(__file__).parents[1])}
        for side, root in sides.items():
            run(root, "write", folder, side, *kinds)
        found = {}
        for reader, root in sides.items():
            for writer in sides:
                run(root, "read", folder, writer)
                found[writer, reader] = json.loads(pathlib.Path(folder, f"{writer}.json").read_text())
    pairs = [("3.15.1", "here"), ("here", "3.15.1"), ("here", "here"), ("3.15.1", "3.15.1")]
    print("case | " + " | ".join(f"{writer} -> {reader}" for writer, reader in pairs))
    failed = set()
    for case in sorted({case for pair in pairs for case in found[pair]}):
        cells = [found[pair].get(case, "not written") for pair in pairs]
        failed |= {(case, *pair) for pair, cell in zip(pairs[:3], cells) if isinstance(cell, str) or cell > LIMIT}
        print(f"{case} | " + " | ".join(cell if isinstance(cell, str) else f"{cell:.1e}" for cell in cells))
    failed = [f for f in failed if not any(part in f[0] and f[1:] == tuple(way) for part, *way in EXCUSED)]
    print(f"failed without an excuse: {sorted(failed)}")
    return bool(failed)


def run(root, *arguments):
    environment = {**os.environ, "PYTHONPATH": root, "TF_CPP_MIN_LOG_LEVEL": "3"}
    subprocess.run([sys.executable, __file__, *arguments], env=environment, check=True, cwd=arguments[1])


# What runs on both sides: only what Keras 3.15.1 has, too.


def models():
    """Functions that make a model and its inputs, by the kind of layer."""
    import numpy as np

    import keras
    from keras import layers

    rng = np.random.default_rng(0)
    floats, ids = rng.normal(size=(4, 24)).astype("float32"), rng.integers(0, 11, (4, 5))

    def chain(x, *parts):
        return keras.Sequential([keras.Input(x.shape[1:], dtype=str(x.dtype)), *parts]), x

    @keras.saving.register_keras_serializable("quantized_files")
    class Block(layers.Layer):
        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            dtype = self.dtype_policy  # which layers inside must get, for Keras 3.15.1 to load them
            self.attention = layers.MultiHeadAttention(3, 8, name="its", dtype=dtype)
            self.dense = layers.Dense(24, name="last", dtype=dtype)

        def build(self, shape):
            self.attention.build(shape, shape)
            self.dense.build(shape)
            self.built = True

        def call(self, x):
            return self.dense(self.attention(x, x))

        def compute_output_shape(self, shape):
            return shape

    def tied():
        inputs, table = keras.Input((5,), dtype="int64"), layers.ReversibleEmbedding(11, 24, name="table")
        return keras.Model(inputs, table(layers.Dense(24)(table(inputs)), reverse=True)), ids

    return {
        "dense": lambda: chain(floats, layers.Dense(32, "relu"), layers.Dense(7, use_bias=False)),
        "einsum": lambda: chain(
            ids,
            layers.Embedding(11, 24),
            layers.EinsumDense("abc,cde->abde", (5, 3, 8), bias_axes="de"),
            layers.EinsumDense("abde,dec->abc", (5, 24), activation="tanh"),
        ),
        "embedding": lambda: chain(ids, layers.Embedding(11, 24), layers.Dense(5)),
        "tied": tied,
        "attention": lambda: chain(ids, layers.Embedding(11, 24), Block(name="one"), Block(name="two")),
    }


def calibrated(make, **options):
    """A function from a model and its inputs to a config of GPTQ or AWQ."""

    def config(model, x):
        first, *blocks = [layer for layer in model.layers if layer.weights]
        structure = {"pre_block_layers": [first], "sequential_blocks": blocks}
        model.get_quantization_layer_structure = lambda mode: structure  # in a config Keras 3.15.1 cannot save it
        rows = list(x.astype("int64"))
        return make(dataset=rows, tokenizer=lambda x: x, num_samples=4, sequence_length=x.shape[1], **options)

    return config


def modes():
    """Functions from a model and its inputs to the config of a mode."""
    from keras import quantizers

    return {
        "int8": lambda *_: quantizers.Int8QuantizationConfig(),
        "int8_floats": lambda *_: quantizers.Int8QuantizationConfig(activation_quantizer=None),
        "int4_channel": lambda *_: quantizers.Int4QuantizationConfig(block_size=-1),
        "int4_128": lambda *_: quantizers.Int4QuantizationConfig(),
        "int4_8": lambda *_: quantizers.Int4QuantizationConfig(block_size=8),
        "float8": lambda *_: quantizers.Float8QuantizationConfig(),
        "gptq_4": calibrated(quantizers.GPTQConfig, group_size=-1),
        "gptq_8_groups": calibrated(quantizers.GPTQConfig, group_size=8, weight_bits=8),
        "awq_4": calibrated(quantizers.AWQConfig, group_size=-1),
        "awq_4_groups": calibrated(quantizers.AWQConfig, group_size=8),
    }


def predicted(model, x):
    import numpy as np

    return np.asarray(model.predict(x, verbose=0), "float32")


def write(folder, side, *kinds):
    import numpy as np

    import keras

    made = models()
    for kind, make in ((kind, made[kind]) for kind in kinds or made):
        for mode, config in modes().items():
            keras.utils.set_random_seed(1)
            model, x = make()
            try:
                model.quantize(config=config(model, x))
            except (ValueError, NotImplementedError, TypeError, RuntimeError, IndexError) as error:
                print(f"{side} does not quantize {kind} {mode}: {error}"[:200])
                continue
            path = os.path.join(folder, f"{side} {kind} {mode}")
            np.savez(path, x=x, y=predicted(model, x))
            try:
                model.save(path + ".keras")
                model.save_weights(path + ".weights.h5")
            except Exception as error:
                print(f"{side} does not save {kind} {mode}: {error}"[:200])


def read(folder, writer):
    """Loads and predicts; the weights alone go into the loaded model."""
    import numpy as np

    import keras

    models()  # registers the custom layer
    found = {}
    for path in sorted(pathlib.Path(folder).glob(f"{writer} *.npz")):
        data, case = np.load(path), path.stem[len(writer) + 1 :]
        try:
            model = keras.saving.load_model(path.with_suffix(".keras"))
            model.load_weights(path.with_suffix(".weights.h5"))
            found[case] = float(np.abs(predicted(model, data["x"]) - data["y"]).max())
        except Exception as error:  # whatever the other side cannot read is what is asked here
            found[case] = f"{type(error).__name__}: {' '.join(str(error).split())[:60]}"
    pathlib.Path(folder, f"{writer}.json").write_text(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] in (["write"], ["read"]):
        globals()[sys.argv[1]](*sys.argv[2:])
    else:
        sys.exit(main())
