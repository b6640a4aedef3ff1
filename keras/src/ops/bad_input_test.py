"""Arguments that do not fit, for every operation of the case tables: the error names the function and what it got."""
import importlib
import inspect
import pathlib
import re

import numpy as np
import pytest

from keras.src import backend
from keras.src.ops import op_cases

MODES = ("padding", "interpolation", "data_format", "mode", "method", "fill_mode", "reduction")
AXES = ("axis", "axis1", "source", "dim")
# NumPy and TensorFlow have arrays of text, which operations that only move elements, or only look at them, let through.
LETS_TEXT_THROUGH = {
    "argsort", "array", "array_split", "broadcast_to", "conj", "conjugate", "convert_to_tensor", "copy",
    "count_nonzero", "crop_images", "diag", "diagflat", "diagonal", "dot_product_attention", "dsplit", "expand_dims",
    "extract_patches", "extract_patches_3d", "extract_sequences", "flip", "fliplr", "flipud", "full_like", "hsplit",
    "imag", "isreal", "moveaxis", "nan_to_num", "nonzero", "ones_like", "pad", "pad_images", "ravel", "real",
    "rearrange", "repeat", "reshape", "roll", "rot90", "scatter", "scatter_update", "segment_sum", "slice",
    "slice_update", "sort", "split", "squeeze", "stop_gradient", "swapaxes", "take", "take_along_axis", "tile", "top_k",
    "transpose", "tril", "triu", "trunc", "unfold", "unique", "unstack", "view", "vsplit", "where", "zeros_like",
}


def first_rows():
    """Of each operation the first row that applies to the backend."""
    rows = {}
    for file in pathlib.Path(__file__).parent.glob("*_test.py"):
        if "op_cases import" in file.read_text():
            importlib.import_module(f"keras.src.ops.{file.stem}")
    for table in op_cases.Table.all:
        for row in table.rows:
            if backend.backend() not in row.skip:
                rows.setdefault(row.name, row)
    return rows


ROWS = first_rows()


def outcome(row, inputs, static, convert=op_cases._tensors):
    """What a call raises, or None. On jax it is traced, so that nothing is compiled for it."""
    inputs = convert(inputs)
    try:
        if backend.backend() == "jax" and convert is op_cases._tensors:
            import jax

            jax.eval_shape(lambda: row.function(*inputs, **static))
        else:
            row.function(*inputs, **static)
    except Exception as error:
        return error
    return None


def check(row, error, must=True):
    assert not (must and error is None), "no error"
    if error is not None:
        assert isinstance(error, (ValueError, TypeError)), repr(error)
        name = {"abs": "abs(olute)?", "conj": "conj(ugate)?"}.get(row.name, row.name)  # what symbolic calls record
        assert re.search(rf"\b{name}\b", str(error)) and re.search(r"[Rr]eceived|\(", str(error)), error


def without(row, place, value):
    return [*row.inputs[:place], value, *row.inputs[place + 1 :]]


def symbols(inputs):
    return op_cases._symbols(inputs, unknown=False)


def _filled(shape, dtype):
    """Ones, and matrices that have an inverse."""
    return np.broadcast_to(np.eye(*shape[-2:]) if len(shape) > 1 else 1, shape).astype(dtype)


CONVERSIONS = pytest.mark.parametrize("convert", [op_cases._tensors, symbols], ids=["eager", "symbolic"])
EVERY = pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
STATIC = [
    (row, name, 99 if name in AXES else "bogus")
    for row in ROWS.values()
    for name in list(inspect.signature(row.function).parameters)[len(row.inputs) :]
    if name in (*AXES, *MODES)
]


@CONVERSIONS
@pytest.mark.parametrize("row, name, value", STATIC, ids=str)
def test_axes_and_modes(row, name, value, convert):
    if convert is symbols and not row.symbolic:
        return
    check(row, outcome(row, row.inputs, {**row.static, name: value}, convert))


@CONVERSIONS
@EVERY
def test_ranks_and_shapes(row, convert):
    """Where an operation takes such a tensor, or one that does not fit the other, it need not refuse it."""
    if convert is symbols and not row.symbolic:
        return
    for place, x in enumerate(row.inputs):
        if isinstance(x, np.ndarray):
            for shape in ((), (1, 2, 1, 3, 1, 2, 1), tuple(size + 7 for size in x.shape)):
                error = outcome(row, without(row, place, _filled(shape, x.dtype)), row.static, convert)
                if not (isinstance(error, IndexError) and row.name == "take"):  # It says which index is out of bounds.
                    check(row, error, must=False)


@EVERY
def test_text(row):
    for place, x in enumerate(row.inputs):
        if isinstance(x, np.ndarray):
            error = outcome(row, without(row, place, np.full(x.shape, "a")), row.static, convert=list)
            arrays_of_text = backend.backend() in ("numpy", "tensorflow")
            if not (isinstance(error, IndexError) and row.name in ("scatter", "scatter_update")):
                check(row, error, must=not (arrays_of_text and row.name in LETS_TEXT_THROUGH))
