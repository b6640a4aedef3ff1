"""Rules for shapes of results."""
import pytest

import keras
from keras.src.ops import operation_utils as utils
from keras.src.ops.einsum_shapes import einsum_shape

CASES = [
    (utils.broadcast_shapes, ((None, 3), (3,)), (None, 3)),
    (utils.broadcast_shapes, ((None, 1), (2, 5)), (2, 5)),
    (utils.broadcast_shapes, ((1, None), (4, None)), (4, None)),
    (utils.reduce_shape, ((2, None, 4), 1), (2, 4)),
    (utils.reduce_shape, ((2, None, 4), (0, -1), True), (1, None, 1)),
    (utils.reduce_shape, ((2, 3),), ()),
    (utils.compute_reshape_output_shape, ((2, 3), (-1, 2)), (3, 2)),
    (utils.compute_reshape_output_shape, ((None, 3), (-1, 4)), (None, 4)),
    (utils.compute_reshape_output_shape, ((None, 3), (None, 3)), (None, 3)),
    (utils.compute_reshape_output_shape, ((0, 3), (-1, 3)), (0, 3)),
    (utils.compute_reshape_output_shape, ((2, 3), 6), (6,)),
    (utils.compute_expand_dims_output_shape, ((None, 3), (0, -1)), (1, None, 3, 1)),
    (utils.compute_transpose_output_shape, ((None, 3, 4), None), (4, 3, None)),
    (utils.compute_transpose_output_shape, ((None, 3, 4), (1, 0, -1)), (3, None, 4)),
    (utils.compute_take_along_axis_output_shape, ((2, 3), (2, 1), 1), (2, 1)),
    (utils.compute_take_along_axis_output_shape, ((2, 3), (5,), None), (5,)),
    (utils.compute_take_along_axis_output_shape, ((4, 3), (1, 7), -1), (4, 7)),
    (utils.compute_matmul_output_shape, ((None, 2, 3), (3, 4)), (None, 2, 4)),
    (utils.compute_matmul_output_shape, ((3,), (5, 3, 4)), (5, 4)),
    (utils.compute_matmul_output_shape, ((2, 3), (3,)), (2,)),
    (utils.compute_matmul_output_shape, ((3,), (3,)), ()),
    (einsum_shape, ("...ij,jk", [(5, None, 3), (3, 4)]), (5, None, 4)),
    (einsum_shape, ("b...,b...->b", [(2, 1, 3), (2, 4, 3)]), (2,)),
]


@pytest.mark.parametrize("rule, arguments, expected", CASES)
def test_shapes(rule, arguments, expected):
    assert rule(*arguments) == expected


@pytest.mark.parametrize(
    "rule, arguments, words",
    [
        (utils.broadcast_shapes, ((2, 3), (4,)), "cannot be broadcast"),
        (
            utils.compute_reshape_output_shape,
            ((2, 3), (4, 2), "target_shape"),
            "`target_shape` must keep",
        ),
        (utils.compute_reshape_output_shape, ((2, 3), (-1, 4)), "`newshape` must keep"),
        (utils.validate_reshape_shape, ((-1, 2, -1), "target_shape"), "`target_shape` may hold -1"),
        (utils.validate_reshape_shape, ((-2, 2), "target_shape"), "non-negative"),
        (utils.compute_expand_dims_output_shape, ((2,), (0, 0)), "must not repeat"),
        (utils.compute_transpose_output_shape, ((2, 3), (0, 0)), "permutation"),
        (
            utils.compute_take_along_axis_output_shape,
            ((2, 3), (2,), 1),
            "same number of dimensions",
        ),
        (utils.compute_matmul_output_shape, ((2, 3), (4, 3)), "x1.shape"),
    ],
)
def test_shapes_that_do_not_fit(rule, arguments, words):
    with pytest.raises(ValueError, match=words):
        rule(*arguments)


def test_source_inputs():
    a, b, c = (keras.Input((2,), name=name) for name in "abc")
    cases = [
        (keras.ops.add(b, keras.ops.add(c, a)), [b, c, a]),
        (keras.layers.Add()([keras.ops.exp(b), b, a]), [b, a]),
        (keras.Model([a, b], keras.layers.Add()([a, b]))([c, a]), [c, a]),
        (a, [a]),
    ]
    for tensor, expected in cases:
        assert [id(x) for x in keras.utils.get_source_inputs(tensor)] == [id(x) for x in expected]
    without_history = keras.KerasTensor((2,))
    assert keras.utils.get_source_inputs(without_history) is without_history


@pytest.mark.parametrize(
    "shapes, options, expected",
    [
        (((2, 3), (2, 3)), {}, True),
        (((2, None), (2, 3)), {}, True),
        (((2, None), (2, 3)), {"allow_none": False}, False),
        (((2, 3), (2, 4)), {"axis": [-1]}, True),
        (((2, 3), (2, 3, 4)), {"axis": [2]}, False),
    ],
)
def test_shape_equal(shapes, options, expected):
    assert utils.shape_equal(*shapes, **options) is expected
