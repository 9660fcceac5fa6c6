"""What the documents say is run, and what the code has, the documents have."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner

import loxsmith
from loxsmith.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def blocks(language: str) -> list[tuple[str, str]]:
    """Return (document, text) of every fenced block in a language."""
    found = []
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        found += [(path.name, m[1]) for m in re.finditer(rf"^```{language}\n(.*?)^```", text, re.M | re.S)]
    return found


COMMANDS = [
    pytest.param(line[2:], id=f"{name}: {line[2:60]}")
    for name, block in blocks("console")
    for line in block.splitlines()
    if line.startswith("$ loxsmith ")
]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_console_example_runs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command printed in a document succeeds as typed, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, shlex.split(command)[1:])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(("name", "code"), blocks("python"))
def test_every_python_example_runs(name: str, code: str) -> None:
    """A Python example in a document runs as written."""
    exec(compile(code, name, "exec"), {})


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    """Every relative link and image of a document exists."""
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_every_command_is_in_the_readme() -> None:
    """A command that exists is named in the README or the changelog."""
    text = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CHANGELOG.md"))
    for command in main.list_commands(Context(main)):
        assert f"`{command}`" in text or f"loxsmith {command}" in text, command


def test_the_version_is_one() -> None:
    """Package, citation file and code state the same version."""
    for name in ("pyproject.toml", "CITATION.cff"):
        assert loxsmith.__version__ in (ROOT / name).read_text(encoding="utf-8")


def test_no_internal_document_leaks_to_users() -> None:
    """No text in code or data points a reader at papers that only the developers hold."""
    for path in sorted((ROOT / "src").rglob("*")):
        if path.suffix in {".py", ".toml", ".tsv", ".html", ".css", ".j2"}:
            text = path.read_text(encoding="utf-8")
            for word in ("DOMAIN", "CONTRACT", "ARCHITECTURE.md", "STACK.md"):
                assert not re.search(rf"\b{re.escape(word)}\b", text), f"{path}: {word}"
