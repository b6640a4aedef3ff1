import size_report

SOURCE = '''"""Module
docstring."""
# A comment.
import os


def short():
    """One line."""
    return 1


class A:
    """Doc."""

    def method(self):
        # Long because of a reason.
        x = """not a
        docstring"""
        return x
'''


def test_measure():
    size = size_report.measure(SOURCE)
    assert size.doc == 4
    assert size.code == 8
    assert [(name, lines, reason) for name, _, lines, reason in size.functions] == [
        ("short", 2, False),
        ("method", 4, True),
    ]
    assert not size.reason
    assert size_report.measure("# Long because it is a table.\nx = 1\ndef f(): pass").reason
