"""Single molecules: real files with their stated lengths, and the ways in which LOCUS lines go astray."""

from __future__ import annotations

import csv
import gzip
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from loxsmith.errors import DataError
from loxsmith.genome import read_molecule
from loxsmith.genome._biopython import read_location
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


def _rows(text: str) -> list[tuple[str, str, list[str]]]:
    """Key, location and qualifier keys by GenBank's columns alone, which the shared files keep."""
    table = text[text.index("\nFEATURES") : text.index("\nORIGIN")]
    return [
        (match[1], match[2], re.findall(r"^ {21}/([^=\n]+)", match[3], re.MULTILINE))
        for match in re.finditer(r"^ {5}(\S+) +(\S+)$\n((?: {21}.*\n?)*)", table, re.MULTILINE)
    ]


def test_every_shared_file_reads_as_its_columns_say(shared: Path) -> None:
    """Bases, keys, simple places and the order of qualifiers agree with a reader of fixed columns."""
    files = [*(shared / "alleles").glob("*.gbk"), *(shared / "plasmids").glob("*.gb*")]
    assert len(files) == 19
    compared = 0
    for path in files:
        text = path.read_text(encoding="latin-1").replace("\r\n", "\n")
        molecule = read_molecule(path)
        bases = text[text.index("\nORIGIN") + 7 :].split("\n", 1)[1].split("//")[0]
        assert molecule.sequence == "".join(re.findall("[A-Za-z]", bases)).upper()
        features, rows = molecule.spans[0].source.features, _rows(text)
        assert [feature.kind for feature in features] == [kind for kind, _, _ in rows], path
        for feature, (_, where, keys) in zip(features, rows, strict=True):
            assert [key for key, _ in feature.qualifiers] == [key for key in keys if key != "label"]
            simple = re.fullmatch(r"(complement\()?(\d+)\.\.(\d+)\)?", where)
            if simple and molecule.spans[0].start == 0:
                compared += 1
                assert feature.segments == ((int(simple[2]) - 1, int(simple[3])),)
                assert feature.strand == (-1 if simple[1] else 1)
    assert compared > 500


def test_a_snapgene_file_reads_as_its_xml_says(shared: Path) -> None:
    """Topology, features of one segment, and primers of the .dna file stand in the file as read."""
    path = shared / "plasmids" / "addgene_50004.dna"
    text = path.read_bytes().decode("utf-8", "replace")
    molecule = read_molecule(path)
    ours = {(f.kind, f.start, f.end, f.strand, f.label) for f in molecule.spans[0].source.features}
    assert molecule.circular
    one = re.compile(
        r'<Feature [^>]*?name="([^"]+)"([^>]*)><Segment (?:[^>]*?)range="(\d+)-(\d+)"[^>]*/>(?!<S)'
    )
    found = one.findall(text)
    assert len(found) >= 8
    for name, attributes, first, last in found:
        kind = re.search(r'type="([^"]+)"', attributes)
        strand = -1 if 'directionality="2"' in attributes else 1
        assert kind is not None
        assert (kind[1], int(first) - 1, int(last), strand, name) in ours
    site = re.compile(
        r'<Primer [^>]*?name="([^"]+)"[^>]*><BindingSite location="(\d+)-(\d+)" boundStrand="(\d)"'
    )
    primers = site.findall(text)
    assert len(primers) >= 5
    for name, first, last, bound in primers:
        assert ("primer_bind", int(first), int(last) + 1, -1 if bound == "1" else 1, name) in ours


XML = (
    '<Features><Feature name="over" type="CDS" directionality="2"><Segment range="9-2"/>'
    '<Q name="note"><V text="&lt;html&gt;one&lt;br&gt;two&lt;/html&gt;"/></Q>'
    '<Q name="x"><V text="5 &lt; 6"/></Q></Feature></Features>'
)
PRIMER = '<Primers><Primer name="p"><BindingSite location="0-3" boundStrand="0"/></Primer></Primers>'
NOTES = "<Notes><LastModified>yesterday</LastModified></Notes>"


def _dna(*packets: tuple[int, bytes]) -> bytes:
    cookie = (0x09, b"SnapGene\x00\x01\x00\x0f\x00\x13")
    return b"".join(struct.pack(">BI", kind, len(body)) + body for kind, body in (cookie, *packets))


