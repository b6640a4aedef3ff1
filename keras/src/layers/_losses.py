"""The losses of a layer: added in calls, of its activity, of its weights' regularizers."""
import weakref

from keras.src import backend, tree

# Layers that hold losses of a call. While there are none, calls have nothing to clear.
holders = weakref.WeakSet()


class Losses:
    """The part of `Layer` that collects scalar losses."""

    def add_loss(self, loss):
        """Adds a scalar to the losses that training minimizes besides the compiled one.

        Inside `call` it may depend on the inputs. The next call of the outermost layer begins anew.

        Args:
            loss: Scalar tensor, or a list of them.

        Raises:
            ValueError: If a loss is not a tensor.
        """
        losses = tree.flatten(loss)
        for value in losses:
            if not backend.is_tensor(value):
                raise ValueError(
                    "`add_loss()` takes scalar tensors, from inside `call()` or `build()`. "
                    f"Received: loss={value!r} (of type {type(value).__name__})"
                )
        scope = backend.get_stateless_scope()
        if scope is None:
            self._losses.extend(losses)
            holders.add(self)
            self._forget_short_way()
        elif scope.collect_losses:
            for value in losses:
                scope.add_loss(value, self)

    def _add_activity_losses(self, outputs):
        for output in tree.flatten(outputs):
            if not backend.is_tensor(output):
                continue
            loss = self.activity_regularizer(output)
            if len(output.shape) > 0:  # The mean over the batch.
                loss = backend.numpy.divide(loss, backend.cast(backend.shape(output)[0], loss.dtype))
            self.add_loss(loss)

    def _get_own_losses(self):
        scope = backend.get_stateless_scope()
        if scope is not None:
            return [loss for loss, owner in zip(scope.losses, scope.loss_owners) if owner is self]
        return self._losses[:]

    def _get_regularization_losses(self):
        return [
            variable.regularizer(variable)
            for variable in self.trainable_weights
            if variable.regularizer is not None
        ]

    @property
    def losses(self):
        """List of scalar tensors: losses added in the last call, here and in layers inside, then those of the
        weights' regularizers."""
        losses = []
        for layer in self._flatten_layers():
            losses.extend(layer._get_own_losses())
        return losses + self._get_regularization_losses()

    def _clear_losses(self):
        for layer in self._flatten_layers():
            layer._losses.clear()
            holders.discard(layer)
