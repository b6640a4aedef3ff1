import pytest

from keras.src.utils.code_stats import count_loc

SOURCE = '"""Doc\nmore.\n"""\nimport os\n\n# comment\nx = 1  # code\n\n\ndef f():\n    """One."""\n    return x\n'


@pytest.fixture
def folder(tmp_path):
    for name in ("sub", "sub_test"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.py").write_text("x = 1\ny = 2\n")
    (tmp_path / "a.py").write_text(SOURCE)
    (tmp_path / "a_test.py").write_text("x = 1\n")
    (tmp_path / "c.txt").write_text("not python (\n\n")
    return tmp_path


@pytest.mark.parametrize(
    "options, count",
    [({}, 6), ({"exclude": ()}, 9), ({"extensions": (".txt",)}, 1), ({"exclude": ("sub", "_test")}, 4)],
)
def test_count_loc(folder, options, count):
    assert count_loc(folder, **options) == count


def test_verbose(folder, capsys):
    count_loc(folder, verbose=1)
    assert "a.py" in capsys.readouterr().out
