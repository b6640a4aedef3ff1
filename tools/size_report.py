#!/usr/bin/env python3
"""How large the code is: lines of code, docstrings and tests per package, long files, long functions.

    python tools/size_report.py

Blank lines, comments and docstrings do not count as code. Aim: 400 lines a file, 40 a function. Beyond 800
and 80 a comment `# Long because ...` in the file, or above the function's end, must give the reason; without
one the report exits with 1.
"""
import ast
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FILE_AIM, FILE_LIMIT = 400, 800
FUNCTION_AIM, FUNCTION_LIMIT = 40, 80
REASON = "# Long because"


class Size(NamedTuple):
    code: int
    doc: int
    functions: list  # (name, line, lines of code, has a reason)
    reason: bool


def measure(text):
    """The size of one file."""
    tree, lines = ast.parse(text), text.splitlines()
    docs, code = docstring_lines(text), code_lines(text)
    functions = []
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            span = range(node.lineno, node.end_lineno + 1)
            reason = any(REASON in line for line in lines[node.lineno - 1 : node.end_lineno])
            functions.append((node.name, node.lineno, len(code.intersection(span)), reason))
    top = next((n.lineno for n in tree.body if isinstance(n, (ast.FunctionDef, ast.ClassDef))), 1)
    return Size(len(code), len(docs), functions, any(REASON in line for line in lines[:top]))


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


def is_generated(file):
    relative = file.relative_to(ROOT).as_posix()
    return relative == "keras/src/_namespace.py" or not relative.startswith("keras/src/")


def package_of(file):
    parts = file.relative_to(ROOT / "keras/src").parts
    return "/".join(parts[: 2 if parts[0] == "backend" and len(parts) > 2 else 1]) if len(parts) > 1 else "."


def main():
    totals = defaultdict(lambda: [0, 0, 0, 0])
    long_files, long_functions, unexplained = [], [], 0
    for file in sorted((ROOT / "keras").rglob("*.py")):
        if is_generated(file):
            continue
        size = measure(file.read_text(encoding="utf-8"))
        total = totals[package_of(file)]
        if file.name.endswith(("_test.py", "_cases.py")):
            total[3] += size.code
            continue
        total[0] += 1
        total[1] += size.code
        total[2] += size.doc
        name = file.relative_to(ROOT)
        if size.code > FILE_AIM:
            lacks = size.code > FILE_LIMIT and not size.reason
            unexplained += lacks
            long_files.append(f"{name}: {size.code} lines{' - NEEDS A REASON' * lacks}")
        for function, line, length, reason in size.functions:
            if length > FUNCTION_AIM:
                lacks = length > FUNCTION_LIMIT and not reason
                unexplained += lacks
                long_functions.append(
                    f"{name}:{line} {function}: {length} lines{' - NEEDS A REASON' * lacks}"
                )
    print(f"{'package':<24}{'files':>7}{'code':>8}{'docs':>8}{'tests':>8}")
    for package, numbers in sorted(totals.items()):
        print(f"{package:<24}{numbers[0]:>7}{numbers[1]:>8}{numbers[2]:>8}{numbers[3]:>8}")
    sums = [sum(column) for column in zip(*totals.values())]
    print(f"{'all':<24}{sums[0]:>7}{sums[1]:>8}{sums[2]:>8}{sums[3]:>8}")
    _list(f"files over {FILE_AIM} lines", long_files)
    _list(f"functions over {FUNCTION_AIM} lines", long_functions)
    return 1 if unexplained else 0


def _list(title, lines):
    print(f"\n{len(lines)} {title}")
    print("\n".join(f"  {line}" for line in lines))


if __name__ == "__main__":
    sys.exit(main())
