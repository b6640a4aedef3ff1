"""What cells share: their dropout masks and their weights."""
from keras.src import ops, random


class DropoutRNNCell:
    """Mixin of cells: dropout masks that stay the same from step to step.

    A cell has attributes `dropout` and `recurrent_dropout`, rates, and `seed_generator`. Its `dropout_mask_count` says
    how many masks it takes, one for each gate; 1 by default.
    """

    dropout_mask_count = 1
    _dropout_mask = None
    _recurrent_dropout_mask = None

    def get_dropout_mask(self, step_input):
        """The mask of the inputs, made at the first request and kept until `reset_dropout_mask`.

        Args:
            step_input: Tensor of the shape of the mask.

        Returns:
            Tensor, or a list of `dropout_mask_count` of them; None without dropout.
        """
        return self._mask("_dropout_mask", self.dropout, step_input)

    def get_recurrent_dropout_mask(self, step_input):
        """The mask of the states; see `get_dropout_mask`."""
        return self._mask("_recurrent_dropout_mask", self.recurrent_dropout, step_input)

    def reset_dropout_mask(self):
        """Lets go of the mask of the inputs, so that the next one is another."""
        vars(self).pop("_dropout_mask", None)

    def reset_recurrent_dropout_mask(self):
        """Lets go of the mask of the states."""
        vars(self).pop("_recurrent_dropout_mask", None)

    def _mask(self, name, rate, like):
        if not rate:
            return None
        if getattr(self, name) is None:
            masks = [
                random.dropout(ops.ones_like(like), rate, seed=self.seed_generator)
                for _ in range(self.dropout_mask_count)
            ]
            vars(self)[name] = masks[0] if len(masks) == 1 else masks
        return getattr(self, name)

    def prepare_dropout_masks(self, sequences, training):
        """Draws the masks before the loop. Without training none are made, but their seeds are used up all the same."""
        if training:
            if self.dropout:
                self.get_dropout_mask(sequences[:, 0])
            if self.recurrent_dropout:
                self.get_recurrent_dropout_mask(self._first_output(sequences))
            return
        for _ in range(self.dropout_mask_count * (bool(self.dropout) + bool(self.recurrent_dropout))):
            self.seed_generator.next()

    def reset_dropout_masks(self):
        self.reset_dropout_mask()
        self.reset_recurrent_dropout_mask()

    def _first_output(self, sequences):
        return self.get_initial_state(batch_size=ops.shape(sequences)[0])[0]


def masked_product(product, x, kernel, masks, axis=-1):
    """`product(x, kernel)` with dropout on `x`: one mask, or one for each gate, which lie side by side along `axis`."""
    if masks is None:
        return product(x, kernel)
    if not isinstance(masks, list):
        return product(ops.multiply(x, masks), kernel)
    kernels = ops.split(kernel, len(masks), axis=-1)
    return ops.concatenate([product(ops.multiply(x, m), k) for m, k in zip(masks, kernels)], axis)
