"""Annotations of every source: the same genes from each, names matched to the FASTA's, nothing dropped silently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from genome.annotation_cases import LENGTH, MODELS, contig, expected, judged, read, sequence
from loxsmith.errors import DataError
from loxsmith.genome import Contig
from loxsmith.genome.drafts import finish
from oracle import annotations as made
from oracle.annotations import Model, Shape

FLAVOURS: dict[str, Callable[[list[Model], str], str]] = {
    "Ensembl GFF3": made.ensembl_gff3,
    "GENCODE GFF3": made.gencode_gff3,
    "NCBI GFF3": made.ncbi_gff3,
    "Ensembl GTF": lambda models, seqid: made.gtf(models, seqid, "ensembl"),
    "GENCODE GTF": lambda models, seqid: made.gtf(models, seqid, "gencode"),
    "NCBI GTF": lambda models, seqid: made.gtf(models, seqid, "ncbi"),
    "UCSC GTF": made.ucsc_gtf,
}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_source_tells_the_same_genes(flavour: str, tmp_path: Path) -> None:
    """Exons, coding sequence with its stop, strand, extent and completeness do not depend on the format."""
    annotation = read(tmp_path / "a", FLAVOURS[flavour](MODELS, "17"))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    assert annotation.notes == ()


@pytest.mark.parametrize("flavour", [name for name in FLAVOURS if name != "UCSC GTF"])
def test_the_source_names_the_representative_transcript(flavour: str, tmp_path: Path) -> None:
    """Ensembl_canonical and RefSeq Select mark one transcript of the gene, and only that."""
    annotation = read(tmp_path / "a", FLAVOURS[flavour](MODELS, "17"))
    flags = [[t.canonical for t in draft.transcripts] for draft in annotation.drafts]
    assert flags == [[True, False], *[[True]] * 5]


IDENTITY = {
    "Ensembl GFF3": ("ENSMUSG00000000002", "ENSMUST00000000020", "PENSMUST00000000020"),
    "GENCODE GFF3": ("ENSMUSG00000000002.3", "ENSMUST00000000020.2", "PENSMUST00000000020"),
    "NCBI GFF3": ("GeneID:2", "NM_000000020.2", "PNM_000000020.2"),
    "Ensembl GTF": ("ENSMUSG00000000002", "ENSMUST00000000020", "PENSMUST00000000020"),
    "GENCODE GTF": ("ENSMUSG00000000002.3", "ENSMUST00000000020.2", "PENSMUST00000000020"),
    "NCBI GTF": ("GeneID:2", "NM_000000020.2", "PNM_000000020.2"),
    "UCSC GTF": ("Minus", "NM_000000020", ""),
}


@pytest.mark.parametrize("flavour", IDENTITY)
def test_accessions_are_the_sources_own(flavour: str, tmp_path: Path) -> None:
    """Gene, transcript and protein carry the accession, without the prefixes that some formats put before it."""
    minus = read(tmp_path / "a", FLAVOURS[flavour](MODELS, "17")).drafts[1]
    assert (minus.id, minus.transcripts[0].id, minus.transcripts[0].protein_id) == IDENTITY[flavour]


def test_biotypes_descriptions_and_synonyms_are_kept(tmp_path: Path) -> None:
    """Transcript and gene each have their own biotype; descriptions are decoded and synonyms listed."""
    for flavour in ("Ensembl GFF3", "GENCODE GFF3", "GENCODE GTF", "Ensembl GTF"):
        first = read(tmp_path / "g", FLAVOURS[flavour](MODELS, "17")).drafts[0]
        assert first.biotype == "protein_coding"
        assert [t.biotype for t in first.transcripts] == ["protein_coding", "lncRNA"]
        assert first.description == ("made; up" if flavour == "Ensembl GFF3" else "")
    for flavour in ("NCBI GFF3", "NCBI GTF"):
        first = read(tmp_path / "n", FLAVOURS[flavour](MODELS, "17")).drafts[0]
        assert (first.synonyms, [t.biotype for t in first.transcripts]) == (("X1", "X2"), ["mRNA", "lnc_RNA"])


# -- a law --------------------------------------------------------------------------------------------------


@st.composite
def shapes(draw: st.DrawFn, start: int) -> Shape:
    """Exons from ``start`` on, with a coding sequence of whole codons and the phase before it, or none."""
    exons, at = [], start
    for _ in range(draw(st.integers(1, 4))):
        end = at + draw(st.integers(1, 40))
        exons.append((at, end))
        at = end + draw(st.integers(4, 30))
    bases = [p for a, b in exons for p in range(a, b)]
    phase = draw(st.integers(0, 2))
    codons = (len(bases) - phase) // 3
    if codons < 3 or draw(st.integers(0, 3)) == 0:
        return Shape(tuple(exons))
    size = phase + 3 * draw(st.integers(3, codons))
    skipped = draw(st.integers(0, len(bases) - size))
    low, high = bases[skipped], bases[skipped + size - 1] + 1
    cds = tuple((max(a, low), min(b, high)) for a, b in exons if a < high and b > low)
    return Shape(tuple(exons), cds, phase)


@st.composite
def gene_sets(draw: st.DrawFn) -> list[Model]:
    """Genes one behind the other."""
    models, at = [], draw(st.integers(0, 20))
    for number in range(1, draw(st.integers(1, 5)) + 1):
        shape = draw(shapes(at))
        models.append(Model(number, f"G{number}", draw(st.sampled_from("+-")), (shape,)))
        at = shape.exons[-1][1] + draw(st.integers(1, 50))
    return models


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(models=gene_sets())
def test_what_is_written_in_any_manner_is_read_back(models: list[Model], tmp_path: Path) -> None:
    """Random gene models come back the same from every source's manner of writing them."""
    bases = sequence(models)
    for name, write in FLAVOURS.items():
        annotation = read(tmp_path / "a", write(models, "17"))
        assert judged(annotation, bases) == expected(models), name


