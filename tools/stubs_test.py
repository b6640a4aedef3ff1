import ast
import textwrap

import pytest
import stubs

LAYER = """
    class Layer:
        def call(self, *args): ...
"""


def render(**sources):
    """The stubs of modules given as text."""
    modules = {
        name.replace("__", "."): ast.parse(textwrap.dedent(text)).body for name, text in sources.items()
    }
    return stubs.render(modules, {}, set(), set(modules))


FUNCTION = '''
    def take(units, use_bias=True, rate=0.5, title="x", mystery=None, count=3, *, seed=None, **rest):
        """Summary.

        Args:
            count: Integer or tuple of them.
            mystery: Positive integer, how
                many. Default None.
            title: String, or a function.
        """
        return f"{units}"
'''


def test_types_of_parameters_come_from_table_words_and_defaults():
    text = render(m=FUNCTION)["m"]
    assert (
        "def take(units: int, use_bias: bool = True, rate: float = 0.5, title: Any = 'x', mystery: int | None = None, "
        "count: Any = 3, *, seed: Seed | None = None, **rest: Any) -> str: ..." in text
    )
    assert "from keras.src._types import Seed\n" in text and "from typing import Any\n" in text


@pytest.mark.parametrize(
    "body, result",
    [
        ("x = 1", "None"),
        ("return", "None"),
        ("raise NotImplementedError", "Any"),
        ("return a == 1", "bool"),
        ("return not a", "bool"),
        ("return self", "Self"),
        ("return 'a' if a else 'b'", "Any"),
        ("yield 1", "Any"),
    ],
)
def test_types_of_results(body, result):
    text = render(m=f"class A:\n    def f(self, a):\n        {body}")["m"]
    assert f"def f(self, a: Any) -> {result}: ..." in text


def test_layer():
    dense = """
        from keras.layer import Layer
        class Dense(Layer):
            def __init__(self, units, dtype=None, **kwargs):
                self.units = units
                self._hidden = 1
            def call(self, inputs): return inputs
    """
    text = render(keras__layer=LAYER, keras__dense=dense)["keras.dense"]
    assert "from keras.layer import Layer" in text and "class Dense(Layer):" in text
    assert "units: int" in text and "_hidden" not in text
    assert "name: str | None = ..." in text and "**kwargs" not in text.split("def call")[0]
    assert text.count("def __call__") == 3  # a symbolic tensor gives one


def test_operation_is_overloaded_by_its_first_tensor():
    text = render(m="@op(spec=None)\ndef halve(x, name=None): ...\nHalve = halve.operation")["m"]
    assert "def halve(x: Symbolic, name: str | None = None) -> KerasTensor: ..." in text
    assert "def halve(x: TensorLike, name: str | None = None) -> Tensor: ..." in text
    assert "class Halve(Operation): ..." in text


def test_stub_parses_and_leaves_other_names_open():
    text = render(m="X = 1\ndef _private(): ...")["m"]
    ast.parse(text)
    assert "_private" not in text and "def __getattr__(name: str) -> Any: ..." in text
