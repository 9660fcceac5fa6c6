"""Transcripts on a locus: codons, residues, exons and introns by position."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.locus import TranscriptModel


@st.composite
def models(draw: st.DrawFn) -> TranscriptModel:
    """One to five exons with gaps; the coding part begins in the first and ends in the last."""
    count = draw(st.integers(1, 5))
    lengths = draw(st.lists(st.integers(7, 40), min_size=2 * count, max_size=2 * count))
    edges = list(accumulate(lengths))
    exons = tuple(zip(edges[::2], edges[1::2], strict=True))
    spliced = sum(b - a for a, b in exons)
    whole = (spliced - 2) // 3 * 3
    lead = draw(st.integers(0, min(3, exons[0][1] - exons[0][0] - 1, spliced - whole)))
    positions = [p for a, b in exons for p in range(a, b)][lead : lead + whole]
    cds = tuple((max(a, positions[0]), min(b, positions[-1] + 1)) for a, b in exons if a <= positions[-1])
    return TranscriptModel(id="T1", exons=exons, cds=cds, canonical=True, incomplete="")


@given(model=models())
def test_codons_and_residues_are_inverse(model: TranscriptModel) -> None:
    """Every base of a codon belongs to its residue, and codons in order are the coding positions."""
    flat = []
    for residue in range(1, model.residues + 2):
        codon = model.codon(residue)
        flat += codon
        assert {model.residue_at(p) for p in codon} == {residue}
    assert tuple(flat) == model.cds_positions
    assert model.stop_codon == model.codon(model.residues + 1)
    assert model.start_codon == flat[0]


@given(model=models())
def test_positions_outside_have_no_residue_and_no_exon(model: TranscriptModel) -> None:
    """Introns lie in no exon, exons are numbered in order, UTRs code for nothing."""
    coding = set(model.cds_positions)
    for position in range(model.exons[-1][1] + 3):
        inside = [n for n, (a, b) in enumerate(model.exons, 1) if a <= position < b]
        assert model.exon_at(position) == (inside[0] if inside else None)
        assert (model.residue_at(position) is not None) == (position in coding)
    assert len(model.introns) == len(model.exons) - 1
    assert all(model.exon_at(a) is None and model.exon_at(b - 1) is None for a, b in model.introns)


@given(model=models(), by=st.integers(-50, 50))
def test_shifting_moves_everything_alike(model: TranscriptModel, by: int) -> None:
    """Shifted and shifted back is the same; codons move by the shift."""
    moved = model.shifted(by)
    assert moved.shifted(-by) == model
    assert moved.codon(1) == tuple(p + by for p in model.codon(1))


@pytest.mark.parametrize(
    ("incomplete", "cds", "coding"), [("", ((0, 6),), True), ("x", ((0, 6),), False), ("", (), False)]
)
def test_only_a_whole_coding_sequence_counts_as_coding(
    incomplete: str, cds: tuple[tuple[int, int], ...], coding: bool
) -> None:
    """Neither an incomplete nor an absent coding sequence does."""
    model = TranscriptModel(id="T", exons=((0, 9),), cds=cds, canonical=False, incomplete=incomplete)
    assert model.coding is coding
