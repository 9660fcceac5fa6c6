"""Where words go: results to stdout, everything else to stderr; with ``--json`` stdout holds one JSON value."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, TextIO, TypeVar, cast

import click

R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])

_PATIENCE = 1.0
"""Seconds of work after which a terminal shows progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """How much to say, and where."""

    json: bool = False
    """Whether stdout carries one JSON value and nothing else."""

    quiet: bool = False
    """Whether notes and progress are left out."""

    verbose: bool = False
    """Whether details and tracebacks are shown."""

    @classmethod
    def of(cls, words: Sequence[str]) -> Console:
        """Read the three options from a command line that may not be well formed otherwise."""
        own = words[: words.index("--")] if "--" in words else words
        short = "".join(word[1:] for word in own if word.startswith("-") and not word.startswith("--"))
        return cls(
            json="--json" in own,
            quiet="--quiet" in own or set("q") == set(short),
            verbose="--verbose" in own or "v" in short,
        )

    def show(self, text: str) -> None:
        """Print a result for people; with ``--json`` nothing."""
        if not self.json:
            put(text, sys.stdout)

    def hand_over(self, value: object) -> None:
        """Print a result for programs; without ``--json`` nothing."""
        if self.json:
            put_json(value)

    def hand_over_text(self, text: str) -> None:
        """Print a JSON value that is already spelled; without ``--json`` nothing."""
        if self.json:
            _steady(sys.stdout, encoding="utf-8")
            sys.stdout.write(text if text.endswith("\n") else text + "\n")
            sys.stdout.flush()

    def write(self, text: str) -> None:
        """Print many lines of a result as they are; whoever calls has spelled out what is invisible."""
        _steady(sys.stdout)
        sys.stdout.write(text)
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Say something beside the result."""
        if not self.quiet:
            put(text, sys.stderr)

    def detail(self, text: str) -> None:
        """Say something that only a curious reader wants."""
        if self.verbose:
            put(text, sys.stderr)

    @contextmanager
    def working(self, what: str) -> Iterator[None]:
        """Count the seconds on a terminal while something takes longer than one, then wipe the line."""
        began = time.monotonic()
        if self.quiet or not sys.stderr.isatty():
            yield
        else:
            with _counting(what, sys.stderr):
                yield
        self.detail(f"{what}: {time.monotonic() - began:.1f} s")


def common(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command ``--json``, ``--quiet`` and ``--verbose``, and hand it a ``Console``."""

    @wraps(command)
    def with_console(*args: Any, as_json: bool, quiet: bool, verbose: bool, **kwargs: Any) -> R:
        console = Console(json=as_json, quiet=quiet, verbose=verbose)
        return command(*args, console=console, **kwargs)

    return options(
        click.option("--json", "as_json", is_flag=True, help="Print one JSON value and nothing else."),
        click.option("-q", "--quiet", is_flag=True, help="Leave out notes and progress."),
        click.option("-v", "--verbose", is_flag=True, help="Say more, and show tracebacks."),
    )(with_console)


def options(*several: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Callable[[F], F]:
    """Give a command several options, listed by its help in this order."""

    def give(command: F) -> F:
        for option in reversed(several):
            command = cast("F", option(command))
        return command

    return give


def put(text: str, stream: TextIO) -> None:
    """Print text whose invisible characters are spelled out, so that no file name can steer a terminal."""
    _steady(stream)
    stream.write(visible(text) + "\n")
    stream.flush()


def put_json(value: object) -> None:
    """Print one JSON value in plain ASCII, which every reader takes."""
    sys.stdout.write(json.dumps(value, indent=2, default=str) + "\n")
    sys.stdout.flush()


def visible(text: str) -> str:
    """Spell out what is no printable character, line ends and tabs apart.

    >>> visible("a\\x1b[2Jb")
    'a\\\\x1b[2Jb'
    """
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)


def one_line(text: str) -> str:
    """Spell out line ends too: a message is one line."""
    return visible(text.replace("\n", "\\n").replace("\t", "\\t"))


def _steady(stream: TextIO, encoding: str | None = None) -> None:
    """Let a stream spell out what its encoding lacks, in place of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding=encoding, errors="backslashreplace")


@contextmanager
def _counting(what: str, stream: TextIO) -> Iterator[None]:
    done = threading.Event()

    def count() -> None:
        began, shown = time.monotonic(), ""
        wait = _PATIENCE
        while not done.wait(wait):
            shown = f"{visible(what)} ... {time.monotonic() - began:.0f} s"
            stream.write(f"\r{shown}")
            stream.flush()
            wait = 1.0
        if shown:
            stream.write("\r" + " " * len(shown) + "\r")
            stream.flush()

    counter = threading.Thread(target=count, daemon=True)
    counter.start()
    try:
        yield
    finally:
        done.set()
        counter.join()
