"""Dtype policies, and how they are named in configs."""
from keras.src import backend
from keras.src.api_export import keras_export
from keras.src.backend.common.late import LateModule
from keras.src.dtype_policies import dtype_policy
from keras.src.dtype_policies.dtype_policy import (
    QUANTIZATION_MODES,
    AWQDTypePolicy,
    DTypePolicy,
    FloatDTypePolicy,
    GPTQDTypePolicy,
    Int4DTypePolicy,
    QuantizedDTypePolicy,
    QuantizedFloat8DTypePolicy,
)

serialization_lib = LateModule("keras.src.saving.serialization_lib")


@keras_export("keras.dtype_policies.serialize")
def serialize(dtype_policy):
    """Describes a policy as a JSON-ready dict.

    Args:
        dtype_policy: A `DTypePolicy`.

    Returns:
        Dict with class name and config, which `deserialize` takes.

    Example:

    >>> keras.dtype_policies.serialize(keras.DTypePolicy("float32"))["config"]
    {'name': 'float32'}
    """
    return serialization_lib.serialize_keras_object(dtype_policy)


@keras_export("keras.dtype_policies.deserialize")
def deserialize(config, custom_objects=None):
    """Makes the policy that `serialize` described.

    Args:
        config: Dict as `serialize` returns it.
        custom_objects: Dict from names to policy classes of your own. Default None.

    Returns:
        A `DTypePolicy`.

    Raises:
        ValueError: If the dict names no class.

    Example:

    >>> config = keras.dtype_policies.serialize(keras.DTypePolicy("float16"))
    >>> keras.dtype_policies.deserialize(config)
    <DTypePolicy "float16">
    """
    if isinstance(config, dict):
        if "class_name" not in config:
            raise ValueError(
                "The config of a dtype policy must be a dict with the key 'class_name'. "
                f"Received: config={config}"
            )
        config = {"config": {}, **config}
    return serialization_lib.deserialize_keras_object(
        config, module_objects=ALL_OBJECTS_DICT, custom_objects=custom_objects
    )


@keras_export("keras.dtype_policies.get")
def get(identifier):
    """Finds a policy by what stands for it.

    Args:
        identifier: A `DTypePolicy`, its name, its config as `serialize` returns it, a dtype, or None for the
            global policy.

    Returns:
        A `DTypePolicy`.

    Raises:
        ValueError: If `identifier` stands for no policy.

    Example:

    >>> keras.dtype_policies.get("int8_from_float32").quantization_mode
    'int8'
    """
    if isinstance(identifier, DTypePolicy):
        return identifier
    if identifier is None:
        return dtype_policy.dtype_policy()
    if isinstance(identifier, str):
        return dtype_policy.policy_by_name(identifier)
    if isinstance(identifier, dict):
        return deserialize(identifier)
    try:
        if isinstance(identifier, int):  # the numbers of TensorFlow's dtypes are no dtypes
            raise TypeError("an integer is no dtype")
        return DTypePolicy(backend.standardize_dtype(identifier))
    except Exception as e:
        raise ValueError(
            "Argument `dtype` must be a DTypePolicy, its name, or a dtype. "
            f"Received: dtype={identifier!r}"
        ) from e


from keras.src.dtype_policies.dtype_policy_map import DTypePolicyMap  # after `get`, which it calls

ALL_OBJECTS = {
    AWQDTypePolicy,
    DTypePolicy,
    DTypePolicyMap,
    FloatDTypePolicy,
    GPTQDTypePolicy,
    Int4DTypePolicy,
    QuantizedDTypePolicy,
    QuantizedFloat8DTypePolicy,
}
ALL_OBJECTS_DICT = {cls.__name__: cls for cls in ALL_OBJECTS}
