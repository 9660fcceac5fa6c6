"""A line on the terminal that says how far a long piece of work has come."""

from __future__ import annotations

import sys
import time
from types import TracebackType

from loxsmith.cli._console import Console, visible

_PATIENCE = 1.0
"""Seconds of work after which a terminal shows progress."""

_PAUSE = 0.2
"""Seconds between two changes of the line."""


class Progress:
    """Shows ``what ... 45 %`` once the work has taken longer than a second, and wipes it in the end.

    Call it with what is being done, how much of it is done, and of how much (0 when unknown).
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._next = time.monotonic() + _PATIENCE
        self._began = time.monotonic()
        self._shown = ""
        self._told = ""

    def __enter__(self) -> Progress:
        """Return the line."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wipe it."""
        self._show("")

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say how far the work is."""
        now = time.monotonic()
        if what != self._told:
            self._console.detail(f"{what} ({now - self._began:.1f} s)")
            self._told = what
        if now < self._next or self._console.quiet or not sys.stderr.isatty():
            return
        self._next = now + _PAUSE
        share = f" {min(done / total, 1):.0%}" if total else ""
        self._show(f"{visible(what)} ...{share}")

    def _show(self, line: str) -> None:
        if line != self._shown:
            sys.stderr.write("\r" + line.ljust(len(self._shown)) + ("" if line else "\r"))
            sys.stderr.flush()
        self._shown = line
