import io
import re
import sys

import numpy as np
import pytest

from keras.src.utils import io_utils, progbar


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1000.0

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(progbar.time, "time", clock.time)
    return clock


def drawn(monkeypatch, clock, stream, values, seconds=1.0, target=4, **options):
    """What a bar writes while steps with these values pass."""
    monkeypatch.setattr("sys.stdout", stream)
    bar = progbar.Progbar(target, **options)
    for step, value in enumerate(values):
        clock.now += seconds
        bar.update(step + 1, value)
    return stream.getvalue()


def visible(text):
    """The states of a terminal line, without colours and cursor moves."""
    return [s.rstrip() for s in re.split(r"[\b\r]+", re.sub(r"\x1b\[[0-9;]*m", "", text)) if s]


LOSSES = [[("loss", 0.5 + i)] for i in range(4)]


def test_in_a_terminal(monkeypatch, clock):
    text = drawn(monkeypatch, clock, Terminal(), LOSSES)
    assert visible(text) == [
        "1/4 ━━━━━━━━━━━━━━━━━━━━ 3s 1s/step - loss: 0.5000",
        "2/4 ━━━━━━━━━━━━━━━━━━━━ 2s 1s/step - loss: 1.0000",
        "3/4 ━━━━━━━━━━━━━━━━━━━━ 1s 1s/step - loss: 1.5000",
        "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 3.5000",
    ]
    first = text.split("\b")[0]
    assert first.startswith("\r\033[1m1/4\033[0m \033[32m━━━━━\033[0m\033[37m━━━━━━━━━━━━━━━\033[0m ")
    assert text.endswith("\n")


def test_in_a_notebook(monkeypatch, clock):
    """The output of a kernel is no terminal, but its pages draw a line over after a carriage return."""
    monkeypatch.setitem(sys.modules, "ipykernel", object())
    text = drawn(monkeypatch, clock, io.StringIO(), LOSSES)
    assert text.count("\r") == 4 and text.count("\n") == 1 and "\x1b[32m" in text
    assert visible(text)[-1] == "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 3.5000"


def test_elsewhere_one_line_at_the_end(monkeypatch, clock):
    text = drawn(monkeypatch, clock, io.StringIO(), LOSSES)
    assert text == "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 3.5000\n"


def test_values_keep_the_order_they_came_in(monkeypatch, clock):
    values = [[("loss", 1.0), ("seen", step)] for step in (1, 2)]
    text = drawn(monkeypatch, clock, io.StringIO(), values, target=2, stateful_metrics=["seen"])
    assert text.endswith("- loss: 1.0000 - seen: 2.0000\n")


def test_verbose(monkeypatch, clock):
    assert drawn(monkeypatch, clock, Terminal(), LOSSES, verbose=0) == ""
    text = drawn(monkeypatch, clock, Terminal(), LOSSES, verbose=2)
    assert text == "4/4 - 4s - 1s/step - loss: 3.5000\n"


@pytest.mark.parametrize(
    "options, third",
    [
        ({}, "loss: 1.5000 - acc: 1.0000"),
        ({"stateful_metrics": ["loss"]}, "loss: 2.5000 - acc: 1.0000"),
        ({"stateless_metrics": ["loss"]}, "loss: 1.5000 - acc: 2.0000"),
    ],
)
def test_averages(monkeypatch, clock, options, third):
    values = [[("loss", 0.5 + i), ("acc", i)] for i in range(4)]
    states = visible(drawn(monkeypatch, clock, Terminal(), values, **options))
    assert states[2].endswith(third)
    assert states[3].endswith("loss: 3.5000 - acc: 3.0000")


@pytest.mark.parametrize("stream", [Terminal, io.StringIO])
@pytest.mark.parametrize("verbose, line", [(1, "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step"), (2, "4/4 - 4s - 1s/step")])
def test_averages_are_shown_at_the_end_if_nothing_else_is_given(monkeypatch, clock, stream, verbose, line):
    steps = [[("loss", 1.0), ("seen", 1)], [("loss", 2.0), ("seen", 2)], [("loss", 6.0), ("seen", 3)]]
    monkeypatch.setattr("sys.stdout", stream())
    bar = progbar.Progbar(4, verbose=verbose, stateful_metrics=["seen"])
    for step, values in enumerate(steps):
        clock.now += 1
        bar.update(step + 1, values)
    clock.now += 1
    bar.update(4.0, finalize=True)
    assert visible(progbar.sys.stdout.getvalue())[-1].rstrip() == f"{line} - loss: 3.0000 - seen: 3.0000"


