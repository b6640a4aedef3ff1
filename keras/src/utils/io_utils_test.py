import io

import pytest

from keras.src.utils import io_utils


def test_print_msg(capsys):
    io_utils.print_msg("one")
    io_utils.print_msg(2, line_break=False)
    assert capsys.readouterr().out == "one\n2"


def test_messages_go_to_the_log(capsys, caplog):
    io_utils.disable_interactive_logging()
    try:
        assert not io_utils.is_interactive_logging_enabled()
        with caplog.at_level("INFO", logger="keras"):
            io_utils.print_msg("to the log")
    finally:
        io_utils.enable_interactive_logging()
    assert io_utils.is_interactive_logging_enabled()
    assert capsys.readouterr().out == "" and caplog.messages == ["to the log"]


def test_a_terminal_without_line_characters(monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii"))
    io_utils.print_msg("━━ 3 │ é")
    assert raw.getvalue().decode() == "== 3 | ?\n"


def test_logging_verbosity():
    import logging

    io_utils.set_logging_verbosity("ERROR")
    assert logging.getLogger("keras").level == logging.ERROR
    io_utils.set_logging_verbosity("INFO")
    with pytest.raises(ValueError, match="level='LOUD'"):
        io_utils.set_logging_verbosity("LOUD")


def test_ask_to_proceed_with_overwrite(monkeypatch):
    answers = iter(["what", "Y", "n"])
    monkeypatch.setattr("builtins.input", lambda question: next(answers))
    assert io_utils.ask_to_proceed_with_overwrite("file") is True
    assert io_utils.ask_to_proceed_with_overwrite("file") is False
