"""Counting lines of code."""
import os

from keras.src.utils import io_utils


def count_loc(directory, exclude=("_test",), extensions=(".py",), verbose=0):
    """Counts the lines of code in a folder: those that are neither blank, comment nor docstring.

    A docstring begins on a line that begins with three double quotes; it ends on that line, or on the next one that
    begins with them.

    Args:
        directory: Path of the folder; subfolders count as well.
        exclude: Tuple of endings; folders and files (without their extension) whose names end so are left out.
        extensions: Tuple of the file extensions to count.
        verbose: Integer; 1 names every file.

    Returns:
        Integer.
    """
    total = 0
    for folder, _, names in os.walk(directory):
        for name in sorted(names):
            stem, extension = os.path.splitext(name)
            if extension not in extensions or folder.endswith(tuple(exclude)) or stem.endswith(tuple(exclude)):
                continue
            path = os.path.join(folder, name)
            if verbose:
                io_utils.print_msg(f"Counting {path}")
            with open(path, encoding="utf-8") as file:
                total += _count(map(str.strip, file))
    return total


def _count(lines, quotes='"""'):
    count, within = 0, False
    for line in lines:
        if line.startswith(quotes):
            within = not (within or line.endswith(quotes))
        elif line and not line.startswith("#"):
            count += not within
    return count
