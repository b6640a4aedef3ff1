"""A dtype policy for each layer of a model, found by the layer's path."""
import re
from collections.abc import MutableMapping

from keras.src import dtype_policies
from keras.src.api_export import keras_export
from keras.src.dtype_policies.dtype_policy import DTypePolicy


@keras_export("keras.dtype_policies.DTypePolicyMap")
class DTypePolicyMap(DTypePolicy, MutableMapping):
    """Gives layers their policies by path, and a default policy to the rest.

    A path is looked up as it stands first, then keys are tried as regular expressions that match the whole
    path. Pass the map as `dtype` to the layers, or make it the global policy.

    Args:
        default_policy: Policy (or its name) of paths that are not in the map. Default None, the global policy of the
            time when the map is made.
        policy_map: Dict from paths or patterns to policies. Default None, an empty one.

    Raises:
        TypeError: If `policy_map` is not a dict.
        ValueError: If `default_policy` is no policy, or is a map itself; if an assigned value is no policy or its
            key exists; if a path matches several patterns.

    Example:

    >>> policies = keras.dtype_policies.DTypePolicyMap("bfloat16")
    >>> policies["encoder/.*"] = keras.DTypePolicy("float32")
    >>> policies["encoder/dense"].name, policies["decoder/dense"].name
    ('float32', 'bfloat16')
    """

    def __init__(self, default_policy=None, policy_map=None):
        if isinstance(default_policy, DTypePolicyMap):
            raise ValueError(
                "Argument `default_policy` of DTypePolicyMap must not be a DTypePolicyMap. "
                f"Received: default_policy={default_policy!r}"
            )
        if policy_map is not None and not isinstance(policy_map, dict):
            raise TypeError(
                f"Argument `policy_map` of DTypePolicyMap must be a dict. Received: policy_map={policy_map!r}"
            )
        self._default_policy_arg = default_policy
        policy = dtype_policies.get(default_policy)  # None: the global one, which may be a map
        self._default_policy = policy.default_policy if isinstance(policy, DTypePolicyMap) else policy
        self._policy_map = {key: dtype_policies.get(value) for key, value in (policy_map or {}).items()}

    @property
    def default_policy(self):
        """The policy of paths that are not in the map."""
        return self._default_policy

    @property
    def name(self):
        """`"map_"` and the name of the default policy."""
        return f"map_{self.default_policy.name}"

    @property
    def compute_dtype(self):
        """The compute dtype of the default policy."""
        return self.default_policy.compute_dtype

    @property
    def variable_dtype(self):
        """The variable dtype of the default policy."""
        return self.default_policy.variable_dtype

    @property
    def quantization_mode(self):
        """The quantization mode of the default policy."""
        return self.default_policy.quantization_mode

    @property
    def _unquantized_name(self):
        return self.default_policy._unquantized_name

    def __getitem__(self, key):
        """The policy of the layer at path `key`."""
        if key in self._policy_map:
            return self._policy_map[key]
        matching = [pattern for pattern in self._policy_map if re.fullmatch(pattern, key)]
        if len(matching) > 1:
            raise ValueError(
                f"The path {key!r} matches several keys of the DTypePolicyMap: {matching}. Make the patterns "
                "exclude each other."
            )
        return self._policy_map[matching[0]] if matching else self.default_policy

    def __setitem__(self, key, policy):
        """Adds a policy under a path or pattern that is not in the map yet."""
        if key in self._policy_map:
            raise ValueError(
                f"The key {key!r} is in the DTypePolicyMap already, with {self._policy_map[key]!r}. Delete it first."
            )
        try:
            self._policy_map[key] = dtype_policies.get(policy)
        except Exception as e:
            raise ValueError(
                f"A value of a DTypePolicyMap must be a dtype policy or the name of one. Received: {policy!r}"
            ) from e

    def __delitem__(self, key):
        del self._policy_map[key]

    def __iter__(self):
        return iter(self._policy_map)

    def __len__(self):
        return len(self._policy_map)

    def __contains__(self, key):
        return key in self._policy_map

    def __bool__(self):
        return True

    def __eq__(self, other):
        return self is other or DTypePolicy.__eq__(self, other)

    __hash__ = None

    def get_config(self):
        default = self._default_policy_arg
        if isinstance(default, DTypePolicy):
            default = dtype_policies.serialize(default)
        return {
            "default_policy": default,
            "policy_map": {key: dtype_policies.serialize(policy) for key, policy in self._policy_map.items()},
        }

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """The map that `get_config` described."""
        given = {
            key: dtype_policies.deserialize(value, custom_objects) if isinstance(value, dict) else value
            for key, value in (config["policy_map"] or {}).items()
        }
        default = config["default_policy"]
        if isinstance(default, dict):
            default = dtype_policies.deserialize(default, custom_objects)
        return cls(default, given)

    def __repr__(self):
        named = [(key, policy.name) for key, policy in self._policy_map.items()]
        return (
            f"<DTypePolicyMap at {hex(id(self))} default_policy={self.default_policy.name}, mapping={named}>"
        )
