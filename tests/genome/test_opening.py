"""Opening FASTA and GFF3: conventions understood, and one sentence for each way in which files do not fit."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import pytest

from loxsmith.errors import DataError
from loxsmith.genome import Genome
from loxsmith.genome.drafts import spliced


def _coding(genome: Genome, symbol: str) -> str:
    transcript = genome.gene(symbol).canonical
    contig = genome.fetch(genome.contigs[0].name, 0, genome.contigs[0].length)
    return spliced(contig, transcript.cds, transcript.strand)


def test_genes_on_both_strands_spell_their_coding_sequence(toy: Any, cds: str, tmp_path: Path) -> None:
    """Exons and CDS come in the order of transcription on either strand."""
    genome = Genome.open(*toy.write(tmp_path))
    assert [_coding(genome, name) for name in ("Alpha", "Beta", "Gamma")] == [cds] * 3
    beta = genome.gene("beta").canonical
    assert beta.exons == ((500, 560), (400, 460))
    assert not any(t.incomplete or g.clipped for g in genome.genes for t in g.transcripts)
    assert (genome.species, genome.assembly, genome.name) == ("mouse", "Toy1", "toy")


def test_a_stop_codon_left_out_of_the_cds_is_put_back(toy: Any, tmp_path: Path) -> None:
    """GTF and some GFF3 end the CDS before the stop; the transcript read is the same."""
    whole = Genome.open(*toy.write(tmp_path))
    text = toy.gff3.replace("CDS\t801\t830", "CDS\t801\t827").replace("CDS\t201\t230", "CDS\t201\t227")
    text = text.replace("CDS\t431\t460", "CDS\t434\t460")
    assert text != toy.gff3
    short = Genome.open(*toy.but(gff3=text).write(tmp_path))
    assert short.genes == whole.genes


def test_a_stop_codon_split_by_an_intron_is_put_back(tmp_path: Path) -> None:
    """A missing stop codon is read through the splice junction, not on into the intron."""
    (tmp_path / "s.fa").write_text(">s\nCC" + "ATGGCTT" + "GTAAGT" + "AACC\n")
    rows = [("gene", 3, 19, "ID=g"), ("mRNA", 3, 19, "ID=t;Parent=g")]
    rows += [("exon", 3, 9, "Parent=t"), ("exon", 16, 19, "Parent=t"), ("CDS", 3, 8, "Parent=t")]
    text = "".join(f"s\t.\t{kind}\t{a}\t{b}\t.\t+\t.\t{rest}\n" for kind, a, b, rest in rows)
    (tmp_path / "s.gff3").write_text(text)
    transcript = Genome.open(tmp_path / "s.fa", tmp_path / "s.gff3").gene("g").canonical
    assert transcript.cds == ((2, 9), (15, 17))
    assert transcript.incomplete == ""


def test_chromosome_coordinates_are_moved_onto_the_slice(toy: Any, tmp_path: Path) -> None:
    """An annotation of the whole chromosome serves a slice: other genes are left out, cut ones marked."""

    def moved(match: re.Match[str]) -> str:
        return f"9\tmade\t{match[1]}\t{int(match[2]) + 5000}\t{int(match[3]) + 5000}"

    text = re.sub(r"toy\tmade\t(\w+)\t(\d+)\t(\d+)", moved, toy.gff3).replace(
        "region toy 1 1000", "region 9 1 99999"
    )
    text += "9\tmade\tgene\t10\t90\t.\t+\t.\tID=gene:far;Name=Far\n"
    text += "9\tmade\tgene\t5950\t6100\t.\t+\t.\tID=gene:cut;Name=Cut\n"
    whole = Genome.open(*toy.write(tmp_path))
    genome = Genome.open(*toy.but(gff3=text).write(tmp_path))
    assert genome.genes[:3] == whole.genes
    assert [gene.symbol for gene in genome.genes[3:]] == ["Cut"]
    assert "right edge" in genome.gene("Cut").clipped


def test_gzip_crlf_and_lower_case_make_no_difference(toy: Any, tmp_path: Path) -> None:
    """The same genes and digest come from gzip files with CRLF and lower-case bases."""
    plain = Genome.open(*toy.write(tmp_path))
    fasta, gff3 = tmp_path / "z.fa.gz", tmp_path / "z.gff3.gz"
    wrapped = re.sub(r"(.{60})", r"\1\r\n", toy.sequence.lower())
    fasta.write_bytes(gzip.compress(f">{toy.header}\r\n{wrapped}\r\n".encode()))
    gff3.write_bytes(gzip.compress(toy.gff3.replace("\n", "\r\n").encode()))
    other = Genome.open(fasta, gff3)
    assert (other.sha256, other.genes, other.name) == (plain.sha256, plain.genes, "z")
    assert other.masked("toy") == ()


def test_soft_masked_stretches_are_kept_apart(tmp_path: Path) -> None:
    """Lower case within upper case is remembered as intervals and read as upper case."""
    (tmp_path / "m.fa").write_text(">m\nACGTac\ngtNNacRYK\n")
    genome = Genome.open(tmp_path / "m.fa")
    assert genome.masked("m") == ((4, 8), (10, 12))
    assert genome.fetch("m", 0, 15) == "ACGTACGTNNACRYK"
    assert not genome.annotated


def test_an_ensembl_header_places_the_contig(toy: Any, tmp_path: Path) -> None:
    """Ensembl's location states assembly, chromosome and offset."""
    header = "toy dna:chromosome chromosome:GRCm38:17:35150000:35150999:1"
    genome = Genome.open(*toy.but(header=header).write(tmp_path))
    assert (genome.assembly, genome.species) == ("GRCm38", "mouse")
    assert genome.describe_position("toy", 0, 10, 1) == "17:35150000-35150009:+"


