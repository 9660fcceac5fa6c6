"""The grammar against two tables of real lines: those that are understood, and those that are asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.errors import RequestError
from loxsmith.request import Request

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[list[str]]:
    """Read a table of cases: fields parted by ``=>``, comments with ``#``."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.split(" => ") for line in lines if line and not line.startswith("#")]


def understood(request: Request) -> str:
    """Write the changes or the payload of a request for the table's third column."""
    words = [change.text for change in request.changes]
    words += [f"{item.kind}:{item.name}" for item in request.payload]
    names = {"bGH-polyA": "bGHpA"}
    return " ".join(names.get(word, word) for word in words) or "."


@pytest.mark.parametrize(("line", "canonical", "meaning"), rows("accepted.txt"))
def test_a_line_is_understood(line: str, canonical: str, meaning: str) -> None:
    """The line has the one canonical form and the meaning that the table states."""
    request = Request.parse(line)
    assert (request.canonical(), understood(request)) == (canonical, meaning)
    assert Request.parse(canonical) == request


@pytest.mark.parametrize(("line", "message", "hint"), rows("refused.txt"))
def test_a_line_is_asked_about(line: str, message: str, hint: str) -> None:
    """The refusal names the place in one sentence, and its hint is the mend."""
    with pytest.raises(RequestError) as refusal:
        Request.parse(line)
    assert message in refusal.value.message
    assert hint in refusal.value.hint
    assert refusal.value.message.endswith((".", "?"))
    assert "\n" not in refusal.value.message
