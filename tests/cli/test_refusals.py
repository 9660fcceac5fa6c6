"""Every failure is one sentence, a mend and the exit code of the contract."""

from __future__ import annotations

import json

import click
import pytest

from loxsmith import wiring
from loxsmith.cli._console import Console, visible
from loxsmith.cli._refusals import refusal_of
from loxsmith.errors import DataError, InfeasibleError, LoxsmithError, RequestError


def test_a_mistyped_command_is_suggested(run) -> None:
    """The nearest command is named, on stderr."""
    ran = run("recombin", "x")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[0] == "Error: There is no command 'recombin'; did you mean recombine?"


def test_a_mistyped_option_is_suggested(run) -> None:
    """The nearest option is named."""
    ran = run("design", "Tnf p.A223R", "--recombinas", "Cre")
    assert ran.code == 2
    assert ran.err == "Error: There is no option --recombinas.\nDid you mean --recombinase?\n"


def test_a_missing_word_is_named_with_the_help_to_ask(run) -> None:
    """What is missing has a name, and the hint names the command's own help."""
    ran = run("target", "locus.gb")
    assert ran.code == 2
    assert ran.err == "Error: VECTOR is missing.\n`loxsmith target --help` shows how it is used.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--json", "nothing"),
        ("target", "--json"),
        ("recombine", "x.gb", "--with", "Cree", "--json"),
        ("recombine", "/nowhere.gb", "--with", "Cre", "--json"),
        ("design", "--json"),
        ("schema", "--json", "other"),
        ("parts", "show", "nothing-like-it", "--json"),
    ],
)
def test_with_json_a_failure_is_one_json_value_on_stdout(run, words: tuple[str, ...]) -> None:
    """stdout holds the error object and stderr nothing."""
    ran = run(*words)
    assert ran.code in (2, 5)
    assert set(ran.json["error"]) == {"code", "message", "hint", "fields"}
    assert ran.err == ""


@pytest.mark.parametrize("kind", [LoxsmithError, RequestError, InfeasibleError, DataError])
def test_loxsmith_errors_keep_code_message_hint_and_fields(kind: type[LoxsmithError]) -> None:
    """What the core said is what the user reads."""
    said = refusal_of(kind("What.", hint="Mend.", place=3), "loxsmith design")
    assert (said.code, said.exit_code) == (kind.code, kind.exit_code)
    assert (said.message, said.hint, said.fields) == ("What.", "Mend.", {"place": 3})


@pytest.mark.parametrize(
    ("problem", "code", "exit_code"),
    [
        (KeyError("x"), "bug", 1),
        (PermissionError(13, "Permission denied", "a.gb"), "data", 5),
        (MemoryError(), "data", 5),
        (click.UsageError("Wrong"), "usage", 2),
    ],
)
def test_other_exceptions_have_their_codes(problem: Exception, code: str, exit_code: int) -> None:
    """A bug is 1, what the machine refuses is 5, a misused command is 2."""
    said = refusal_of(problem, "loxsmith")
    assert (said.code, said.exit_code) == (code, exit_code)
    assert said.message.endswith(".")


def _broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("by zero")


def test_a_bug_asks_to_be_reported_and_shows_its_trace_only_on_demand(run, floxed, monkeypatch) -> None:
    """Exit 1, one line; the traceback comes with -v."""
    monkeypatch.setattr(wiring, "recombine", _broken)
    short, long = (run("recombine", floxed, "--with", "Cre", *more) for more in ((), ("-v",)))
    assert short.code == long.code == 1
    assert "Traceback" not in short.err
    assert "report" in short.err
    assert "Traceback" in long.err


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_ctrl_c_is_130(run, floxed, monkeypatch) -> None:
    """As shells count it, and without a traceback."""
    monkeypatch.setattr(wiring, "recombine", _interrupted)
    ran = run("recombine", floxed, "--with", "Cre")
    assert ran.code == 130
    assert "Traceback" not in ran.err


def test_a_hostile_name_cannot_steer_the_terminal(run) -> None:
    """Control characters and line ends are spelled out, and the message stays one line."""
    ran = run("recombine", "a\x1b[2J\nb.gb", "--with", "Cre")
    assert ran.code == 5
    assert "\x1b" not in ran.err
    assert ran.err.splitlines()[0] == "Error: File a\\x1b[2J\\nb.gb does not exist."


def test_visible_keeps_what_can_be_read() -> None:
    """Letters of all scripts, line ends and tabs pass."""
    assert visible("Größe\t1\n\x07") == "Größe\t1\n\\x07"


@pytest.mark.parametrize(
    ("words", "json_", "quiet", "verbose"),
    [
        (["design", "x", "--json"], True, False, False),
        (["design", "-qv"], False, False, True),
        (["design", "-q"], False, True, False),
        (["design", "--", "--json"], False, False, False),
    ],
)
def test_the_common_options_are_read_from_a_broken_line_too(
    words: list[str], json_: bool, quiet: bool, verbose: bool
) -> None:
    """A command line that cannot be parsed still says how to fail."""
    assert Console.of(words) == Console(json=json_, quiet=quiet, verbose=verbose)


def test_fields_that_json_does_not_know_are_spelled(run, monkeypatch, floxed) -> None:
    """A path or a set among the facts breaks nothing."""
    from pathlib import Path

    def refuse(*_: object, **__: object) -> None:
        raise DataError("No.", place=Path("x"), names={"a"})

    monkeypatch.setattr(wiring, "recombine", refuse)
    fields = json.loads(run("recombine", floxed, "--with", "Cre", "--json").out)["error"]["fields"]
    assert fields == {"place": "x", "names": "{'a'}"}
