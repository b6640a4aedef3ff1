"""Where messages go: to the screen, or to the log."""
import sys

from keras.src.api_export import keras_export
from keras.src.backend.common import global_state

_INTERACTIVE = "interactive_logging"
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "FATAL")


@keras_export(
    ["keras.config.enable_interactive_logging", "keras.utils.enable_interactive_logging"]
)
def enable_interactive_logging():
    """Shows progress bars and messages on standard output, as they are by default.

    Example:

    >>> keras.config.enable_interactive_logging()
    >>> keras.config.is_interactive_logging_enabled()
    True
    """
    global_state.set_global_attribute(_INTERACTIVE, True)


@keras_export(
    ["keras.config.disable_interactive_logging", "keras.utils.disable_interactive_logging"]
)
def disable_interactive_logging():
    """Sends progress and messages to the log of Python's `logging` (logger `"keras"`) instead of the screen.

    Example:

    >>> keras.config.disable_interactive_logging()
    >>> keras.config.is_interactive_logging_enabled()
    False
    >>> keras.config.enable_interactive_logging()
    """
    global_state.set_global_attribute(_INTERACTIVE, False)


@keras_export(
    ["keras.config.is_interactive_logging_enabled", "keras.utils.is_interactive_logging_enabled"]
)
def is_interactive_logging_enabled():
    """Whether messages go to standard output (True) or to the log (False).

    Example:

    >>> keras.config.is_interactive_logging_enabled()
    True
    """
    return global_state.get_global_attribute(_INTERACTIVE, True)


def set_logging_verbosity(level):
    """Sets how important a log entry must be to be written: DEBUG, INFO, WARNING, ERROR or FATAL."""
    if level not in _LEVELS:
        raise ValueError(
            f"Argument `level` of set_logging_verbosity must be one of {', '.join(_LEVELS)}. "
            f"Received: level={level!r}"
        )
    _logger().setLevel(level)


def _logger():
    import logging

    return logging.getLogger("keras")


def print_msg(message, line_break=True):
    """Writes a message to standard output or, with interactive logging off, to the log."""
    message = str(message)
    if not is_interactive_logging_enabled():
        _logger().info(message)
        return
    text = message + "\n" if line_break else message
    try:
        sys.stdout.write(text)
    except UnicodeEncodeError:  # A terminal without box drawing characters.
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(_plain_characters(text).encode(encoding, "replace").decode(encoding))
    sys.stdout.flush()


def _plain_characters(text):
    return text.replace("━", "=").replace("─", "-").replace("│", "|")


def ask_to_proceed_with_overwrite(filepath):
    """Asks on standard input whether a file may be overwritten; returns the answer as a boolean."""
    question = f"{filepath} already exists - overwrite? [y/n] "
    while True:
        answer = input(question).strip().lower()
        if answer in ("y", "n"):
            return answer == "y"
        question = 'Please answer "y" (overwrite) or "n" (keep). '
