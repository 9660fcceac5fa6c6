"""What docs/guides.md prints is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

from cli.small import Ran
from loxsmith.knowledge import nucleases

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "guides.md"


def test_printed_output_is_that_of_the_command(run: Callable[..., Ran]) -> None:
    """Every line under a command of the manual stands in its output."""
    shown = 0
    for block in re.findall(r"^```console\n(.*?)^```", MANUAL.read_text(encoding="utf-8"), re.M | re.S):
        command, *lines = block.splitlines()
        out = run(*shlex.split(command)[2:]).out.splitlines()
        assert [line for line in lines if line not in out] == []
        shown += len(lines)
    assert shown


def test_every_nuclease_is_in_the_manual() -> None:
    """The table of PAMs names what the command knows, weaker PAMs included."""
    rows = [line for line in MANUAL.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    for nuclease in nucleases():
        row = next((row for row in rows if f"| `{nuclease.pam}` | {nuclease.name} |" in row), None)
        assert row is not None, nuclease.name
        assert all(weaker in row for weaker in nuclease.offtargets)
