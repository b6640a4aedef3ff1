"""A set of named settings."""
import json

from keras.src.api_export import keras_export

_OWN = ("_settings", "_frozen")


@keras_export("keras.utils.Config")
class Config:
    """Settings that can be read as attributes and as dict items, written to JSON, and frozen.

    Args:
        **kwargs: The first settings.

    Example:

    >>> config = keras.utils.Config(rate=0.1, layers=2)
    >>> config.rate = 0.2
    >>> config["rate"], config.to_json()
    (0.2, '{"rate": 0.2, "layers": 2}')
    """

    def __init__(self, **kwargs):
        self._settings = dict(kwargs)
        self._frozen = False

    @property
    def frozen(self):
        """Whether the settings can no longer be changed."""
        return self._frozen

    def freeze(self):
        """From here on a change raises a ValueError."""
        self._frozen = True

    def unfreeze(self):
        """Allows changes again."""
        self._frozen = False

    def _check_not_frozen(self):
        if self._frozen:
            raise ValueError("The config is frozen; call `unfreeze()` before you change a setting.")

    def as_dict(self):
        """A copy of the settings, as a dict."""
        return dict(self._settings)

    def to_json(self):
        """The settings as a JSON string."""
        return json.dumps(self._settings)

    def keys(self):
        """The names of the settings."""
        return self._settings.keys()

    def values(self):
        """The values of the settings."""
        return self._settings.values()

    def items(self):
        """Pairs of names and values."""
        return self._settings.items()

    def pop(self, *args):
        """Removes a setting and returns its value; a second argument is returned where there is none."""
        self._check_not_frozen()
        return self._settings.pop(*args)

    def update(self, *args, **kwargs):
        """Changes several settings, given as for `dict.update`."""
        self._check_not_frozen()
        self._settings.update(*args, **kwargs)

    def get(self, keyname, value=None):
        """The value of a setting, or `value` where there is none."""
        return self._settings.get(keyname, value)

    def __setattr__(self, name, value):
        if name in _OWN:
            super().__setattr__(name, value)
        else:
            self[name] = value

    def __setitem__(self, name, value):
        self._check_not_frozen()
        self._settings[name] = value

    def __getattr__(self, name):
        settings = self.__dict__.get("_settings", {})
        if name not in settings:
            raise AttributeError(f"The config has no setting '{name}'.")
        return settings[name]

    def __getitem__(self, name):
        return self._settings[name]

    def __delitem__(self, name):
        self._check_not_frozen()
        del self._settings[name]

    def __delattr__(self, name):
        if name not in self._settings:
            raise AttributeError(f"The config has no setting '{name}'.")
        del self[name]

    def __iter__(self):
        return iter(sorted(self._settings))

    def __len__(self):
        return len(self._settings)

    def __contains__(self, name):
        return name in self._settings

    def __repr__(self):
        return f"<Config {self._settings}>"
