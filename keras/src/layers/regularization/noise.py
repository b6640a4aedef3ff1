from keras.src.layers.layer import Layer
from keras.src.random.seed_generator import SeedGenerator


class Noise(Layer):
    """A layer that is random while training: how much, and by which seed. Outputs have the shape of the inputs."""

    def __init__(self, strength, seed, /, **kwargs):
        super().__init__(**kwargs)
        self.seed = seed
        if strength > 0:
            self.seed_generator = SeedGenerator(seed)
        self.supports_masking = True
        self.built = True

    def compute_output_shape(self, input_shape):
        return input_shape
