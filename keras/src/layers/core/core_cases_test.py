import numpy as np

from keras.src.layers.layer_cases import LayerTests, case, parametrize

F = np.random.default_rng(0).uniform(-1, 1, (2, 3)).astype("float32")
F3 = np.random.default_rng(1).uniform(-1, 1, (2, 3, 4)).astype("float32")
INTS = np.array([[0, 2, 4], [1, 1, 3]], "int32")


def dense(x, kernel, bias=0.0):
    return x @ kernel + bias


def relu(x):
    return np.maximum(x, 0)


CASES = [
    case("Dense", F, dense, units=4, weights={"kernel": (3, 4), "bias": (4,)}),
    case(
        "Dense",
        F3,
        lambda x, kernel: relu(x @ kernel),
        units=2,
        activation="relu",
        use_bias=False,
        weights={"kernel": (4, 2)},
        mask="same",
    ),
    case(
        "Dense",
        F,
        lambda x, kernel, bias, lora_kernel_a, lora_kernel_b: x @ (kernel + 2 * lora_kernel_a @ lora_kernel_b) + bias,
        units=4,
        lora_rank=2,
        lora_alpha=4,
        weights={"kernel": (3, 4), "bias": (4,), "lora_kernel_a": (3, 2), "lora_kernel_b": (2, 4)},
    ),
    case(
        "EinsumDense",
        F3,
        lambda x, kernel, bias: np.einsum("abc,cde->abde", x, kernel) + bias,
        equation="abc,cde->abde",
        output_shape=(3, 2, 5),
        bias_axes="de",
        weights={"kernel": (4, 2, 5), "bias": (2, 5)},
        mask="same",
    ),
    case(
        "EinsumDense",
        F3,
        lambda x, kernel, bias: np.tanh(x @ kernel + bias),
        equation="...x,xy->...y",
        output_shape=5,
        bias_axes="y",
        activation="tanh",
        weights={"kernel": (4, 5), "bias": (5,)},
        mask="same",
    ),
    case(
        "EinsumDense",
        F3,
        lambda x, kernel, bias: np.einsum("abc,bd->adc", x, kernel) + bias,
        equation="ab...,bd->ad...",
        output_shape=5,
        bias_axes="d",
        weights={"kernel": (3, 5), "bias": (5, 1)},
        mask="none",
    ),
    case("Embedding", INTS, lambda x, embeddings: embeddings[x], input_dim=5, output_dim=2, weights={"embeddings": (5, 2)}),
    case(
        "Embedding",
        INTS,
        lambda x, embeddings, lora_embeddings_a, lora_embeddings_b: (
            embeddings + lora_embeddings_a @ lora_embeddings_b
        )[x],
        input_dim=5,
        output_dim=2,
        lora_rank=3,
        weights={"embeddings": (5, 2), "lora_embeddings_a": (5, 3), "lora_embeddings_b": (3, 2)},
    ),
    case(
        "ReversibleEmbedding",
        F3,
        lambda x, embeddings: 2 * np.tanh(x @ embeddings.T / 2),
        input_dim=5,
        output_dim=4,
        logit_soft_cap=2.0,
        call={"reverse": True},
        weights={"embeddings": (5, 4)},
        mixed=False,  # scores stay in 32 bits
    ),
    case(
        "ReversibleEmbedding",
        INTS,
        lambda x, embeddings, reverse_embeddings: embeddings[x],
        input_dim=5,
        output_dim=4,
        tie_weights=False,
        mask_zero=True,
        grad=False,
        weights={"embeddings": (5, 4), "reverse_embeddings": (4, 5)},
    ),
    case("Identity", F3, lambda x: x, mask="same"),
    case("Masking", F3 * np.array([[1], [0], [1]], "float32"), lambda x: x, grad=False),
]


@parametrize(CASES)
class TestCore(LayerTests):
    pass
