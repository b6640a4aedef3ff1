"""Kinds of objects that are named by strings: losses, metrics, optimizers, initializers and so on.

The rule from a name, a config or an object to an object of the kind is written here, once. A package
declares its kind and keeps its public `get`, `serialize` and `deserialize` to one line each.
"""
import collections.abc
import difflib
import sys

from keras.src.backend.common.late import LateModule
from keras.src.utils.naming import to_snake_case

object_registration = LateModule("keras.src.saving.object_registration")
serialization_lib = LateModule("keras.src.saving.serialization_lib")


def class_and_snake_case(name):
    """Spellings of a class that is known as `GlorotUniform` and as `glorot_uniform`."""
    return name, to_snake_case(name)


def lower_case(name):
    """Spelling of a class that is known by its name, whatever the letter case."""
    return (name.lower(),)


def as_written(name):
    """Spelling of an object that is known by its own name only."""
    return (name,)


class ObjectKind(collections.abc.Mapping):
    """One kind of objects, as a mapping from known names to classes and functions.

    The mapping is lazy: a name is imported when it is looked up, the list of names costs no import.

    Args:
        label: What a member is called in messages, as `"loss"`.
        package: Name of the package that holds the members, as `"keras.src.losses"`. Its `__all__` lists them.
        base: Name of the base class in that package; classes that do not derive from it are no members.
            None: the kind has no classes.
        functions: Whether functions are members too.
        spelling: Function from a public name to the names by which `get` knows it.
        aliases: Further names by which `get` knows a member, mapped to the public name.
        ignore_case: Whether a name is put in lower case before it is looked up.
        any_callable: Whether any callable serves as a member, or only instances of the base class.
    """

    def __init__(
        self, label, package, base, *, functions=False, spelling=as_written, aliases=None,
        ignore_case=False, any_callable=True,
    ):
        self.label = label
        self.package = package
        self.base = base
        self.functions = functions
        self.spelling = spelling
        self.aliases = aliases or {}
        self.ignore_case = ignore_case
        self.any_callable = any_callable
        self.public_package = package.replace(".src.", ".")
        self._index = None
        self._added = {}

    @property
    def members(self):
        """The classes and functions of the kind, a set that is as lazy."""
        return _Members(self)

    def __setitem__(self, name, obj):
        """Makes an object of another library known by a name."""
        self._added[name] = obj

    def __getitem__(self, name):
        if name in self._added:
            return self._added[name]
        obj = getattr(sys.modules[self.package], self._names()[self._key(name)])
        if not self._is_member(obj):
            raise KeyError(name)
        return obj

    def __contains__(self, name):
        return isinstance(name, str) and self.get(name) is not None

    def __iter__(self):
        return (name for name in {**self._names(), **self._added} if name in self)

    def __len__(self):
        return sum(1 for _ in self)

    def _key(self, name):
        return name.lower() if self.ignore_case else name

    def _names(self):
        """Every spelling of every member, mapped to the member's public name."""
        if self._index is None:
            index = {}
            for public_name in sys.modules[self.package].__all__:
                if public_name[0].isupper():
                    index.update(dict.fromkeys(self.spelling(public_name), public_name))
                elif self.functions and public_name not in ("get", "serialize", "deserialize"):
                    index[public_name] = public_name
            self._index = index | self.aliases
        return self._index

    def _is_member(self, obj):
        if isinstance(obj, type):
            return self.base is not None and issubclass(obj, getattr(sys.modules[self.package], self.base))
        return self.functions and callable(obj)

    # ------------------------------------------------------------------------ the three public functions

    def resolve(self, identifier, default=None):
        """An object from a name, a config, a class or the object itself.

        Args:
            identifier: A known name, a config as `serialize` gives it, a class (which is called without
                arguments), a callable (returned as it is) or None.
            default: What None stands for.

        Returns:
            The object.

        Raises:
            ValueError: If `identifier` is none of these.
        """
        if identifier is None:
            return default
        if isinstance(identifier, str):
            return self.deserialize(identifier)
        if isinstance(identifier, dict):
            obj = self.deserialize(identifier)
        elif isinstance(identifier, type) and (self.any_callable or self._is_member(identifier)):
            obj = identifier()
        else:
            obj = identifier
        if self._is_instance(obj) or (self.any_callable and callable(obj)):
            return obj
        raise self.unknown(identifier)

    def serialize(self, obj):
        """The config of an object: a dict of JSON values."""
        return serialization_lib.serialize_keras_object(obj)

    def deserialize(self, config, custom_objects=None):
        """The object of a config.

        Args:
            config: A dict as `serialize` gives it, the short form `{"class_name": ..., "config": {...}}`,
                a known name, or the object itself.
            custom_objects: Dict from names to classes and functions that are looked up first.

        Returns:
            The object: a function, or an instance of a class.

        Raises:
            ValueError: If nothing is known by the name.
        """
        if isinstance(config, str):
            return self._by_name(config, custom_objects)
        if isinstance(config, dict):
            function_name = _function_name(config)
            if function_name in self and self._registered(function_name, custom_objects) is None:
                return self._by_name(function_name, custom_objects)
            class_name = config.get("class_name")
            own = self._registered(class_name, custom_objects)
            if "module" not in config and class_name in self and own is None:
                obj = self[class_name]
                if not isinstance(obj, type):
                    return obj
                config = {
                    "module": self.public_package,
                    "class_name": obj.__name__,
                    "config": config.get("config", {}),
                    "registered_name": None,
                }
            elif "module" not in config and (
                class_name is None or self.base and own is None
            ):
                raise self.unknown(config if class_name is None else class_name)
        elif callable(config):
            return config
        return serialization_lib.deserialize_keras_object(config, custom_objects=custom_objects)

    def unknown(self, identifier):
        """The error about an identifier that stands for nothing, with the nearest known names."""
        message = f"Unknown {self.label}: {identifier!r}."
        if isinstance(identifier, str):
            near = difflib.get_close_matches(self._key(identifier), self._names(), n=6, cutoff=0.5)
            near = [name for name in near if name in self]
            known = near or [name for name in sorted(self._names()) if name in self][:8]
            message += f" {'Did you mean' if near else 'Known are, among others'}: {', '.join(map(repr, known))}"
            message += "?" if near else "."
            message += (
                " A custom object must be registered with `keras.saving.register_keras_serializable()`"
                " or passed in `custom_objects`."
            )
        else:
            message += (
                " Expected a name, a config, a callable or an instance."
                f" Received: {identifier!r} (of type {type(identifier).__name__})."
            )
        return ValueError(message)

    def _by_name(self, name, custom_objects):
        obj = self._registered(name, custom_objects)
        if obj is None:
            obj = self.get(name)
        if obj is None:
            raise self.unknown(name)
        return obj() if isinstance(obj, type) else obj

    def _registered(self, name, custom_objects):
        return object_registration.get_registered_object(name, custom_objects)

    def _is_instance(self, obj):
        return self.base is not None and isinstance(obj, getattr(sys.modules[self.package], self.base))


class _Members(collections.abc.Set):
    def __init__(self, kind):
        self._kind = kind

    _from_iterable = set

    def __contains__(self, obj):
        return obj in set(self._kind.values())

    def __iter__(self):
        return iter(set(self._kind.values()))

    def __len__(self):
        return len(set(self._kind.values()))


def _function_name(config):
    """The name in the config of a function, else None."""
    if config.get("class_name") == "function" and config.get("module") in (None, "builtins"):
        name = config.get("config")
        return name if isinstance(name, str) else None
    return None
