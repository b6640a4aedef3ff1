"""Runs every Python block of the README and of the documentation, each file from top to bottom.

A line `<!-- backends: jax torch -->` above a block says where it can run; without it, it runs everywhere.
"""
import pathlib
import re

import pytest

from keras.src import backend

ROOT = pathlib.Path(__file__).parents[1]
FILES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^(?:<!-- backends: ([\w ]+) -->\n)?```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```python", re.MULTILINE)


def blocks(path):
    """`(line, backends or None, code)` of each Python block."""
    text = path.read_text()
    found = [(text.count("\n", 0, m.start(2)), m.group(1), m.group(2)) for m in BLOCK.finditer(text)]
    assert len(found) == len(FENCE.findall(text)), f"{path} has a block that is not understood."
    return found


@pytest.mark.parametrize("path", [p for p in FILES if "```python" in p.read_text()], ids=lambda p: p.stem)
def test_blocks_run(path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    namespace = {"__name__": "documentation"}
    for line, backends, code in blocks(path):
        if backends is None or backend.backend() in backends.split():
            exec(compile("\n" * line + code, str(path), "exec"), namespace)


def test_links_lead_somewhere():
    for path in FILES:
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
            if "://" not in target:
                assert (path.parent / target).exists(), f"{path.name} links to {target}."
