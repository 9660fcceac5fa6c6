"""Whole processes: ``loxsmith --help`` and a whole design, against Python that merely imports what they need."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from ratio import Ratio

_LOXSMITH = [sys.executable, "-m", "loxsmith"]


def measure() -> list[Ratio]:
    """Measure CPU of child processes, least of five runs, and say the absolute figures beside the ratios."""
    click = _least([sys.executable, "-c", "import click"])
    libraries = _least([sys.executable, "-c", "import numpy, pydantic, jinja2"])
    with tempfile.TemporaryDirectory() as folder:
        line = ["design", "Lumo1 p.R173H", "-o", str(Path(folder) / "package"), "--force", "--quiet"]
        help_page, design = _least([*_LOXSMITH, "--help"]), _least([*_LOXSMITH, *line])
    print(
        f"             loxsmith --help {help_page[0]:.2f} s; design of a point mutation, 400-kb genome: "
        f"{design[0]:.2f} s, {design[1]:.0f} MB"
    )
    return [
        Ratio(name="CPU of loxsmith --help / importing click", value=help_page[0] / click[0], at_most=2),
        Ratio(
            name="CPU of a whole design / importing numpy, pydantic and Jinja2",
            value=design[0] / libraries[0],
            at_most=8,
        ),
        Ratio(
            name="memory of a whole design / importing numpy, pydantic and Jinja2",
            value=design[1] / libraries[1],
            at_most=5,
        ),
    ]


def _least(command: list[str]) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of a command: the least of five runs."""
    runs = [_once(command) for _ in range(5)]
    return min(cpu for cpu, _ in runs), min(memory for _, memory in runs)


def _once(command: list[str]) -> tuple[float, float]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{command} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
