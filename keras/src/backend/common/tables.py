"""Look-up tables from dtypes to the dtype in which a kernel computes, filled on demand from a dtype rule."""
from keras.src.backend.common import dtypes


class CastTable(dict):
    """Maps a framework dtype, or a tuple of them, to the framework dtype that a rule asks for.

    Hot code reads `table.get(key) or table.fill(key)`. Keys of Python scalars are their types.

    Args:
        rule: A rule of `backend.common.dtypes`, already in the width that the backend computes in.
        to_native: Function from a dtype name to the framework's dtype object.
    """

    __slots__ = ("_rule", "_to_native")

    def __init__(self, rule, to_native):
        super().__init__()
        self._rule, self._to_native = rule, to_native
        dtypes.on_rules_change(self.clear)

    def fill(self, key):
        """Works out the entry of `key` and keeps it."""
        found = self[key] = self.work_out(key)
        return found

    def work_out(self, key):
        """What the rule says of `key`."""
        return self._to_native(self._rule(*key) if isinstance(key, tuple) else self._rule(key))
