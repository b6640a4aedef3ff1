"""Estimates of the floating-point operations of layers, for `Model.summary(flops=True)`."""
from keras.src import tree


def layer_flops(layer, input_shapes, output_shapes):
    """Operations of one call of a layer for one sample; a multiplication and an addition count as two.

    Counted are products with kernels (and of attention), and one operation for each element that a layer without
    weights gives or that a pooling window covers.

    Args:
        layer: A layer or operation.
        input_shapes: List of the shapes of its inputs, batch first.
        output_shapes: List of the shapes of its outputs.

    Returns:
        Integer; None where a size is not known.
    """
    inner = [x for x in getattr(layer, "_layers", ()) if getattr(x, "weights", None)]
    try:
        if hasattr(layer, "_nodes_by_depth"):
            return graph_flops(layer)
        if getattr(layer, "_functional", None) is not None:
            return graph_flops(layer._functional)
        if hasattr(layer, "_num_query_heads") or hasattr(layer, "_num_heads"):
            return _attention(layer, input_shapes)
        if inner or hasattr(layer, "cell"):
            return sum(_kernels(x, input_shapes, output_shapes) for x in inner)
        if getattr(layer, "weights", None):
            return _kernels(layer, input_shapes, output_shapes)
        if hasattr(layer, "pool_size"):
            return _size(output_shapes[0]) * _product(layer.pool_size)
        if type(layer).__name__.startswith("Global"):
            return _size(input_shapes[0])
        moves = type(layer).__name__ in _MOVES
        return 0 if moves else sum(_size(shape) for shape in output_shapes)
    except TypeError:  # a size is None
        return None


def graph_flops(graph):
    """The sum over the nodes of a graph of layers, so that a layer used twice counts twice; None if one is unknown."""
    counts = []
    for nodes in graph._nodes_by_depth.values():
        for node in nodes:
            if node.input_tensors:
                shapes = [[x.shape for x in tensors] for tensors in (node.input_tensors, node.output_tensors)]
                counts.append(layer_flops(node.operation, *shapes))
    return None if None in counts else sum(counts)


def readable_flops(count):
    """A number of operations in words, as `"7.75 G"`; `?` for None.

    Args:
        count: Integer or None.
    """
    if count is None:
        return "?"
    power = min(len(str(count)) - 1, 17) // 3
    return f"{count / 1000**power:.2f} {'KMGTP'[power - 1]}" if power else str(count)


# Layers that only move values.
_MOVES = frozenset(
    ("InputLayer", "Flatten", "Reshape", "Permute", "RepeatVector", "Identity", "Dropout", "Concatenate", "Masking",
     "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "Cropping1D", "Cropping2D", "Cropping3D", "SpatialDropout1D",
     "SpatialDropout2D", "SpatialDropout3D", "UpSampling1D", "UpSampling2D", "UpSampling3D", "GaussianNoise")
)


def _kernels(layer, input_shapes, output_shapes):
    """Twice the products with the weights of two and more axes, plus one operation per element for the others."""
    name = type(layer).__name__
    if "Embedding" in name:
        return 0
    weights = [w for w in layer.weights if w.dtype != "uint32"]
    kernels = [w for w in weights if len(w.shape) > 1]
    if not kernels:
        return _size(output_shapes[0]) * (2 if len(weights) > 1 else 1)  # normalization: scale and shift
    shape = input_shapes[0] if "Transpose" in name or "RNN" in name or "Cell" in name else output_shapes[0]
    if name in ("LSTM", "GRU", "SimpleRNN") or name.endswith("Cell"):
        positions = input_shapes[0][1]  # steps
    elif getattr(layer, "data_format", None) == "channels_first":
        positions = _product(shape[2:])
    elif name == "EinsumDense":
        positions = _einsum_positions(layer, output_shapes[0])
    else:
        positions = _product(shape[1:-1])
    bias = _size(output_shapes[0]) if any(len(w.shape) == 1 for w in weights) else 0
    return 2 * positions * sum(_product(w.shape) for w in kernels) + bias


def _einsum_positions(layer, output_shape):
    """How often the whole kernel of an EinsumDense is used: the output over the axes that it shares with the kernel."""
    kernel, output = layer.equation.replace(" ", "").split(",")[1].split("->")
    sizes = dict(zip(reversed(output.replace("...", "")), reversed(output_shape)))
    return _product([size for axis, size in sizes.items() if axis not in kernel and axis != output[0]])


def _attention(layer, input_shapes):
    """Projections of query, key, value and output, and the two products of attention."""
    query, value = input_shapes[0], input_shapes[1] if len(input_shapes) > 1 else input_shapes[0]
    heads = getattr(layer, "_num_query_heads", None) or getattr(layer, "num_query_heads", None) or layer._num_heads
    size = getattr(layer, "_key_dim", None) or layer.head_dim
    length, context = _product(query[1:-1]), _product(value[1:-1])
    products = 0
    for projection in layer._layers:
        kernels = [w for w in projection.weights if len(w.shape) > 2]
        of_context = projection in (getattr(layer, "_key_dense", None), getattr(layer, "_value_dense", None))
        products += (context if of_context else length) * sum(_product(w.shape) for w in kernels)
    return 2 * products + 4 * heads * size * length * context


def _size(shape):
    """Elements of one sample."""
    return _product(shape[1:])


def _product(sizes):
    result = 1
    for size in tree.flatten(sizes):
        result = result * size  # a TypeError tells that one is None
    return result
