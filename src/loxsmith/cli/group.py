"""The command ``loxsmith``: finds its subcommands when they are asked for, and ends every failure in words."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NoReturn

import click

from loxsmith import __version__
from loxsmith.cli._console import Console
from loxsmith.cli._refusals import CLOSED_PIPE, INTERRUPTED, refusal_of, tell

COMMANDS = (
    "design",
    "recombine",
    "target",
    "guides",
    "offtargets",
    "genome",
    "parts",
    "sites",
    "schema",
    "doctor",
)
"""Each is the command of that name in the module of that name."""


class Loxsmith(click.Group):
    """A group whose commands are imported by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a user's way."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"loxsmith.cli.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which ones there are."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, n=1)
            meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(COMMANDS)}."
            raise click.UsageError(f"There is no command {name[:60]!r}; {meant}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a reader of stdout who has gone, as in ``| head``, ends it quietly."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _hush()
            ctx.exit(CLOSED_PIPE)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run a command line, and leave with the exit code of the contract."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            result = super().main(words, "loxsmith", complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except BaseException as problem:
            result = _ended(problem, words)
        sys.exit(result if isinstance(result, int) else 0)


def _ended(problem: BaseException, words: list[str]) -> int:
    """Say what went wrong; return the exit code."""
    if isinstance(problem, SystemExit):
        return problem.code if isinstance(problem.code, int) else 1
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        click.echo(problem.ctx.get_help() if problem.ctx else "")
        return 0
    if isinstance(problem, KeyboardInterrupt | click.Abort):
        click.echo("Interrupted.", err=True)
        return INTERRUPTED
    ctx = getattr(problem, "ctx", None)
    named = " ".join(["loxsmith", *words[:1]]) if words and words[0] in COMMANDS else "loxsmith"
    command = ctx.command_path if ctx is not None else named
    refusal = refusal_of(problem, command)
    try:
        tell(refusal, Console.of(words), problem)
    except BrokenPipeError:
        _hush()
    return refusal.exit_code


def _hush() -> None:
    """Turn stdout away from the closed pipe, so that the interpreter does not fail on it again."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


@click.group(
    cls=Loxsmith,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`loxsmith COMMAND --help` says more.",
)
@click.version_option(__version__, prog_name="loxsmith", message="%(prog)s %(version)s")
def main() -> None:
    """Design knock-in mouse alleles from one line of text, and prove them on paper.

    Start with: loxsmith design "Lumo1 p.H100R conditional"
    """
