"""The tool that holds an oracle diff against the listed reasons."""
import functools
import pathlib
import re

import check_differences as tool
import pytest

ROOT = pathlib.Path(__file__).parents[1]

DIFF = """top_k(f, 2)
  keras 3.15.1: {"__array__": [[2], "int64", [0, 1]]}
  here:         {"__array__": [[2], "int32", [0, 1]]}
max_pool(f, 2)
  keras 3.15.1: {"__error__": ["RuntimeError", "no"]}
  here:         {"__error__": ["ValueError", "Argument"]}
pad(f, 1)
  keras 3.15.1: {"__error__": ["KeyError", "edge"]}
  here:         [1.0]
celu(x)
  keras 3.15.1: "bool:!TypeError int8:int8 float32:float32"
  here:         "bool:float32 int8:float32 float32:float32"
case: 9 shown on torch, 4 differ
"""


def _left(*lines):
    reasons = [tool.Reason(line, 1) for line in lines]
    return [(label, kind) for label, kind, _, _ in tool.uncovered(DIFF, [r for r in reasons if r.applies("case", "torch")])]


def test_rows_and_cells():
    assert _left() == [
        ("top_k(f, 2)", "value"),
        ("max_pool(f, 2)", "errors"),
        ("pad(f, 1)", "answers"),
        ("celu(x) @ bool", "answers"),
        ("celu(x) @ int8", "value"),
    ]


def test_a_reason_covers_its_kind_and_error_only():
    assert ("max_pool(f, 2)", "errors") in _left("case | * | errors:KeyError | . | why")
    left = _left("ca* | torch | errors:RuntimeError | . | why", "case | * | value | @ int8$ | why")
    assert left == [("top_k(f, 2)", "value"), ("pad(f, 1)", "answers"), ("celu(x) @ bool", "answers")]
    assert len(_left("other | * | * | . | why", "case | jax | * | . | why")) == 5


def test_the_table_can_be_read():
    assert len(tool.read_table()) > 50
    with pytest.raises(ValueError, match="5 fields"):
        tool.Reason("case | * | value", 3)


@functools.cache
def _text_of(test_file):
    return "".join(path.read_text() for path in ROOT.glob(f"*/**/{test_file}.py"))


def test_the_tests_that_are_named_exist():
    reasons = [r for r in tool.read_table() if re.match(r"(ops|random)_", r.cases[0])]
    assert len(reasons) > 100
    for reason in reasons:
        named = re.search(r": (\w+_test)\.((?:test_|Test)\w+)$", reason.text)
        assert named, reason.text
        test_file, test = named.groups()
        assert re.search(rf"(def|class) {test}\(|class {test}:", _text_of(test_file)), reason.text