# -- names of sequences ---------------------------------------------------------------------------------------

NAMES = {
    "chr on the annotation": ("chr17", "17"),
    "chr on the FASTA": ("17", "chr17"),
    "mitochondrion": ("chrM", "MT"),
    "worm": ("MtDNA", "CHROMOSOME_MtDNA"),
    "UCSC scaffold": ("chr1_GL456210_random", "GL456210.1"),
    "UCSC scaffold with version": ("chr6_GL000256v2_alt", "GL000256.2"),
    "scaffold of the FASTA from UCSC": ("JH584304.1", "chrUn_JH584304"),
}


@pytest.mark.parametrize(("theirs", "ours"), NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("flavour", ["Ensembl GFF3", "UCSC GTF"])
def test_names_of_one_sequence_are_matched(flavour: str, theirs: str, ours: str, tmp_path: Path) -> None:
    """The annotation may use another convention for the name than the FASTA."""
    annotation = read(tmp_path / "a", FLAVOURS[flavour](MODELS, theirs), contig(ours))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    assert {draft.contig for draft in annotation.drafts} == {ours}


def test_ncbi_accessions_are_explained_by_their_region_line(tmp_path: Path) -> None:
    """``chromosome=17`` of a whole chromosome names NC_000083.7, and the user is told."""
    text = made.ncbi_gff3(MODELS, "NC_000083.7", "17", LENGTH)
    annotation = read(tmp_path / "a", text, contig("chr17"))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    assert "NC_000083.7 as chr17" in annotation.notes[0]


def test_ensembls_aliases_name_the_accession(tmp_path: Path) -> None:
    """A FASTA with NCBI's accession is matched by the Alias of Ensembl's chromosome line."""
    whole = made.line(
        "17", "chromosome", (0, LENGTH), ".", ".", "ID=chromosome:17;Alias=CM001010.3,chr17,NC_000083.7"
    )
    text = "##gff-version 3\n" + whole + made.ensembl_gff3(MODELS, "17")
    annotation = read(tmp_path / "a", text, contig("NC_000083.7"))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)


