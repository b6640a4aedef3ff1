"""Counting lines of code."""

import ast
import os

from keras.src.utils import io_utils


def count_loc(directory, exclude=("_test",), extensions=(".py",), verbose=0):
    """Counts the lines of code in a folder: those that are neither blank, comment nor docstring.

    Args:
        directory: Path of the folder; subfolders count as well.
        exclude: Tuple of strings; a file whose path contains one of them is left out.
        extensions: Tuple of the file extensions to count.
        verbose: Integer; 1 names every file.

    Returns:
        Integer.
    """
    total = 0
    for folder, _, names in os.walk(directory):
        for name in sorted(names):
            path = os.path.join(folder, name)
            inside = os.path.relpath(path, directory)
            if not name.endswith(tuple(extensions)) or any(part in inside for part in exclude):
                continue
            if verbose:
                io_utils.print_msg(f"Counting {path}")
            with open(path, encoding="utf-8") as file:
                total += len(code_lines(file.read()))
    return total


def code_lines(text):
    """The numbers of the lines of a source text that hold code."""
    docstrings = docstring_lines(text)
    return {
        number
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.strip().startswith("#") and number not in docstrings
    }


def docstring_lines(text):
    """The numbers of the lines of a source text that belong to docstrings; none if it is not Python."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return set()
    return {
        number
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)
        for number in range(node.lineno, node.end_lineno + 1)
    }
