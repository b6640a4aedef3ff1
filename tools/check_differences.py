"""Says which rows of an oracle diff no listed reason covers.

    oracle.py diff cases/ops_values_nn.py --backend torch | python tools/check_differences.py ops_values_nn torch

The diff has three lines a row: the label, what Keras 3.15.1 showed, what was shown here. A row that holds a table of
dtypes counts as one row for each cell, labelled `label @ cell`. `tools/differences.txt` lists the reasons; how, is told
at its top. Exits with 1 if a row is not covered.
"""
import argparse
import fnmatch
import json
import pathlib
import re
import sys

TABLE = pathlib.Path(__file__).with_name("differences.txt")
KINDS = ("errors", "answers", "refuses", "value")
_ROW = re.compile(r"(?P<label>[^\n]*)\n  keras 3\.15\.1: (?P<there>[^\n]*)\n  here: +(?P<here>[^\n]*)")
_ERROR = re.compile(r'(?:\{"__error__": \["|"!)(\w+)"')


class Reason:
    """A line of the table."""

    def __init__(self, line, number):
        fields = [field.strip() for field in line.split(" | ")]
        if len(fields) != 5:
            raise ValueError(f"Line {number} of {TABLE.name} must have 5 fields. Received: {line!r}")
        cases, backends, kind, label, self.text = fields
        self.cases, self.backends = cases.split(), backends.split()
        kinds, _, errors = kind.partition(":")
        self.kinds = KINDS if kinds == "*" else kinds.split("+")
        if not set(self.kinds) <= set(KINDS):
            raise ValueError(f"Line {number} of {TABLE.name} names an unknown kind: {kinds}")
        self.errors = set(errors.split(",")) if errors else None
        self.label = re.compile(label)
        self.used = 0

    def applies(self, case, backend):
        return any(fnmatch.fnmatch(case, c) for c in self.cases) and (
            self.backends == ["*"] or backend in self.backends
        )

    def covers(self, label, kind, error):
        if kind not in self.kinds or (self.errors and error not in self.errors):
            return False
        return self.label.search(label) is not None


def read_table(path=TABLE):
    """The reasons that the table lists."""
    lines = enumerate(path.read_text().splitlines(), 1)
    return [Reason(line, n) for n, line in lines if line.strip() and not line.startswith("#")]


def kind_of(there, here):
    """How the two sides differ, and the type of the reference's error if it raised one."""
    error_there, error_here = _ERROR.match(there), _ERROR.match(here)
    if error_there:
        return ("errors" if error_here else "answers"), error_there.group(1)
    return ("refuses", error_here.group(1)) if error_here else ("value", None)


def _cells(shown):
    """The cells of a table of dtypes: `"bool:int32 int8:int8"`, or `{"bool": "int32 int8"}` with rows as columns."""
    try:
        value = json.loads(shown)
    except ValueError:  # The line was cut off.
        return None
    if isinstance(value, str) and ":" in value:
        return dict(cell.split(":", 1) for cell in value.split() if ":" in cell)
    if isinstance(value, dict) and value and all(isinstance(v, str) and " " in v for v in value.values()):
        return {f"{row},{column}": v for row in value for column, v in zip(value, value[row].split())}
    return None


def rows_of(diff):
    """The rows of a diff as `(label, there, here)`, tables as one row for each cell that differs."""
    for row in _ROW.finditer(diff):
        label, there, here = row.group("label", "there", "here")
        cells, ours = _cells(there), _cells(here)
        if cells is None or ours is None:
            yield label, there, here
            continue
        for cell, value in cells.items():
            if value != ours.get(cell):
                yield f"{label} @ {cell}", json.dumps(value), json.dumps(ours.get(cell))


def uncovered(diff, reasons):
    """The rows of a diff, as `(label, kind, there, here)`, that no reason covers."""
    rows = []
    for label, there, here in rows_of(diff):
        kind, error = kind_of(there, here)
        reason = next((r for r in reasons if r.covers(label, kind, error)), None)
        if reason is None:
            rows.append((label, kind, there, here))
        else:
            reason.used += 1
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", help="name of the case script, without .py")
    parser.add_argument("backend", choices=["numpy", "jax", "tensorflow", "torch"])
    parser.add_argument("diff", nargs="?", help="file with the diff; default: standard input")
    parser.add_argument("--unused", action="store_true", help="name the reasons for this case that covered nothing")
    parser.add_argument("--width", type=int, default=200)
    arguments = parser.parse_args()
    diff = pathlib.Path(arguments.diff).read_text() if arguments.diff else sys.stdin.read()
    reasons = [r for r in read_table() if r.applies(arguments.case, arguments.backend)]
    rows = uncovered(diff, reasons)
    for label, kind, there, here in rows:
        there, here = there[: arguments.width], here[: arguments.width]
        print(f"{label}  [{kind}]\n  keras 3.15.1: {there}\n  here:         {here}")
    for reason in reasons if arguments.unused else ():
        if not reason.used:
            print(f"covered nothing: {reason.label.pattern} ({reason.text})")
    print(f"{arguments.case} on {arguments.backend}: {len(rows)} uncovered, {sum(r.used for r in reasons)} covered")
    sys.exit(bool(rows))


if __name__ == "__main__":
    main()
