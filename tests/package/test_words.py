"""The phrases that say what an allele makes."""

from __future__ import annotations

import pytest

from loxsmith.package.document import Document, TranscriptInfo
from loxsmith.package.words import makes, phrase, sentence, states, when
from package import examples

WILD = examples.PROTEIN


def said(consequence: str, *chains: str, document: Document | None = None) -> str:
    """Return the phrase for an altered main transcript."""
    protein = "".join(chains) or WILD
    row = TranscriptInfo(
        id=examples.MAIN,
        status="altered",
        consequence=consequence,
        protein=protein,
        protein_sha256="",
        chains=chains or (protein,),
        note="",
    )
    return phrase(document or examples.oligo(), row)


def with_payload(text: str) -> Document:
    """Return the oligo design as if its request inserted ``text``."""
    whole = examples.oligo()
    payload = [{"kind": "part", "name": name, "text": name} for name in text.split("-")]
    return whole.model_copy(update={"request": {"payload": payload}})


def test_each_state_has_a_title_and_a_phrase() -> None:
    """Wild type, targeted, after Flp, after Cre; alleles with one sequence are one state."""
    found = states(examples.conditional())
    assert [(state.title, state.makes) for state in found] == [
        ("wild type", "wild-type Zzt1"),
        ("targeted (before any recombinase)", "no full-length Zzt1"),
        ("after Flp", "no full-length Zzt1"),
        ("after Cre", "Zzt1 p.Ala216Arg"),
    ]
    assert found[-1].also == ("after Flp, then Cre", "after Cre, then Flp")


def test_a_recombinase_with_nothing_to_do_still_acted() -> None:
    """An allele on which Flp found no sites is not called wild type."""
    document = examples.conditional()
    assert when(document, document.allele("cre_flp")) == "after Cre, then Flp"
    assert when(document, document.allele("circle_1")) == "circle cut out by Flp"
    assert when(document, document.allele("tandem")) == "two copies in a row"


def test_without_recombinases_the_allele_is_finished() -> None:
    """A design of zygotes has no "before"."""
    document = examples.oligo()
    assert when(document, document.allele("targeted")) == "targeted (finished allele)"


def test_an_isoform_that_escapes_is_mentioned() -> None:
    """The same change under other numbering is no difference; an isoform that stays wild type is."""
    document = examples.oligo()
    goal = document.allele("targeted")
    escaped = goal.transcripts[1].model_copy(update={"status": "unchanged"})
    partial = goal.model_copy(update={"transcripts": (goal.transcripts[0], escaped)})
    assert makes(document, goal) == "Zzt1 p.Ala216Arg"
    assert makes(document, partial) == "Zzt1 p.Ala216Arg (1 of 2 transcripts stays wild type)"


@pytest.mark.parametrize(
    ("consequence", "chains", "expected"),
    [
        (
            "wild-type protein with 242 residues added at its C-terminus",
            (),
            "Zzt1 with 242 residues added at its C-terminus (GSG-EGFP)",
        ),
        (
            "a protein of 239 residues with nothing of the wild type's 235",
            (),
            "a protein of 239 residues (GSG-EGFP) and nothing of Zzt1",
        ),
        (
            "wild-type protein with 254 residues added at its C-terminus",
            (WILD + "G" * 17, "P" + "M" * 236),
            "Zzt1 with 17 residues added at its end and, apart from it, a protein of 237 residues (GSG-EGFP)",
        ),
        ("truncated: residues 1-40 of 235 remain", (), "Zzt1: truncated: residues 1-40 of 235 remain"),
    ],
)
def test_what_is_made_is_said_with_the_gene(consequence: str, chains: tuple[str, ...], expected: str) -> None:
    """Tags, separate chains, replacements and losses read as plain words."""
    assert said(consequence, *chains, document=with_payload("GSG-EGFP")) == expected


def test_sentences_stand_alone() -> None:
    """A phrase gets its verb only where it needs one."""
    assert sentence("no full-length Zzt1") == "no full-length Zzt1"
    assert sentence("Zzt1 p.Ala216Arg") == "makes Zzt1 p.Ala216Arg"
    assert sentence("Zzt1: truncated") == "Zzt1: truncated"
