"""Single molecules: real files with their stated lengths, and the ways in which LOCUS lines go astray."""

from __future__ import annotations

import csv
import gzip
import warnings
from pathlib import Path

import pytest

from loxsmith.errors import DataError
from loxsmith.genome import read_molecule
from loxsmith.genome.location import parse_location
from loxsmith.sequence import project

BODY = """FEATURES             Location/Qualifiers
     source          1..30
                     /organism="synthetic DNA construct"
     CDS             complement(join(25..30,1..3))
                     /label=over the origin
                     /note="two lines, one of them with a
                     quoted ""word"" and a /slash"
     misc_feature    order(5..6,8..9)
                     /pseudo
ORIGIN
        1 acgtacgtac gtacgtryac gtacgtaaaa
//
"""


def _write(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.gb"
    path.write_bytes(text.encode(encoding))
    return path


def test_every_allele_has_its_stated_length(shared: Path) -> None:
    """Lengths agree with the table of expected lengths."""
    lines = (shared / "alleles" / "expected_lengths.tsv").read_text().splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    stated = {row["file"]: int(row["start_bp"]) for row in rows if "+" not in row["file"]}
    assert len(stated) == 6
    for name, length in stated.items():
        molecule = read_molecule(shared / "alleles" / name)
        assert (len(molecule), molecule.circular) == (length, False)


def test_every_shared_file_reads_as_biopython_reads_it(shared: Path) -> None:
    """Sequence and number of features agree with Biopython wherever that can read the file."""
    from Bio import SeqIO

    files = [*(shared / "alleles").glob("*.gbk"), *(shared / "plasmids").glob("*.gb*")]
    assert len(files) == 19
    for path in files:
        molecule = read_molecule(path)
        with warnings.catch_warnings(), path.open(encoding="latin-1") as handle:
            warnings.simplefilter("ignore")
            record = SeqIO.read(handle, "genbank")
        assert molecule.sequence == str(record.seq).upper()
        assert len(molecule.spans[0].source.features) == len(record.features), path
        by_kind = sorted(
            (f.kind, f.end - f.start) for f in molecule.spans[0].source.features if len(f.segments) == 1
        )
        simple = sorted((f.type, len(f)) for f in record.features if len(f.location.parts) == 1)
        assert [pair for pair in simple if pair not in by_kind] == []


def test_snapgene_reads_as_biopython_reads_it(shared: Path) -> None:
    """Bases, topology, features and primers of the .dna file agree with Biopython's."""
    from Bio import SeqIO

    path = shared / "plasmids" / "addgene_50004.dna"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        record = SeqIO.read(path, "snapgene")
    theirs = [
        (f.type, int(f.location.start), int(f.location.end), f.location.strand, f.qualifiers["label"][0])
        for f in record.features
    ]
    molecule = read_molecule(path)
    ours = [(f.kind, f.start, f.end, f.strand, f.label) for f in molecule.spans[0].source.features]
    assert sorted(ours) == sorted(theirs)
    assert molecule.circular
    assert molecule.sequence == str(record.seq).upper()


@pytest.mark.parametrize(
    ("first", "name", "circular"),
    [
        ("LOCUS       pShort                    30 bp    DNA     circular SYN 01-JAN-2000", "pShort", True),
        ("LOCUS       New Plasmid 2       30 bp ds-DNA   circular     01-JAN-2000", "New Plasmid 2", True),
        ("LOCUS       " + "a_name_longer_than_sixteen" * 3 + "   30 bp    dna     linear   UNK", None, False),
        ("LOCUS       .                 30 bp    DNA              UNK 01-JAN-1980", "file", False),
        ("LOCUS       Exported                  30 bp ds-DNA     circular SYN", "file", True),
        ("LOCUS       bare", "bare", False),
        ("LOCUS       old         30 bp ds-DNA  circular  SYN       01-JAN-1990", "old", True),
    ],
)
def test_locus_lines_are_read_by_words(tmp_path: Path, first: str, name: str | None, circular: bool) -> None:
    """Name, length and topology are found wherever the line puts them."""
    molecule = read_molecule(_write(tmp_path, f"{first}\n{BODY}"))
    assert molecule.sequence == "ACGTACGTACGTACGTRYACGTACGTAAAA"
    assert molecule.circular is circular
    assert molecule.name == (name or "a_name_longer_than_sixteen" * 3)


def test_features_keep_order_segments_and_qualifiers(tmp_path: Path) -> None:
    """A feature over the origin of a circle stays one stretch in reading order; the drawing is the file's."""
    text = f"LOCUS       p 30 bp DNA circular\n{BODY}"
    for path in (
        _write(tmp_path, text.replace("\n", "\r\n")),
        _write(tmp_path, text.replace("two lines", "2\u00b5g\u0085"), "latin-1"),
    ):
        molecule = read_molecule(path)
        assert molecule.sequence.startswith("ACGTACGTAC")
        coding = next(feature for feature in molecule.spans[0].source.features if feature.kind == "CDS")
        assert (coding.label, coding.strand) == ("over the origin", -1)
        ((start, end),) = coding.segments
        assert molecule.spans[0].source.sequence[start:end] == "GTAAAA"[-6:] + "ACG"
        assert coding.qualifiers[0][1].endswith('quoted "word" and a /slash')
        drawn = next(p for p in project(molecule) if p.feature is coding)
        assert [piece[:2] for piece in drawn.pieces] == [(0, 3), (24, 30)]
        ordered = next(p for p in project(molecule) if p.feature.kind == "misc_feature")
        assert [piece[:2] for piece in ordered.pieces] == [(4, 6), (7, 9)]
        assert ordered.feature.qualifiers == (("pseudo", ""),)


def test_embl_and_fasta_and_gzip_are_told_by_content(tmp_path: Path) -> None:
    """The ending of the name does not matter."""
    embl = (
        "ID   X1; SV 1; circular; genomic DNA; STD; SYN; 12 BP.\nFH   Key             Location/Qualifiers\n"
        'FT   gene            2..4\nFT                   /gene="abc"\nSQ   Sequence 12 BP;\n'
        "     acgtacgtac gt                                                 12\n//\n"
    )
    molecule = read_molecule(_write(tmp_path, embl))
    assert (molecule.name, molecule.sequence, molecule.circular) == ("X1", "ACGTACGTACGT", True)
    assert molecule.spans[0].source.features[0].label == "abc"
    packed = tmp_path / "file.txt"
    packed.write_bytes(gzip.compress(b">f some words topology=circular\nacgtn\n"))
    molecule = read_molecule(packed)
    assert (molecule.name, molecule.sequence, molecule.circular) == ("f", "ACGTN", True)


FAULTS = {
    "truncated": ("LOCUS       p 31 bp DNA\n" + BODY, "states 31 bp but holds 30 bases"),
    "no sequence": ("LOCUS       p 30 bp DNA\n" + BODY[: BODY.index("ORIGIN")], "holds no sequence"),
    "backwards": ("LOCUS       p 30 bp DNA\n" + BODY.replace("5..6,8..9", "9..5"), "runs backwards"),
    "past the end": ("LOCUS       p 30 bp DNA\n" + BODY.replace("8..9", "8..31"), "leaves the record"),
    "letters": ("LOCUS       p 30 bp DNA\n" + BODY.replace("gtry", "gtxy"), "'X' in its sequence"),
    "protein": ("LOCUS       p 30 aa\n" + BODY, "protein record"),
    "two records": (("LOCUS       p 30 bp DNA\n" + BODY) * 2, "more than one record"),
    "two sequences": (">a\nACGT\n>b\nACGT\n", "holds 2 sequences"),
    "garbage": ("\x00\x01hello", "neither GenBank"),
    "empty": ("\n \n", "is empty"),
    "damaged .dna": ("\t\x00\x00\x00\x0eSnapGene\x00\x01\x00\x0f\x00\x13\x00\x00\x00\x09", "SnapGene"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_file_is_refused_in_one_sentence(tmp_path: Path, text: str, message: str) -> None:
    """Each fault is a DataError that names the file and the mend."""
    path = _write(tmp_path, text)
    with pytest.raises(DataError, match=message) as caught:
        read_molecule(path)
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_every_truncation_of_a_file_is_noticed(tmp_path: Path) -> None:
    """Cut anywhere before its last base, a record with a stated length never yields a molecule."""
    text = f"LOCUS       p 30 bp DNA circular\n{BODY}"
    for cut in range(len(text[: text.rindex("aaaa") + 3])):
        path = tmp_path / "cut.gb"
        path.write_text(text[:cut])
        with pytest.raises(DataError):
            read_molecule(path)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("7", ((6, 7, 1),)),
        ("<3..>9", ((2, 9, 1),)),
        ("4^5", ((3, 5, 1),)),
        ("join(1..2,complement(5..6))", ((0, 2, 1), (4, 6, -1))),
        ("complement(join(1..2,5..6))", ((4, 6, -1), (0, 2, -1))),
        ("join(AB1.1:1..9,3..4)", ((2, 4, 1),)),
        ("28..2", ((27, 30, 1), (0, 2, 1))),
    ],
)
def test_locations_are_read_in_the_order_of_the_feature(text: str, parts: object) -> None:
    """Complement turns the order round; remote parts are left out; backwards ranges run over the origin."""
    assert parse_location(text, 30, circular=True).parts == parts
