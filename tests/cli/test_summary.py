"""The screen that a design ends with."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.small import Ran
from loxsmith.package.document import Document
from loxsmith.package.words import makes

Run = Callable[..., Ran]


def test_a_reporter_behind_a_2a_peptide_is_a_protein_of_its_own(run: Run, tmp_path: Path) -> None:
    """The screen says of the separate chains what the report says, not how long the reading frame is."""
    ran = run("design", "Lumo1 C-term T2A-mCherry", "-o", tmp_path / "made")
    assert ran.code == 0
    document = Document.model_validate(
        json.loads((tmp_path / "made" / "design.json").read_text(encoding="utf-8"))
    )
    told = " ".join(ran.out.split())
    assert f"targeted makes {makes(document, document.allele('targeted'))}" in told
    assert "apart from it, a protein of" in told
    assert "added at its C-terminus" not in told


@pytest.mark.parametrize(("option", "choices"), [("--donor", "auto, ssodn, lssdna, plasmid, aav or vector")])
def test_an_unknown_word_is_answered_with_the_choices(run: Run, option: str, choices: str) -> None:
    """One sentence, in no library's words."""
    ran = run("design", "Lumo1 p.H100R", option, "foo")
    assert ran.code == 2
    sentence = ran.err.splitlines()[0]
    assert sentence.endswith(f"is 'foo', and it can be {choices}.")
    assert "Input should be" not in ran.err
