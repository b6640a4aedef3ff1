"""AdamW."""
from keras.src.api_export import keras_export
from keras.src.optimizers import adam
from keras.src.utils.python_utils import given


@keras_export("keras.optimizers.AdamW")
class AdamW(adam.Adam):
    """Adam with decoupled weight decay: before the update of Adam, `w -= learning_rate * weight_decay * w`.

    Args:
        learning_rate: See `keras.optimizers.Optimizer`. Defaults to `0.001`.
        weight_decay: Float. Defaults to `0.004`.
        beta_1: Float, the decay of the first moments. Defaults to `0.9`.
        beta_2: Float, the decay of the second moments. Defaults to `0.999`.
        epsilon: Float, against division by zero. Defaults to `1e-7`.
        amsgrad: Boolean, see `keras.optimizers.Adam`. Defaults to `False`.
        clipnorm: See `keras.optimizers.Optimizer`, as all further arguments. Defaults to None.

    Raises:
        ValueError: If `weight_decay` is None.

    Reference: Loshchilov and Hutter, 2019, https://arxiv.org/abs/1711.05101

    Example:

    >>> v = keras.Variable(10.0)
    >>> keras.optimizers.AdamW(learning_rate=0.5, weight_decay=0.1).apply([keras.ops.array(4.0)], [v])
    >>> round(float(v), 4)
    9.0
    """

    def __init__(
        self, learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-7,
        amsgrad=False, clipnorm=None, clipvalue=None, global_clipnorm=None, use_ema=False,
        ema_momentum=0.99, ema_overwrite_frequency=None, loss_scale_factor=None,
        gradient_accumulation_steps=None, name=None, **kwargs,
    ):
        super().__init__(**given(locals()))
        if self.weight_decay is None:
            raise ValueError("Argument `weight_decay` of AdamW must be a float. Received: weight_decay=None.")
