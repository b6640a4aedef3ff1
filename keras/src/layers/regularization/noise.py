from keras.src.layers.arguments import fraction
from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator


class Noise(Layer):
    """A layer that is random while training: by the argument `strength`, and a seed. Outputs have the inputs' shape."""

    def __init__(self, strength, value, seed, /, **kwargs):
        super().__init__(**kwargs)
        fraction(self, **{strength: value})
        self.seed = seed
        if value > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.built = True

    def compute_output_shape(self, input_shape):
        return input_shape
