"""Whole processes: ``loxsmith --help`` and a whole design, against Python that merely imports what they need."""

from __future__ import annotations

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
        Ratio(name="CPU of loxsmith --help / importing click", value=help_page[0] / click[0], at_most=4),
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


_LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""
"""A small process between, since a child's peak memory begins with that of the process it was forked from."""


def _once(command: list[str]) -> tuple[float, float]:
    launched = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    cpu, memory = subprocess.run(launched, capture_output=True, text=True, check=True).stdout.split()
    return float(cpu), float(memory)
