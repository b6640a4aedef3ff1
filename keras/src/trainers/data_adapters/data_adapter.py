"""What every source of data offers to the training loop."""
from keras.src.trainers.data_adapters import conversions


class DataAdapter:
    """A source of batches. `batches()` is the one thing a source must supply.

    A batch is `x`, `(x,)`, `(x, y)` or `(x, y, sample_weight)`; its leaves are arrays or tensors of any framework.
    """

    def batches(self):
        """A new pass: an iterator over batches as the source makes them."""
        raise NotImplementedError

    def iterate(self, feed):
        """A new pass: an iterator over batches as the active backend's compiled steps take them.

        Args:
            feed: The backend's `data` module; `feed.tensor` converts one leaf.
        """
        convert = feed.batch
        for batch in self.batches():
            yield convert(batch)

    is_read_by_turns = False  # whether each batch is made when it is asked for, which may take long
    num_batches = None  # batches of a pass, None if unknown
    batch_size = None  # samples of a full batch, None if unknown
    has_partial_batch = None  # whether the last batch is smaller
    partial_batch_size = None  # samples of the last batch if it is smaller

    def on_epoch_begin(self):
        """Called before each pass."""

    def on_epoch_end(self):
        """Called after each pass."""

    # For a training that goes on in another process.

    def get_state(self):
        """What the next pass depends on besides the random generators, or None."""

    def set_state(self, state):
        """Takes over what `get_state` gave."""

    # The same batches for other readers.

    def get_numpy_iterator(self):
        """An iterator over batches of NumPy arrays."""
        return map(conversions.to_numpy, self.batches())

    def get_jax_iterator(self):
        """An iterator over batches that JAX takes: NumPy or JAX arrays."""
        return self.get_numpy_iterator()

    def get_tf_dataset(self):
        """A `tf.data.Dataset` over the batches."""
        return conversions.to_tf_dataset(self.get_numpy_iterator)

    def get_torch_dataloader(self):
        """A `torch.utils.data.DataLoader` over the batches."""
        return conversions.to_torch_dataloader(self.get_numpy_iterator)
