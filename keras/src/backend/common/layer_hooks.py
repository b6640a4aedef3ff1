"""What a backend may add to layers: the base of the backends' own layer classes."""


class LayerHooks:
    """Hooks of `Layer` that a backend or a subclass may override. Here they do nothing."""

    @staticmethod
    def _prepare_instance(layer):
        """Called on a new object before anything is assigned to it."""

    def _setattr_hook(self, name, value):
        """Name and value under which an attribute is stored."""
        return name, value

    def _post_build(self):
        """Called when the layer has been built."""

    def _post_track_variable(self, variable):
        """Called when a variable has been added."""

    def _post_untrack_variable(self, variable):
        """Called when a variable has been taken out."""


def no_hooks(layer):
    """Whether the framework wants to run code around the layer's call: it does not."""
    return False
