from keras.src import backend, ops
from keras.src.backend.common import masking
from keras.src.layers.layer import Layer
from keras.src.ops.operation_utils import broadcast_shapes


class Merge(Layer):
    """Base of the layers that merge a list of tensors elementwise; shapes are broadcast, the batch axis apart.

    A subclass implements `_merge_function(inputs)`, or `_combine(x, y)` of two tensors, which is applied from left to
    right.
    """

    _only_passes_masks_on = True
    _least_inputs = 1

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self._ranks_differ = False

    def _combine(self, x, y):
        raise NotImplementedError(f"{type(self).__name__} must implement `_merge_function(inputs)`.")

    def _merge_function(self, inputs):
        output = inputs[0]
        for x in inputs[1:]:
            output = self._combine(output, x)
        return output

    def build(self, input_shape):
        shapes = check_shapes(self, input_shape, self._least_inputs)
        batches = {shape[0] for shape in shapes if shape} - {None}
        if len(batches) > 1:
            raise ValueError(
                f"Layer {self.name!r} cannot merge inputs of different batch sizes. Received: shapes {shapes}"
            )
        self._ranks_differ = len({len(shape) for shape in shapes}) > 1
        try:
            self.compute_output_shape(shapes)
        except ValueError as e:
            raise ValueError(f"Layer {self.name!r} cannot merge inputs of shapes {shapes}. {e}") from e
        self.built = True

    def call(self, inputs):
        if not isinstance(inputs, (list, tuple)):
            raise ValueError(f"Layer {self.name!r} must be called on a list of tensors. Received: inputs={inputs!r}")
        if self._ranks_differ:
            inputs = _of_equal_rank(inputs)
        return self._merge_function(inputs)

    def compute_output_shape(self, input_shape):
        rank = max(len(shape) for shape in input_shape)
        output = None
        for shape in input_shape:
            shape = tuple(shape)
            aligned = (*shape[:1], *(1,) * (rank - len(shape)), *shape[1:])
            output = aligned if output is None else self._merged_shape(output, aligned)
        return output

    def _merged_shape(self, shape1, shape2):
        if shape1[:1] == shape2[:1]:
            return (*shape1[:1], *broadcast_shapes(shape1[1:], shape2[1:]))
        known = {shape1[0], shape2[0]} - {None}
        batch = known.pop() if len(known) == 1 else None
        return (batch, *broadcast_shapes(shape1[1:], shape2[1:]))

    def compute_output_spec(self, inputs):
        shape = self.compute_output_shape([x.shape for x in inputs])
        sparse = all(x.sparse for x in inputs)
        return backend.KerasTensor(shape, dtype=self.compute_dtype, sparse=sparse)

    def compute_mask(self, inputs, mask=None):
        check_masks(inputs, mask)
        if mask is None or any(m is None for m in mask):
            return None
        output = mask[0]
        for m in mask[1:]:
            output = ops.logical_or(output, m)
        return output


class MaskedMerge(Merge):
    """A merge that leaves out masked steps: where one of two inputs is masked, the other is the result."""

    def _merge_function(self, inputs):
        if not masking.in_use:
            return super()._merge_function(inputs)
        output, output_mask = inputs[0], _wide_mask(inputs[0])
        for x in inputs[1:]:
            mask = _wide_mask(x)
            merged = self._combine(output, x)
            if mask is not None:
                merged = ops.where(mask, merged, output)
            if output_mask is not None:
                merged = ops.where(output_mask, merged, x)
            both = mask is not None and output_mask is not None
            output, output_mask = merged, ops.logical_or(mask, output_mask) if both else None
        return output


def _wide_mask(x):
    """The mask of `x` with as many axes as `x`."""
    mask = masking.get_keras_mask(x)
    if mask is None or len(mask.shape) == len(x.shape):
        return mask
    return ops.expand_dims(mask, tuple(range(len(mask.shape), len(x.shape))))


def _of_equal_rank(inputs):
    """The tensors with axes of size 1 put in after the batch axis of those that have fewer axes."""
    rank = max(len(x.shape) for x in inputs)
    return [ops.expand_dims(x, tuple(range(1, 1 + rank - len(x.shape)))) if len(x.shape) < rank else x for x in inputs]


def check_shapes(layer, input_shape, least, exactly=None):
    """The shapes of a merge layer's inputs, as a list of tuples, checked for their number."""
    is_list = isinstance(input_shape, (list, tuple)) and all(isinstance(s, (list, tuple)) for s in input_shape)
    count = len(input_shape) if is_list else 0
    if count < least or (exactly is not None and count != exactly):
        expected = f"exactly {exactly}" if exactly is not None else f"{least} or more"
        raise ValueError(
            f"Layer {layer.name!r} must be called on a list of {expected} tensors. "
            f"Received: input_shape={input_shape}"
        )
    return [tuple(shape) for shape in input_shape]


def check_masks(inputs, mask):
    """Refuses masks that are not a list with one entry for each of a list of inputs."""
    if mask is None:
        return
    if not isinstance(mask, (list, tuple)):
        raise ValueError(f"Argument `mask` must be a list. Received: mask={mask}")
    if not isinstance(inputs, (list, tuple)):
        raise ValueError(f"Argument `inputs` must be a list. Received: inputs={inputs}")
    if len(mask) != len(inputs):
        raise ValueError(
            f"Arguments `inputs` and `mask` must be of one length. Received: {len(inputs)} inputs, {len(mask)} masks"
        )
