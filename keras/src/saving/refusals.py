"""What is raised about files that are damaged or ask for too much, and how much is too much."""
import zipfile

MAX_JSON_BYTES = 64 * 2**20
EXPANSION = 64  # how many times larger than its storage an array or member may be ...
FLOOR = 2**20  # ... beyond this many bytes


class Unreadable(OSError, ValueError):
    """A file is empty, cut off or of another kind."""


class NoArchive(ValueError, zipfile.BadZipFile):
    """A file is no whole zip archive."""


class Refused(ValueError):
    """What a file asks for is not done, for safety."""


class Foreign(Refused, TypeError):
    """A config names a class or function of another module that nobody has registered."""