SPOILT = {
    "bottom strand": ({"header": "toy chromosome:GRCm38:17:1:1000:-1"}, "bottom strand"),
    "stated length": ({"header": "toy chrom=chr9 start=1 end=999"}, "has 1000 bases, but its header states"),
    "foreign letter": ({"sequence": "ACGT\nACXT"}, "'X' on its line 2"),
    "no bases": ({"sequence": ""}, "has no bases"),
    "twice": ({"sequence": "ACGT\n>toy\nACGT"}, "two sequences called 'toy'"),
    "mixed assemblies": ({"sequence": "ACGT\n>other assembly=Toy2\nACGT"}, "mixes the assemblies"),
    "truncated FASTA": ({"sequence": "ACGT" * 200}, "past the end of toy"),
    "no GFF3": ({"gff3": "# nothing here\n"}, "no GFF3 features"),
}


@pytest.mark.parametrize(("changes", "message"), SPOILT.values(), ids=SPOILT)
def test_a_spoilt_file_is_refused_in_one_sentence(
    toy: Any, tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    """Each fault of FASTA or GFF3 is a DataError that names file, place and mend."""
    with pytest.raises(DataError, match=re.escape(message)) as caught:
        Genome.open(*toy.but(**changes).write(tmp_path))
    assert str(tmp_path) in caught.value.message
    assert caught.value.hint


EDITED = {
    "other names": (r"\btoy\b", "chr6", "is for sequence 'chr6', but the FASTA holds 'toy'"),
    "past the end": (r"\t860\t", "\t1860\t", "Line 15 of"),
    "longer sequence": (r"toy 1 1000", "toy 1 2000", "2000 bases, but the FASTA has 1000"),
    "not a number": (r"gene\t101", "gene\tx", "Line 3 of"),
    "out of order": (r"gene\t101\t260", "gene\t260\t101", "out of order"),
    "few columns": (r"toy\tmade\tgene\t101\t260", "toy gene 101", "Line 3 of"),
    "GTF": (r"ID=gene:ENSMUSG00000000100;.*", 'gene_id "x";', "is it GTF, not GFF3?"),
    "no strand": (r"(gene\t101\t260\t\.\t)\+", r"\1.", "without a strand"),
    "lost parent": (r"Parent=transcript:ENSMUST00000000100", "Parent=transcript:lost", "names the parent"),
    "other assembly": (
        r"##gff-version 3",
        "##gff-version 3\n#!genome-build Toy2.p1",
        "is for assembly Toy2.p1",
    ),
    "no exons": (r"(?m)^.*\t(exon|CDS)\t.*00000000100.*\n", "", "Transcript ENSMUST00000000100 on line 4"),
    "shifted": (r"(?m)\tCDS\t(\d+)(\d)\t", r"\tCDS\t\g<1>9\t", "does not fit the sequence"),
}


@pytest.mark.parametrize(("pattern", "replacement", "message"), EDITED.values(), ids=EDITED)
def test_an_annotation_that_does_not_fit_is_refused(
    toy: Any, tmp_path: Path, pattern: str, replacement: str, message: str
) -> None:
    """Each misfit of the annotation is a DataError that says where and what."""
    text = re.sub(pattern, replacement, toy.gff3)
    assert text != toy.gff3
    with pytest.raises(DataError, match=re.escape(message)):
        Genome.open(*toy.but(gff3=text).write(tmp_path))


def test_files_that_cannot_be_read_are_told_apart(toy: Any, tmp_path: Path) -> None:
    """Absent, empty, a folder, truncated gzip, not FASTA and unknown names each have their sentence."""
    fasta, _ = toy.write(tmp_path)
    packed = gzip.compress(fasta.read_bytes())
    (tmp_path / "cut.fa.gz").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "empty.fa").write_bytes(b"")
    (tmp_path / "text.fa").write_text("hello\n")
    cases = {
        tmp_path / "absent.fa": "does not exist",
        tmp_path / "empty.fa": "is empty",
        tmp_path: "is a folder",
        tmp_path / "cut.fa.gz": "truncated or damaged gzip",
        tmp_path / "text.fa": "is not FASTA",
        "nosuchgenome": "no genome called 'nosuchgenome'",
    }
    for path, message in cases.items():
        with pytest.raises(DataError, match=message) as caught:
            Genome.open(path)
        assert caught.value.exit_code == 5
    with pytest.raises(DataError, match="does not exist"):
        Genome.open(fasta, tmp_path / "absent.gff3")


def test_a_gene_cut_by_the_edge_is_marked_not_refused(toy: Any, tmp_path: Path) -> None:
    """A coding sequence without its ATG or stop makes the transcript incomplete and says which end."""
    text = re.sub(r"(?m)^.*\tCDS\t131\t160.*\n", "", toy.gff3)
    genome = Genome.open(*toy.but(gff3=text).write(tmp_path))
    assert "5' end missing" in genome.gene("Alpha").canonical.incomplete
    text = re.sub(r"(?m)^.*\tCDS\t431\t460.*\n", "", toy.gff3.replace("exon\t401", "exon\t431"))
    genome = Genome.open(*toy.but(gff3=text).write(tmp_path))
    assert "3' end missing" in genome.gene("Beta").canonical.incomplete


def test_a_list_of_gene_extents_serves_without_transcripts(toy: Any, tmp_path: Path) -> None:
    """An annotation that gives exons to no transcript keeps its genes, for naming places."""
    text = re.sub(r"(?m)^.*\t(exon|CDS)\t.*\n", "", toy.gff3)
    genome = Genome.open(*toy.but(gff3=text).write(tmp_path))
    assert [gene.transcripts for gene in genome.genes] == [(), (), ()]
