"""The command starts light, lists what it can do, and runs as a module too."""

from __future__ import annotations

import subprocess
import sys

import pytest

import loxsmith
from loxsmith.cli.group import COMMANDS

HEAVY = ("numpy", "pydantic", "Bio", "jinja2", "httpx")
PROBE = f"""
import sys
{{work}}
print(",".join(name for name in {HEAVY!r} if name in sys.modules))
"""


def heavy_after(work: str) -> str:
    """Return which heavy libraries a fresh interpreter holds after some work."""
    code = PROBE.format(work=work)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_importing_loxsmith_loads_nothing_heavy() -> None:
    """``import loxsmith`` is free."""
    assert heavy_after("import loxsmith") == ""


@pytest.mark.parametrize(
    "words", ["['--help']", "['--version']", "['design', '--help']", "['parts', 'list']"]
)
def test_light_commands_load_nothing_heavy(words: str) -> None:
    """Help, version and the tables need no library beyond click."""
    work = f"from loxsmith.cli import main\ntry:\n    main({words})\nexcept SystemExit:\n    pass"
    assert heavy_after(work) == ""


def test_a_verb_does_load_them() -> None:
    """The probe sees a heavy library when there is one."""
    assert "pydantic" in heavy_after("import loxsmith; loxsmith.Request")


def test_help_lists_every_command_with_a_sentence(run) -> None:
    """Each command stands in the help with what it does."""
    shown = run("--help")
    assert shown.code == 0
    lines = shown.out.splitlines()
    for name in COMMANDS:
        assert any(line.strip().startswith(f"{name} ") and line.rstrip().endswith(".") for line in lines), (
            name
        )


def test_no_words_give_the_help(run) -> None:
    """``loxsmith`` alone is a question, not a mistake."""
    assert (run().code, run().out) == (0, run("--help").out)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_the_three_common_options(run, name: str) -> None:
    """--json, --quiet and --verbose work everywhere."""
    words = {"genome": ("genome", "list"), "parts": ("parts", "list"), "sites": ("sites", "list")}.get(
        name, (name,)
    )
    shown = run(*words, "--help").out
    assert all(option in shown for option in ("--json", "-q, --quiet", "-v, --verbose"))


def test_version_and_module_agree() -> None:
    """``python -m loxsmith --version`` prints name and version."""
    done = subprocess.run(
        [sys.executable, "-m", "loxsmith", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"loxsmith {loxsmith.__version__}\n"


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close otherwise there")
def test_a_reader_that_leaves_early_causes_no_noise() -> None:
    """``loxsmith parts list | head -1`` ends quietly."""
    line = f"{sys.executable} -m loxsmith parts list -q | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("name")
    assert done.stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="no /dev/full there")
def test_a_full_disk_is_no_bug() -> None:
    """Writing that fails is said in words, with the exit code of data."""
    line = f"{sys.executable} -m loxsmith parts list -q > /dev/full"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 5
    assert "space" in done.stderr