def test_a_snapgene_file_keeps_words_apart_and_its_notes_unread(tmp_path: Path) -> None:
    """Markup parts words, an odd date in the notes stops nothing, and features come before primers."""
    path = tmp_path / "file.dna"
    path.write_bytes(
        _dna((6, NOTES.encode()), (5, PRIMER.encode()), (10, XML.encode()), (0, b"\x01acgtacgtac"))
    )
    molecule = read_molecule(path)
    assert (molecule.name, molecule.sequence, molecule.circular) == ("file", "ACGTACGTAC", True)
    over, primer = molecule.spans[0].source.features
    assert (over.label, over.strand, over.end - over.start) == ("over", -1, 4)
    assert over.qualifiers == (("note", "one two"), ("x", "5 < 6"))
    assert (primer.kind, primer.label, primer.end - primer.start) == ("primer_bind", "p", 4)


@pytest.mark.parametrize(
    "packets",
    [
        [(0, b"\x01acgt"), (10, XML.encode())],
        [(0, b"\x01acgt"), (10, b"<Features><Feature")],
        [(0, b"\x01acgt"), (10, b'<!DOCTYPE x [<!ENTITY a "b">]><Features/>')],
        [(0, b"\x01acxt")],
        [(0, b"\x01")],
        [(0, b"")],
        [],
    ],
)
def test_a_damaged_snapgene_file_is_refused(tmp_path: Path, packets: list[tuple[int, bytes]]) -> None:
    """A feature off the sequence, broken XML, entities, letters that are no bases, or no bases at all."""
    path = tmp_path / "file.dna"
    path.write_bytes(_dna(*packets))
    with pytest.raises(DataError, match="SnapGene file"):
        read_molecule(path)


def test_every_truncation_of_a_snapgene_file_is_noticed(tmp_path: Path) -> None:
    """Cut anywhere inside a packet, the file is refused."""
    path = tmp_path / "file.dna"
    whole = _dna((0, b"\x01acgtacgtac"), (10, XML.encode()))
    ends = {len(_dna((0, b"\x01acgtacgtac"))), len(whole)}
    for cut in range(14, len(whole)):
        path.write_bytes(whole[:cut])
        if cut in ends:
            assert read_molecule(path).sequence == "ACGTACGTAC"
        else:
            with pytest.raises(DataError, match="truncated or damaged"):
                read_molecule(path)


def test_importing_the_chapter_loads_no_biopython() -> None:
    """Biopython comes with the first file that needs it."""
    code = "import sys, loxsmith.genome; print('Bio' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


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
    "backwards": (
        "LOCUS       p 30 bp DNA\n" + BODY.replace("5..6,8..9", "9..5"),
        "9..5.*linear record of 30",
    ),
    "past the end": (
        "LOCUS       p 30 bp DNA\n" + BODY.replace("8..9", "8..31"),
        "order.*linear record of 30",
    ),
    "no location": ("LOCUS       p 30 bp DNA\n" + BODY.replace("5..6,8..9", "5..6x"), "5..6x.*no place"),
    "open quote": ("LOCUS       p 30 bp DNA\n" + BODY.replace('slash"', "slash"), "Problem with 'CDS'"),
    "no slash": ("LOCUS       p 30 bp DNA\n" + BODY.replace("/label=", "label="), "label=.*no place"),
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
        ("4..9>", ((3, 9, 1),)),
        ("(3.5)..(8.9)", ((2, 9, 1),)),
        ("complement(28..2)", ((0, 2, -1), (27, 30, -1))),
        ("AB1.1:1..9", ()),
        ("join(AB1.1:1..9,3..4)", ((2, 4, 1),)),
        ("28..2", ((27, 30, 1), (0, 2, 1))),
    ],
)
def test_locations_are_read_in_the_order_of_the_feature(text: str, parts: object) -> None:
    """Complement turns the order round; remote parts are left out; backwards ranges run over the origin."""
    assert read_location(text, 30, circular=True) == parts


def test_qualifiers_keep_their_order_and_repeats(tmp_path: Path) -> None:
    """Keys that alternate or repeat, with a value or without, come out as they stand."""
    table = '/note=a\n/db_xref=b\n\t/note= "c"\n/pseudo\n/pseudo\n/translation="MA\nAA"\n'
    text = f"LOCUS  p 4 bp\nFEATURES\n CDS 1..\n  4\n{table}ORIGIN\nacgt\n//\n"
    text = re.sub(r"\n(/[a-z]|AA)", r"\n   \1", text)
    (feature,) = read_molecule(_write(tmp_path, text)).spans[0].source.features
    pairs = (("note", "a"), ("db_xref", "b"), ("note", "c"), ("pseudo", ""), ("pseudo", ""))
    assert feature.qualifiers == (*pairs, ("translation", "MAAA"))
