"""The command line: parse, call one verb, show. No biology, and nothing heavy until a command runs."""

from __future__ import annotations

from loxsmith.cli.group import main

__all__ = ["main"]
