"""Shorter tracebacks: the frames inside Keras are left out, unless filtering is switched off."""
import functools
import inspect
import os
import types

from keras.src.api_export import keras_export
from keras.src.backend.common import global_state

_FILTERING = "traceback_filtering"
_SOURCE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_EXCLUDED_PATHS = (_SOURCE_FOLDER, os.path.join("tensorflow", "python"))


@keras_export("keras.config.enable_traceback_filtering")
def enable_traceback_filtering():
    """Leaves Keras's own frames out of the tracebacks of errors, as is the default.

    Example:

    >>> keras.config.enable_traceback_filtering()
    >>> keras.config.is_traceback_filtering_enabled()
    True
    """
    global_state.set_global_attribute(_FILTERING, True)


@keras_export("keras.config.disable_traceback_filtering")
def disable_traceback_filtering():
    """Shows the whole traceback of errors, Keras's own frames included. For finding faults in Keras.

    Example:

    >>> keras.config.disable_traceback_filtering()
    >>> keras.config.is_traceback_filtering_enabled()
    False
    >>> keras.config.enable_traceback_filtering()
    """
    global_state.set_global_attribute(_FILTERING, False)


@keras_export("keras.config.is_traceback_filtering_enabled")
def is_traceback_filtering_enabled():
    """Whether Keras's own frames are left out of tracebacks.

    Example:

    >>> keras.config.is_traceback_filtering_enabled()
    True
    """
    return global_state.get_global_attribute(_FILTERING, True)


def include_frame(fname):
    """Whether a frame of the file `fname` belongs into a filtered traceback."""
    return not any(path in fname for path in _EXCLUDED_PATHS) or fname.endswith("_test.py")


def filtered(error):
    """Takes the frames of Keras out of the traceback of `error`, if filtering is on, and returns it.

    For use in an `except` clause before a bare `raise`: nothing is paid while there is no error.
    """
    if not is_traceback_filtering_enabled():
        return error
    frames = []
    traceback = error.__traceback__
    while traceback is not None:
        if include_frame(traceback.tb_frame.f_code.co_filename):
            frames.append(traceback)
        traceback = traceback.tb_next
    chain = None
    for frame in reversed(frames):
        chain = types.TracebackType(chain, frame.tb_frame, frame.tb_lasti, frame.tb_lineno)
    return error.with_traceback(chain)


def filter_traceback(fn):
    """Decorator: errors leave `fn` with Keras's own frames taken out of their traceback."""

    @functools.wraps(fn)
    def error_handler(*args, **kwargs):
        try:
            return fn(*args, **kwargs)
        except Exception as e:
            filtered(e)
            raise

    return error_handler


def inject_argument_info_in_traceback(fn, object_name=None):
    """Decorator: an error inside `fn` carries a note with the arguments of the call."""
    described = object_name or fn.__name__

    @functools.wraps(fn)
    def error_handler(*args, **kwargs):
        try:
            return fn(*args, **kwargs)
        except Exception as e:
            if not getattr(e, "_keras_call_described", False):
                e._keras_call_described = True
                e.add_note(_describe_call(fn, described, args, kwargs))
            raise

    return error_handler


def _describe_call(fn, described, args, kwargs):
    try:
        arguments = inspect.signature(fn).bind(*args, **kwargs).arguments
    except (TypeError, ValueError):
        arguments = dict(enumerate(args)) | kwargs
    lines = [f"  {k}={format_argument_value(v)}" for k, v in arguments.items() if k != "self"]
    return "\n".join([f"Arguments received by {described}:", *lines])


def format_argument_value(value):
    """A value as an error shows it: arrays and tensors by shape and dtype, others by `str`."""
    if isinstance(value, (list, tuple)):
        return str([format_argument_value(v) for v in value])
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if shape is None or dtype is None or isinstance(value, type):
        return str(value)
    kind = type(value)
    module = {"numpy": "np", "tensorflow": "tf"}.get(kind.__module__.partition(".")[0], "")
    name = f"{module}.{kind.__name__}" if module else kind.__name__
    return f"{name}(shape={tuple(shape)}, dtype={getattr(dtype, 'name', dtype)})"
