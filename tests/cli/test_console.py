"""Progress and notes go to stderr, and only where somebody reads them."""

from __future__ import annotations

import doctest
import io
import time
from contextlib import redirect_stderr

import pytest

from loxsmith.cli import _console, _tables
from loxsmith.cli._console import Console


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Claim so."""
        return True


@pytest.fixture
def terminal(monkeypatch) -> Terminal:
    """A terminal, and no patience."""
    monkeypatch.setattr(_console, "_PATIENCE", 0.01)
    return Terminal()


def wait_for_words(stream: Terminal) -> None:
    """Work until something has been said."""
    until = time.monotonic() + 10
    while not stream.getvalue() and time.monotonic() < until:
        time.sleep(0.01)


def test_long_work_is_counted_on_a_terminal_and_wiped(terminal: Terminal) -> None:
    """The line names the work, and is blank in the end."""
    with redirect_stderr(terminal), Console().working("Designing"):
        wait_for_words(terminal)
    assert "Designing ... 0 s" in terminal.getvalue()
    assert terminal.getvalue().endswith(" \r")


def test_quiet_work_says_nothing(terminal: Terminal) -> None:
    """-q leaves progress and notes out."""
    quiet = Console(quiet=True)
    with redirect_stderr(terminal):
        with quiet.working("Designing"):
            time.sleep(0.05)
        quiet.note("a note")
        assert terminal.getvalue() == ""
        Console().note("a note")
    assert terminal.getvalue() == "a note\n"


def test_a_failure_ends_the_counting(terminal: Terminal) -> None:
    """The exception passes, and the line is wiped."""

    def fail() -> None:
        with redirect_stderr(terminal), Console().working("Designing"):
            wait_for_words(terminal)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert terminal.getvalue().endswith(" \r")


def test_a_narrow_encoding_spells_out_what_it_lacks() -> None:
    """Printing never fails on a letter."""
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    _console.put("5′ arm", stream)
    assert raw.getvalue() == b"5\\u2032 arm\n"


@pytest.mark.parametrize("module", [_console, _tables])
def test_examples_in_the_docstrings_are_true(module) -> None:
    """They run."""
    assert doctest.testmod(module).failed == 0