def test_pieces_of_a_chromosome_are_not_taken_for_it(tmp_path: Path) -> None:
    """A scaffold that only belongs to chromosome 17 is left out and counted, the chromosome itself is read."""
    text = made.ncbi_gff3(MODELS, "NC_000083.7", "17", LENGTH)
    piece = made.ncbi_gff3(MODELS[:1], "NT_166280.1", "17", 500).replace(
        "genome=chromosome", "genome=genomic"
    )
    annotation = read(tmp_path / "a", text + piece, contig("17"))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    assert any(
        "12 lines on a sequence that is not in the FASTA ('NT_166280.1')" in n for n in annotation.notes
    )


def test_a_region_that_says_chromosome_wins_over_one_that_does_not_say(tmp_path: Path) -> None:
    """Older region lines without ``genome=`` are believed only where no whole chromosome claims the name."""
    text = made.ncbi_gff3(MODELS, "NC_000083.7", "17", LENGTH)
    piece = made.ncbi_gff3(MODELS[:1], "NT_166280.1", "17", LENGTH).replace("genome=chromosome;", "")
    annotation = read(tmp_path / "a", piece + text, contig("17"))
    assert judged(annotation, sequence(MODELS)) == expected(MODELS)
    alone = read(tmp_path / "b", piece, contig("17"))
    assert [draft.symbol for draft in alone.drafts] == ["Plus"]


def test_a_chromosome_of_another_length_is_another_assembly(tmp_path: Path) -> None:
    """The length that a region or chromosome line states must be that of the FASTA, longer or shorter."""
    text = made.ncbi_gff3(MODELS, "NC_000083.7", "17", LENGTH - 1)
    with pytest.raises(DataError, match="gives 17 5999 bases, but the FASTA has 6000"):
        read(tmp_path / "a", text, contig("17"))


def test_ambiguous_regions_are_refused(tmp_path: Path) -> None:
    """Two sequences that both call themselves chromosome 17 mean neither."""
    text = made.ncbi_gff3(MODELS, "NC_1.1", "17", LENGTH) + made.ncbi_gff3(MODELS, "NC_2.1", "17", LENGTH)
    with pytest.raises(DataError, match=r"is for sequence 'NC_1.1', 'NC_2.1', but the FASTA holds '17'"):
        read(tmp_path / "a", text, contig("17"))


def test_haplotypes_that_the_fasta_lacks_are_counted(tmp_path: Path) -> None:
    """What lies on sequences that are not at hand is left out with one sentence that says how much."""
    text = "".join(made.ucsc_gtf(MODELS[2:3], name) for name in ("chr17", "chr4", "chr4_JH584295_random"))
    annotation = read(tmp_path / "a", text)
    assert [draft.symbol for draft in annotation.drafts] == ["Single"]
    (note,) = annotation.notes
    assert (
        "2 sequences that are not in the FASTA ('chr4', 'chr4_JH584295_random'), which were left out" in note
    )


def test_overlapping_slices_each_get_their_genes(tmp_path: Path) -> None:
    """Chromosome positions are moved onto every slice of the chromosome, whole genes staying whole."""
    slices = [
        Contig(name=name, chrom="17", offset=offset, length=2500, placed=True, chromosome="17")
        for name, offset in (("left", 0), ("right", 50))
    ]
    annotation = read(tmp_path / "a", made.ensembl_gff3(MODELS, "17"), *slices)
    bases = sequence(MODELS)
    for part in slices:
        text = bases[part.offset : part.offset + part.length]
        genes = [finish(draft, text) for draft in annotation.drafts if draft.contig == part.name]
        assert [gene.symbol for gene in genes] == [model.symbol for model in MODELS]
        assert not any(gene.clipped for gene in genes if gene.symbol != "Truncated")
        assert genes[0].transcripts[0].exons[0] == (100 - part.offset, 160 - part.offset)
