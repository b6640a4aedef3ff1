"""Runs calibration data through the blocks of a model and quantizes one block after the other."""
import numpy as np

from keras.src import backend, ops, tree
from keras.src.quantizers.utils import should_quantize_layer


def get_dataloader(
    tokenizer, sequence_length, dataset, num_samples=128, *, strategy="strided", seed=42, stride=None, eos_id=None
):
    """Cuts samples of equal length from the tokens of all of a data set.

    Args:
        tokenizer: Function from a string to token ids, or an object with a method `tokenize`; None where there are ids.
        sequence_length: Integer, tokens in a sample.
        dataset: Iterable of strings or of arrays of token ids.
        num_samples: Integer, how many samples. Default 128.
        strategy: Where samples begin: `"strided"` at equal distances from a random place, `"linspace"` at equal
            distances from the first token to the last, `"random"` anywhere. Default `"strided"`.
        seed: Integer, seed of random places. Default 42.
        stride: Integer, the distance for `"strided"`. Default None: samples spread over all tokens.
        eos_id: Integer, a token to put after each item. Default None.

    Returns:
        NumPy array of int32, `(num_samples, 1, sequence_length)`.

    Raises:
        TypeError: If `dataset` is a string or cannot be iterated over.
        ValueError: If `dataset` is empty or `strategy` unknown.
    """
    if isinstance(dataset, (str, bytes)) or not hasattr(dataset, "__iter__"):
        found = type(dataset).__name__
        raise TypeError(f"Argument `dataset` must be an iterable of strings or arrays. Received: {found}")
    end = [] if eos_id is None else [eos_id]
    items = [part for item in dataset for part in (_tokens(tokenizer, item), end)]
    tokens = np.concatenate(items).astype("int32") if items else np.zeros(0, "int32")
    if not tokens.size:
        raise ValueError("Argument `dataset` must not be empty.")
    places = max(1, len(tokens) - sequence_length + 1)
    begin = _beginnings(strategy, places, num_samples, stride, np.random.default_rng(seed))
    rows = (begin[:, None] + np.arange(sequence_length)) % len(tokens)  # short data begin again
    return tokens[rows][:, None, :]


def _tokens(tokenizer, item):
    if isinstance(item, (str, bytes)):
        if tokenizer is None:
            raise ValueError("A `dataset` of strings needs the argument `tokenizer`. Received: tokenizer=None")
        item = getattr(tokenizer, "tokenize", tokenizer)(item)
    return np.ravel(backend.convert_to_numpy(item))


def _beginnings(strategy, places, count, stride, random):
    if strategy == "strided":
        steps = np.arange(count) * (stride or max(1, places // count))
        return (random.integers(places) + steps) % places
    if strategy == "linspace":
        return np.linspace(0, places - 1, count).astype("int64")
    if strategy == "random":
        return random.integers(places, size=count)
    raise ValueError(
        f"Argument `strategy` must be 'strided', 'linspace' or 'random'. Received: strategy={strategy!r}"
    )


def calibrate(config, structure, filters, make):
    """Quantizes the layers of a model's blocks, each on inputs that come through the quantized blocks before it.

    Args:
        config: A `GPTQConfig` or `AWQConfig`.
        structure: Dict with `"pre_block_layers"` and `"sequential_blocks"`.
        filters: As in `Model.quantize`.
        make: Function from a layer to the object that observes its inputs and rounds its weight.

    Raises:
        ValueError: If the config has no data, or the structure lacks its blocks.
    """
    if config.dataset is None:
        raise ValueError(f"{type(config).__name__} needs the argument `dataset` to calibrate with. Received: None")
    blocks = structure.get("sequential_blocks")
    if not blocks:
        raise ValueError(f"`sequential_blocks` of the layer structure must not be empty. Received: {structure}")
    samples = get_dataloader(config.tokenizer, config.sequence_length, config.dataset, config.num_samples)
    first = structure.get("pre_block_layers", ())
    inputs = [_through(first, backend.convert_to_tensor(sample)) for sample in samples]
    for block in blocks:
        layers = [layer for layer in block._flatten_layers() if _waits(layer, config.mode, filters)]
        observers = [make(layer) for layer in layers]
        _observe(block, inputs, observers)
        for observer in observers:
            observer.calibrate()
            observer.free()
        inputs = [_through([block], x) for x in inputs]


def _through(layers, x):
    for layer in layers:
        x = tree.map_structure(ops.stop_gradient, layer(x))
    return x


def _waits(layer, mode, filters):
    waits = layer.quantization_mode == mode and not getattr(layer, f"is_{mode}_calibrated", True)
    return waits and should_quantize_layer(layer, filters)


def _observe(block, inputs, observers):
    """Runs the inputs through a block while each observer sees what its layer gets."""
    for observer in observers:
        observer.layer._mode.observe = observer.observe
    try:
        for x in inputs:
            block(x)
    finally:
        for observer in observers:
            observer.layer._mode.observe = None
