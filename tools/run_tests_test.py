import pytest
import run_tests


@pytest.mark.parametrize(
    "attributes, expected",
    [
        ('tests="5" failures="1" errors="1" skipped="1"', (2, 2, 1)),
        ('tests="3" failures="0" errors="0" skipped="0"', (3, 0, 0)),
    ],
)
def test_count(tmp_path, attributes, expected):
    report = tmp_path / "report.xml"
    report.write_text(f"<testsuites><testsuite {attributes}/></testsuites>")
    assert run_tests.count(report) == expected


def test_a_run_that_leaves_no_report_counts_nothing(tmp_path):
    assert run_tests.count(tmp_path / "absent.xml") == (0, 0, 0)


@pytest.mark.parametrize(
    "results, code, last",
    [
        ([("numpy", 3, 0, 1), ("jax", 4, 0, 0)], 0, "7 passed, 0 failed, 1 skipped"),
        ([("numpy", 3, 2, 1), ("jax", 4, 0, 0)], 1, "7 passed, 2 failed, 1 skipped"),
        ([("numpy", 0, 0, 0)], 1, "0 passed, 0 failed, 0 skipped"),
    ],
)
def test_closing_lines(monkeypatch, capsys, results, code, last):
    by_name = {r[0]: run_tests.Result(*r, 1.0, "output") for r in results}
    monkeypatch.setattr(run_tests, "run", lambda backend, arguments: by_name[backend])
    monkeypatch.setattr("sys.argv", ["run_tests.py", *by_name])
    assert run_tests.main() == code
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == last
    name, passed, failed, skipped = results[0]
    assert f"{name}: {passed} passed, {failed} failed, {skipped} skipped" in lines
