"""The same request twice is the same document and files, and every file says what it spells."""

from __future__ import annotations

from hashlib import sha256
from io import StringIO

import pytest

from loxsmith.genome import Genome
from loxsmith.workbench import design
from workbench.cases import Designer, Opener

SAMPLE = [
    ("mouse", "Tnf p.A223R"), ("mouse", "Tnf p.A223R conditional"), ("mouse", "Ltb C-term T2A-mCherry"),
    ("mouse", "Tnf ATG EGFP-bGHpA"), ("ace2", "Ace2 C-term GSG-EGFP"), ("demo", "Ferra2 p.E173K --method es"),
    ("demo", "Brindl N-term HA"), ("demo", "Lumo1 C-term T2A-mCherry --donor plasmid"),
]  # fmt: skip


@pytest.mark.parametrize(("key", "line"), SAMPLE[:2] + SAMPLE[-2:])
def test_the_same_request_twice_is_the_same_package(
    key: str, line: str, designed: Designer, genome_of: Opener
) -> None:
    """Document and files are equal to the last character, on a genome opened again too."""
    first = designed(key, line)
    genome = Genome.open("demo") if key == "demo" else genome_of(key)
    second = design(line, genome)
    assert first.document.model_dump_json(by_alias=True) == second.document.model_dump_json(by_alias=True)
    assert dict(first.files) == dict(second.files)


@pytest.mark.parametrize(("key", "line"), SAMPLE)
def test_files_and_document_carry_the_same_sequences(key: str, line: str, designed: Designer) -> None:
    """Length, topology and sha256 of the document are those of the file, as Biopython reads it without a warning."""
    from Bio import SeqIO

    found = designed(key, line)
    described = [*found.document.alleles, *found.document.molecules]
    assert {d.file for d in described} == set(found.files)
    for info in described:
        record = SeqIO.read(StringIO(found.files[info.file]), "genbank")
        text = str(record.seq).upper()
        assert len(text) == info.length, info.id
        assert sha256(text.encode()).hexdigest() == info.sha256, info.id
        assert record.annotations["topology"] == info.topology, info.id
        assert text == found.alleles[info.id].sequence


@pytest.mark.parametrize(("key", "line"), SAMPLE)
def test_every_translation_is_what_its_location_spells(key: str, line: str, designed: Designer) -> None:
    """One CDS for each translated transcript, and each spells its /translation."""
    from Bio import SeqIO

    found = designed(key, line)
    for allele in found.document.alleles:
        record = SeqIO.read(StringIO(found.files[allele.file]), "genbank")
        translated = {
            feature.qualifiers["translation"][0]: str(feature.extract(record.seq).translate())
            for feature in record.features
            if feature.type == "CDS" and "translation" in feature.qualifiers
        }
        for written, spelled in translated.items():
            assert spelled.removesuffix("*") == written, allele.id
            assert "*" not in written
        own = {t.protein for t in allele.transcripts if t.protein and len(t.chains)}
        assert own <= set(translated), allele.id


@pytest.mark.parametrize(("key", "line"), SAMPLE)
def test_the_wild_type_is_the_window_base_for_base(
    key: str, line: str, designed: Designer, genome_of: Opener
) -> None:
    """Read off the genome by the printed window; turned round on the minus strand."""
    found = designed(key, line)
    chrom, span, strand = found.document.target.window.rsplit(":", 2)
    start, end = (int(x) for x in span.split("-"))
    genome = genome_of(key)
    contig, first = genome.locate(chrom, start)
    bases = genome.fetch(contig, first, first + end - start + 1, 1 if strand == "+" else -1)
    assert found.alleles["wild_type"].sequence == bases
    assert strand == found.document.target.strand


@pytest.mark.parametrize(("key", "line"), SAMPLE)
def test_edits_are_on_the_top_strand(key: str, line: str, designed: Designer, genome_of: Opener) -> None:
    """Each edit's ``ref`` is what the genome has at ``start``; an insertion has none."""
    found = designed(key, line)
    genome = genome_of(key)
    for edit in found.document.edits:
        contig, first = genome.locate(edit.chrom, edit.start)
        assert genome.fetch(contig, first, first + len(edit.ref)) == edit.ref
    assert any(e.kind == "intended" for e in found.document.edits)


@pytest.mark.parametrize(("key", "line"), SAMPLE)
def test_unintended_outcomes_are_listed(key: str, line: str, designed: Designer) -> None:
    """Alleles that screening must exclude come from the wild type and are not intended."""
    found = designed(key, line)
    alleles = {a.id: a for a in found.document.alleles}
    assert alleles["targeted"].intended
    unintended = [a for a in alleles.values() if not a.intended]
    assert unintended
    assert all(a.parent in alleles for a in unintended)
    if found.strategy.route == "es":
        stems = {a.id.rstrip("0123456789").rstrip("_") for a in unintended}
        assert {"tandem", "backbone", "edit_lost"} <= stems or {"tandem", "edit_lost"} <= stems
