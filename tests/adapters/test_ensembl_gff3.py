"""Features as JSON become lines of GFF3 that say the same."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loxsmith.adapters.ensembl_gff3 import write_gff3

PLACE = {"seq_region_name": "17", "assembly_name": "GRCm39", "source": "havana", "strand": -1}
GENE = {**PLACE, "feature_type": "gene", "id": "ENSMUSG00000000001", "start": 101, "end": 400, "biotype": "lncRNA",
        "canonical_transcript": "ENSMUST00000000002.3", "version": 4}  # fmt: skip


def transcript(ident: str, **more: Any) -> dict[str, Any]:
    """A transcript with one exon to follow."""
    return {
        **PLACE,
        "feature_type": "transcript",
        "id": ident,
        "Parent": GENE["id"],
        "start": 101,
        "end": 400,
        **more,
    }


def exon(parent: str) -> dict[str, Any]:
    """Its exon."""
    return {**PLACE, "feature_type": "exon", "id": f"{parent}E", "Parent": parent, "start": 101, "end": 400}


def written(*features: dict[str, Any]) -> list[list[str]]:
    """The columns of every feature line."""
    text = write_gff3(features, seqid="17", start=51, end=500, assembly="GRCm39")
    head, lines = text.splitlines()[:3], text.splitlines()[3:]
    assert head == ["##gff-version 3", "##sequence-region 17 51 500", "#!genome-build GRCm39"]
    return [line.split("\t") for line in lines]


def attributes(column: str) -> dict[str, str]:
    """The ninth column, read as the standard says."""
    return {key: unquote(value) for key, _, value in (pair.partition("=") for pair in column.split(";"))}


@given(st.text(min_size=1))
def test_any_description_comes_back(text: str) -> None:
    """Whatever it holds, it breaks neither line nor column nor attribute."""
    ident = "ENSMUST00000000002"
    lines = written({**GENE, "description": text}, transcript(ident), exon(ident))
    assert all(len(columns) == 9 for columns in lines)
    assert attributes(lines[0][8])["description"] == text


def test_the_canonical_transcript_is_told_by_either_side() -> None:
    """The transcript says so itself, or its gene does, with a version behind the accession."""
    first, second, third = (f"ENSMUST0000000000{n}" for n in (1, 2, 3))
    lines = written(
        GENE,
        transcript(first, is_canonical=0), exon(first),
        transcript(second, is_canonical=0), exon(second),
        transcript(third, is_canonical="1"), exon(third),
    )  # fmt: skip
    told = {
        attributes(c[8])["transcript_id"]: "canonical" in attributes(c[8])
        for c in lines
        if c[2] == "transcript"
    }
    assert told == {first: False, second: True, third: True}


def test_what_has_no_exon_is_left_out() -> None:
    """A transcript of which only an intron lies in the region says nothing about bases."""
    bare, whole = "ENSMUST00000000002", "ENSMUST00000000003"
    lines = written(GENE, transcript(bare), transcript(whole), exon(whole))
    assert [columns[2] for columns in lines] == ["ncRNA_gene", "transcript", "exon"]
    assert written(GENE, transcript(bare)) == []


def test_coding_stretches_keep_phase_and_protein() -> None:
    """A phase that is none is left open, not guessed."""
    ident, protein = "ENSMUST00000000002", "ENSMUSP00000000002"
    pieces = [
        {**exon(ident), "feature_type": "cds", "id": protein, "protein_id": protein, "phase": phase}
        for phase in (0, 2, "1", None, -1)
    ]
    lines = written(GENE, transcript(ident), exon(ident), *pieces)
    assert [columns[2] for columns in lines] == ["gene", "mRNA", "exon", *["CDS"] * 5]
    assert [columns[7] for columns in lines] == [".", ".", ".", "0", "2", "1", ".", "."]
    assert {columns[6] for columns in lines} == {"-"}
    assert attributes(lines[3][8]) == {
        "ID": f"CDS:{protein}",
        "Parent": f"transcript:{ident}",
        "protein_id": protein,
    }


def test_tags_stay_a_list() -> None:
    """Their commas part them."""
    ident = "ENSMUST00000000002"
    lines = written(GENE, transcript(ident, tag=["basic", "Ensembl_canonical"]), exon(ident))
    assert "tag=basic,Ensembl_canonical" in lines[1][8]


@pytest.mark.parametrize(
    "spoiled", [{"start": 0}, {"end": 100}, {"strand": None}, {"strand": 2}, {"start": "x"}]
)
def test_positions_that_cannot_be_are_refused(spoiled: dict[str, Any]) -> None:
    """They are not mended by guessing."""
    ident = "ENSMUST00000000002"
    with pytest.raises((ValueError, TypeError)):
        written({**GENE, **spoiled}, transcript(ident), exon(ident))
