"""Every way in which a command can fail, as one sentence, its mend and an exit code."""

from __future__ import annotations

import sys
import traceback
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import click
from click.exceptions import NoSuchOption

from loxsmith.cli._console import Console, one_line, put, put_json
from loxsmith.errors import LoxsmithError

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count it: 128 + SIGINT."""

CLOSED_PIPE = 141
"""Exit code when the reader of stdout has gone: 128 + SIGPIPE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What is said when a command fails."""

    code: str
    """``request``, ``infeasible``, ``data``, ``usage``, ``bug``, ..."""

    message: str
    """One sentence."""

    hint: str
    """The mend, in one sentence; empty when there is none."""

    exit_code: int
    """As the contract counts them."""

    fields: dict[str, Any] = field(default_factory=dict)
    """Facts for programs."""


def refusal_of(problem: BaseException, command: str) -> Refusal:
    """Return what to say about an exception.

    Args:
        problem: what was raised.
        command: the command as typed, such as ``loxsmith design``.
    """
    if isinstance(problem, LoxsmithError):
        return Refusal(
            code=problem.code, message=problem.message, hint=problem.hint, exit_code=problem.exit_code,
            fields=dict(problem.fields),
        )  # fmt: skip
    if isinstance(problem, click.ClickException):
        return _misused(problem, command)
    if isinstance(problem, OSError):
        return _unwritable(problem)
    if isinstance(problem, MemoryError):
        return Refusal(
            code="data", message="The memory of this machine does not suffice.",
            hint="Use a shorter sequence, or a region of it.", exit_code=5,
        )  # fmt: skip
    what = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    return Refusal(
        code="bug",
        message=f"loxsmith has failed by a mistake of its own ({what}).",
        hint="Please report it with the command and what -v prints.",
        exit_code=1,
        fields={"exception": type(problem).__name__},
    )


def tell(refusal: Refusal, console: Console, problem: BaseException) -> None:
    """Print a refusal where it belongs, and the traceback for the curious."""
    if console.verbose and not isinstance(problem, LoxsmithError | click.ClickException):
        put("".join(traceback.format_exception(problem)).rstrip(), sys.stderr)
    if console.json:
        said = {"code": refusal.code, "message": refusal.message, "hint": refusal.hint}
        put_json({"error": {**said, "fields": refusal.fields}})
        return
    put(f"Error: {one_line(refusal.message)}", sys.stderr)
    if refusal.hint:
        put(one_line(refusal.hint), sys.stderr)


def _misused(problem: click.ClickException, command: str) -> Refusal:
    message, hint = _in_words(problem), f"`{command} --help` shows how it is used."
    if isinstance(problem, NoSuchOption):
        message = f"There is no option {problem.option_name}."
        near = get_close_matches(problem.option_name, problem.possibilities or (), n=1)
        hint = f"Did you mean {near[0]}?" if near else hint
    return Refusal(code="usage", message=message, hint=hint, exit_code=2, fields={"command": command})


def _in_words(problem: click.ClickException) -> str:
    if isinstance(problem, click.MissingParameter) and problem.param is not None:
        name = problem.param.get_error_hint(problem.ctx).strip("'") if problem.ctx else problem.param.name
        return f"{name} is missing."
    text = " ".join(problem.format_message().split())
    return text if text.endswith((".", "?", "!")) else text + "."


def _unwritable(problem: OSError) -> Refusal:
    reason = problem.strerror or str(problem) or type(problem).__name__
    place = f"{problem.filename}: " if problem.filename else ""
    return Refusal(
        code="data",
        message=f"A file could not be read or written ({place}{reason}).",
        hint="Check the place, its permissions and the space on its disk.",
        exit_code=5,
        fields={"file": str(problem.filename)} if problem.filename else {},
    )
