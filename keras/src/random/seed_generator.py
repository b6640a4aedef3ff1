"""Where random numbers begin: seeds, the SeedGenerator, and the global one."""
import random as python_random

from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common import global_state
from keras.src.utils.naming import auto_name

GLOBAL_SEED_GENERATOR = "global_seed_generator"
_MAX_DEFAULT_SEED = 10**9


@keras_export("keras.random.SeedGenerator")
class SeedGenerator:
    """A source of seeds for random functions, with its own state.

    Give one as `seed` to the functions of `keras.random`: every draw takes the present state and moves it on, so
    that draws differ from each other and the whole sequence is fixed by the first seed. A layer that draws numbers
    keeps one as an attribute; its state is then part of the layer's variables, and of what `stateless_call` returns.

    Args:
        seed: Integer to begin with. Default: drawn from Python's generator, which `keras.utils.set_random_seed` seeds.
        name: String. Default: `seed_generator`, `seed_generator_1`, ...

    Raises:
        ValueError: If `seed` is not an integer.
        OverflowError: If the backend's seeds are unsigned and `seed` is not from 0 to 2**32 - 1.

    Example:

    >>> generator = keras.random.SeedGenerator(seed=42)
    >>> first = keras.random.normal((2,), seed=generator)
    >>> second = keras.random.normal((2,), seed=generator)
    >>> bool(keras.ops.all(first == second))
    False
    """

    def __init__(self, seed=None, name=None, **kwargs):
        self.name = name or auto_name(type(self).__name__)  # first, as a refused one counts too
        self.backend = kwargs.pop("backend", None) or backend
        if kwargs:
            raise ValueError(f"SeedGenerator got unknown keyword arguments. Received: {kwargs}")
        if seed is not None and not isinstance(seed, int):
            raise ValueError(f"Argument `seed` of SeedGenerator must be an integer. Received: seed={seed!r}")
        self._initial_seed = seed
        first = make_default_seed() if seed is None else seed
        home = self.backend
        with backend.name_scope(self.name, caller=self):
            self.state = home.Variable(
                lambda shape, dtype: _seed_pair(first, home),
                shape=(2,),
                dtype=home.random_seed_dtype(),
                trainable=False,
                aggregation="none",
                name="seed_generator_state",
            )
        self._take_seed = home.random.take_seed

    def next(self, ordered=True):
        """The present state, a seed for one draw; moves the state on.

        Args:
            ordered: Boolean, whether states count up by one. Otherwise the next state is a jump away, for
                generators that several places draw from in no fixed order.

        Returns:
            Integer tensor of shape `(2,)`.
        """
        seed, following = self._take_seed(self.state.value, ordered)
        self.state.assign(following)
        return seed

    def get_config(self):
        """The arguments that make this object again."""
        return {"seed": self._initial_seed, "name": self.name}

    @classmethod
    def from_config(cls, config):
        """The object that `get_config` described."""
        return cls(**config)


def make_default_seed():
    """A seed from Python's own generator."""
    return python_random.randint(1, _MAX_DEFAULT_SEED)


def global_seed_generator():
    """The SeedGenerator that draws without a seed share; made when it is first needed."""
    generator = global_state.get_global_attribute(GLOBAL_SEED_GENERATOR)
    if generator is None:
        generator = SeedGenerator()
        global_state.set_global_attribute(GLOBAL_SEED_GENERATOR, generator)
    return generator


def draw_seed(seed):
    """The pair of integers that one draw of random numbers starts from.

    Args:
        seed: SeedGenerator, whose state moves on; integer; or None for the global generator.

    Returns:
        Integer tensor of shape `(2,)`.

    Raises:
        ValueError: If `seed` is something else.
    """
    if isinstance(seed, SeedGenerator):
        return seed.next()
    if isinstance(seed, int):
        return _seed_pair(seed, backend)
    if seed is None:
        return global_seed_generator().next(ordered=False)
    raise ValueError(
        "Argument `seed` must be an integer, a `keras.random.SeedGenerator` or None. "
        f"Received: seed={seed!r} (of type {type(seed)})"
    )


def _seed_pair(seed, home):
    """`[seed, 0]` in the dtype of seeds of the backend `home`; signed ones wrap around."""
    dtype = home.random_seed_dtype()
    bits = int(dtype.removeprefix("u").removeprefix("int"))
    if dtype.startswith("u"):
        if not 0 <= seed < 2**bits:
            raise OverflowError(
                f"Argument `seed` must be from 0 to 2**{bits} - 1 on this backend. Received: seed={seed}"
            )
    else:
        half = 2 ** (bits - 1)
        seed = (seed + half) % (2 * half) - half
    return home.convert_to_tensor([seed, 0], dtype=dtype)