def test_a_bar_goes_on_after_its_end(monkeypatch, clock):
    monkeypatch.setattr("sys.stdout", Terminal())
    bar = progbar.Progbar(2, interval=0)
    bar.update(2, [("loss", 1.0)])
    bar.update(5, [("loss", 2.0)], finalize=False)
    assert visible(progbar.sys.stdout.getvalue())[-1].endswith("- loss: 1.7500")


def test_many_values_do_not_wait_forever(monkeypatch):
    bar = progbar.Progbar(None, verbose=2)
    for step in range(3000):
        bar.update(step + 1, [("loss", step)])
    assert len(bar._values["loss"].waiting) < 1024 and bar._values["loss"].result() == 1499.5


def test_unknown_target(monkeypatch, clock):
    for target, loss in ((None, "1.0000"), (0, "1.5000")):  # steps beyond the target are the last ones
        text = drawn(monkeypatch, clock, Terminal(), LOSSES[:2], target=target)
        assert visible(text)[-1] == f"      2/Unknown 2s 1s/step - loss: {loss}"


@pytest.mark.parametrize(
    "seconds, pace, left",
    [
        (1e-5, "10us", "0s"),
        (0.02, "20ms", "0s"),
        (1.6, "2s", "4s"),
        (75, "75s", "3:45"),
        (4000, "4000s", "3:20:00"),
    ],
)
def test_durations(monkeypatch, clock, seconds, pace, left):
    text = drawn(monkeypatch, clock, Terminal(), [[]], seconds=seconds)
    assert visible(text) == [f"1/4 ━━━━━━━━━━━━━━━━━━━━ {left} {pace}/step"]


@pytest.mark.parametrize(
    "value, text",
    [
        (0.25, "0.2500"),
        (0.0, "0.0000e+00"),
        (-5e-4, "-5.0000e-04"),
        (np.float32(2.0), "2.0000"),
        (np.array([1.0, 2.0]), "1.5000"),
        ("text", "text"),
        (float("nan"), "nan"),
    ],
)
def test_values(monkeypatch, clock, value, text):
    shown = drawn(monkeypatch, clock, Terminal(), [[("v", value)]], target=1)
    assert visible(shown)[-1] == f"1/1 ━━━━━━━━━━━━━━━━━━━━ 1s 1s/step - v: {text}" or text == "nan"
    assert f"v: {text}" in shown


def test_values_become_numbers_only_when_drawn(monkeypatch, clock):
    class Pending:
        asked = 0

        def __float__(self):
            Pending.asked += 1
            return 1.0

    values = [[("loss", Pending())] for _ in range(3)]
    drawn(monkeypatch, clock, io.StringIO(), values, verbose=1)
    drawn(monkeypatch, clock, Terminal(), values, verbose=0)
    assert Pending.asked == 0
    text = drawn(monkeypatch, clock, Terminal(), values, seconds=0.001, interval=10)
    assert Pending.asked == 1 and visible(text)[-1].endswith("loss: 1.0000")


def test_add_and_interval(monkeypatch, clock):
    monkeypatch.setattr("sys.stdout", Terminal())
    bar = progbar.Progbar(5, unit_name="file", width=5)
    bar.add(1, [("v", 1.0)])
    clock.now += 0.01
    bar.add(1, [("v", 3.0)])
    clock.now += 1
    bar.add(2, [("v", 2.0)])
    states = visible(progbar.sys.stdout.getvalue())
    assert [s.split()[0] for s in states] == ["1/5", "4/5"]
    assert states[1].endswith("337ms/file - v: 2.0000")


def test_without_interactive_logging(monkeypatch, clock, caplog):
    io_utils.disable_interactive_logging()
    try:
        with caplog.at_level("INFO", logger="keras"):
            assert drawn(monkeypatch, clock, Terminal(), LOSSES) == ""
    finally:
        io_utils.enable_interactive_logging()
    assert [r.getMessage() for r in caplog.records] == [
        "4/4 ━━━━━━━━━━━━━━━━━━━━ 4s 1s/step - loss: 3.5000"
    ]
