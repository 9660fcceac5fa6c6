"""GenBank files: read back by Biopython, which the writer does not use, and by loxsmith's own reader."""

from __future__ import annotations

import doctest
import tempfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from Bio import SeqIO
from hypothesis import given
from hypothesis import strategies as st

from laws.strategies import molecules
from loxsmith.errors import DataError
from loxsmith.genome import read_molecule
from loxsmith.package import _genbank_lines
from loxsmith.package.genbank import Mark, write_genbank
from loxsmith.sequence import (
    Feature,
    Molecule,
    Origin,
    Source,
    Span,
    project,
    reverse_complement,
    translate,
)

HOSTILE = [
    'a "quoted" word',
    '"',
    '""" and /slash="',
    "two\nlines\tand\x0bmore",
    "x" * 300,
    '"' * 200,
    'w"' * 90,
    ("/ " * 80) + "end",
    ('" ' * 80) + "end",
    "ΔE2 β-actin – “Rümpler” 漢字 \U0001f42d\u2028",
    "complement(1..9)",
    "",
    "   ",
    "//",
    "ORIGIN",
]
LETTERS = st.text(st.sampled_from('ab"/ \n,=('), max_size=200)


def read(text: str) -> Any:
    """Return the one record Biopython sees; a warning is a failure."""
    return SeqIO.read(StringIO(text), "genbank")


def write(molecule: Molecule, *marks: Mark, name: str = "m", **more: Any) -> str:
    """Write a molecule under a plain heading."""
    return write_genbank(molecule, name=name, definition="a test", marks=marks, **more)


def labelled(record: Any, label: str) -> list[Any]:
    """Return the features with a label."""
    return [one for one in record.features if one.qualifiers["label"] == [label]]


def mark(*segments: tuple[int, int, int], kind: str = "misc_feature", label: str = "it", **more: str) -> Mark:
    """Make a mark."""
    return Mark(kind=kind, label=label, segments=segments, qualifiers=tuple(more.items()))


def window(sequence: str, *features: Feature, start: int = 1_000) -> Source:
    """Make a stretch of an imagined chromosome 17."""
    origin = Origin(assembly="GRCm38", chrom="17", start=start)
    return Source(name="w", sequence=sequence, features=features, origin=origin)


def notes(record: Any) -> dict[str, str]:
    """Return location text by genome note."""
    found = {}
    for one in record.features:
        for note in one.qualifiers.get("note", []):
            if note.startswith("source="):
                found[note] = str(one.location)
    return found


def test_the_examples_hold() -> None:
    """Every documented example gives what it says."""
    result = doctest.testmod(_genbank_lines)
    assert result.attempted > 0
    assert result.failed == 0


# -- the record ----------------------------------------------------------------------------------------------


@given(molecule=molecules(min_size=1))
def test_biopython_reads_back_every_molecule(molecule: Molecule) -> None:
    """Bases, topology, and as many features as project onto it plus the record's own; nothing warns."""
    text = write(molecule)
    record = read(text)
    assert str(record.seq) == molecule.sequence
    assert record.annotations["topology"] == molecule.topology
    assert len(record.features) == 1 + len(project(molecule))
    assert all("label" in one.qualifiers for one in record.features)
    assert write(molecule) == text
    assert text.isascii()
    assert max(map(len, text.splitlines())) <= 80


@given(molecule=molecules(min_size=1))
def test_a_projected_feature_spells_its_bases_in_reading_order(molecule: Molecule) -> None:
    """Every row read by Biopython spells what is left of the feature, in the feature's order; cut ones say so."""
    expected = sorted(_readings(molecule))
    seen = []
    for one in read(write(molecule)).features[1:]:
        states = [note for note in one.qualifiers.get("note", []) if note in {"cut", "interrupted"}]
        seen.append((one.qualifiers["label"][0], one.extract(molecule.sequence), states))
    assert sorted(seen) == expected


def _readings(molecule: Molecule) -> list[tuple[str, str, list[str]]]:
    """Spell every projected feature base by base from the sources, without the writer's shortcuts."""
    found = []
    for one in project(molecule):
        positions = [at for start, end, _ in one.pieces for at in range(start, end)]
        places = sorted((molecule.locate(at).position, molecule.locate(at).strand) for at in positions)
        text = "".join(one.source.sequence[at] for at, _ in places)
        strands = {strand for _, strand in places}
        if one.feature.strand == -1 or (one.feature.strand == 0 and strands == {-1}):
            text = reverse_complement(text)
        elif one.feature.strand == 0 and len(strands) == 2:
            text = _unstranded(molecule, one)
        found.append((one.feature.label, text, [one.state] if one.state != "whole" else []))
    return found


def _unstranded(molecule: Molecule, one: Any) -> str:
    """A directionless feature with turned parts: its runs in source order, each along the drawing."""
    runs = []
    for start, end, _ in one.pieces:
        for at, span in molecule.slice(start, end).placed_spans():
            runs.append((span.start, molecule.sequence[start + at : start + at + len(span)]))
    return "".join(text for _, text in sorted(runs))


@given(molecule=molecules(min_size=1))
def test_loxsmith_reads_back_every_molecule(molecule: Molecule) -> None:
    """The reader gives the same bases and topology; what it reads writes to the same bases once more."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gb"
        path.write_text(write(molecule))
        again = read_molecule(path)
    assert (again.sequence, again.circular, again.name) == (molecule.sequence, molecule.circular, "m")
    twice = read(write(again))
    assert str(twice.seq) == molecule.sequence
    assert sum(one.type == "source" for one in twice.features) == 1


def test_an_empty_molecule_is_refused() -> None:
    """There is no record without bases."""
    with pytest.raises(DataError, match="no bases"):
        write(Molecule.of("", name="nothing"))


@pytest.mark.parametrize("length", [1, 16, 17, 25, 26, 27, 28, 40, 100])
@pytest.mark.parametrize("circular", [True, False])
def test_a_name_of_any_length_is_kept(length: int, circular: bool) -> None:
    """Long names move the columns and still parse without a warning."""
    text = write(Molecule.of("A" * 12, circular=circular), name="n" * length)
    record = read(text)
    assert (record.name, record.id) == ("n" * length, "n" * length)
    assert record.annotations["topology"] == ("circular" if circular else "linear")
    if length <= 16:
        assert text.splitlines()[0][40:43] == " bp"
        assert len(text.splitlines()[0]) == 79


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_and_headings(name: str) -> None:
    """Whatever the name, heading, organism or comment, the record parses to the same bases."""
    molecule = Molecule.of("ACGTN" * 30)
    text = write_genbank(
        molecule, name=name, definition=name, organism=name, comment=(name, "##x-START##", name)
    )
    assert str(read(text).seq) == molecule.sequence


def test_the_heading_is_as_given() -> None:
    """Definition, organism and comments come back; the date is the fixed one."""
    text = write_genbank(
        Molecule.of("ACGT"),
        name="my allele",
        definition="An allele. " * 12,
        comment=("First line.", "Second line."),
    )
    record = read(text)
    assert record.name == "my_allele"
    assert record.description + "." == ("An allele. " * 12).strip()
    assert record.annotations["organism"] == "Mus musculus"
    assert record.annotations["comment"] == "First line.\nSecond line."
    assert record.annotations["date"] == "01-JAN-1980"
    assert record.features[0].qualifiers["mol_type"] == ["other DNA"]


# -- marks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_labels_come_back(label: str) -> None:
    """Labels and notes keep their words; only words longer than a line gain a break."""
    molecule = Molecule.of("ACGT" * 5)
    record = read(write(molecule, mark((2, 9, -1), label=label, note=label)))
    got = record.features[1].qualifiers["label"][0]
    if label.isascii() and len(label) < 60:
        assert got == (" ".join(label.split()) or "misc_feature")
    if label.isascii() and label.strip():
        assert got.replace(" ", "") == "".join(label.split())


@given(text=LETTERS)
def test_quotes_slashes_and_breaks_survive(text: str) -> None:
    """Any mix of quotes, slashes and spaces comes back from both readers, blanks aside."""
    written = write(Molecule.of("ACGT" * 5), mark((2, 9, 1), label="x", note=text + "."))
    expected = "".join(text.split()) + "."
    assert read(written).features[1].qualifiers["note"][0].replace(" ", "") == expected
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gb"
        path.write_text(written)
        got = dict(read_molecule(path).spans[0].source.features[1].qualifiers)
    assert got["note"].replace(" ", "") == expected


@pytest.mark.parametrize("label", HOSTILE)
def test_no_line_within_a_value_looks_like_its_end(label: str) -> None:
    """Readers that go by a line's last quote or first slash are not misled."""
    rows = write(Molecule.of("ACGT"), mark((0, 4, 1), note=label)).split("/note=")[1].split("ORIGIN\n")[0]
    value = [line.strip() for line in rows.rstrip().split("\n")]
    assert not any(line.endswith('"') for line in value[:-1])
    assert not any(line.startswith("/") for line in value)


def test_greek_is_spelt_out() -> None:
    """A delta stays readable in ASCII."""
    record = read(write(Molecule.of("ACGT"), mark((0, 4, 1), label="Δ exon 2 – Rümpler")))
    assert record.features[1].qualifiers["label"] == ["delta exon 2 - Rumpler"]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (((2, 9, 1),), "3..9"),
        (((4, 5, -1),), "complement(5)"),
        (((0, 3, 1), (5, 9, 1)), "join(1..3,6..9)"),
        (((5, 9, -1), (0, 3, -1)), "complement(join(1..3,6..9))"),
        (((5, 9, 1), (0, 3, -1)), "join(6..9,complement(1..3))"),
        (((15, 24, 1),), "join(16..20,1..4)"),
        (((15, 24, -1),), "complement(join(16..20,1..4))"),
    ],
)
def test_locations(segments: tuple[tuple[int, int, int], ...], expected: str) -> None:
    """Each shape of location is spelt the INSDC way, and Biopython extracts the bases the segments mean."""
    molecule = Molecule.of("ACGGTTAACCATGCAAGTCT", circular=True)
    text = write(molecule, mark(*segments))
    assert f"misc_feature    {expected}\n" in text
    twice = molecule.sequence * 2
    pieces = [(twice[a:b], strand) for a, b, strand in segments]
    spelt = "".join(piece if strand == 1 else reverse_complement(piece) for piece, strand in pieces)
    assert str(read(text).features[1].extract(read(text).seq)) == spelt


def test_a_long_location_is_wrapped_at_commas() -> None:
    """Two hundred segments fit the columns and come back in order."""
    molecule = Molecule.of("ACGTA" * 400)
    segments = tuple((at, at + 4, -1) for at in range(1990, 0, -10))
    record = read(write(molecule, mark(*segments)))
    got = [(int(part.start), int(part.end), part.strand) for part in record.features[1].location.parts]
    assert tuple(got) == segments


@pytest.mark.parametrize("segments", [(), ((3, 3, 1),), ((-1, 3, 1),), ((1, 3, 0),), ((1, 9, 1),)])
def test_a_mark_off_the_molecule_is_refused(segments: tuple[tuple[int, int, int], ...]) -> None:
    """Marks without bases, without strand, or past a linear end are mistakes of the caller."""
    with pytest.raises(ValueError, match="mark"):
        write(Molecule.of("ACGTACGT"), mark(*segments))


@given(data=st.data(), molecule=molecules(min_size=9))
def test_a_coding_sequence_states_what_it_spells(data: st.DataObject, molecule: Molecule) -> None:
    """A translation equals Biopython's own of the location, which writes B, Z and J where loxsmith has X."""
    at = data.draw(st.integers(0, len(molecule) - 9))
    strand = data.draw(st.sampled_from((1, -1)))
    middle = (at, at + 3, strand), (at + 5, at + 8, strand)
    segments = middle if strand == 1 else middle[::-1]
    bases = molecule.sequence[at : at + 3] + molecule.sequence[at + 5 : at + 8]
    protein = translate(bases if strand == 1 else reverse_complement(bases))
    protein = protein.removesuffix("*")
    record = read(write(molecule, mark(*segments, kind="CDS", label="the ORF", translation=protein)))
    (coding,) = [one for one in record.features if one.type == "CDS"]
    spelt = str(coding.extract(record.seq).translate()).translate(str.maketrans("BZJ", "XXX"))
    assert spelt.removesuffix("*") == coding.qualifiers["translation"][0]


def test_an_untrue_translation_is_refused() -> None:
    """A file never states a protein that its bases do not spell."""
    molecule = Molecule.of("ATGGCTTAA")
    good = mark((0, 9, 1), kind="CDS", translation="MA", codon_start="1")
    assert read(write(molecule, good)).features[1].qualifiers["codon_start"] == ["1"]
    with pytest.raises(ValueError, match="does not spell"):
        write(molecule, mark((0, 9, 1), kind="CDS", translation="MV"))


def test_a_long_translation_has_no_blank_in_it() -> None:
    """Both readers give back the protein as it was."""
    molecule = Molecule.of("ATG" + "GCT" * 300 + "TAA")
    text = write(molecule, mark((0, len(molecule), 1), kind="CDS", translation="M" + "A" * 300))
    assert read(text).features[1].qualifiers["translation"] == ["M" + "A" * 300]


# -- features of the sources -----------------------------------------------------------------------------------


def test_a_mark_that_a_source_knows_is_written_once() -> None:
    """Same key, label and place: one row, with what the source knows besides."""
    feature = Feature(kind="exon", label="Tnf exon 1", segments=((3, 9),), qualifiers=(("gene", "Tnf"),))
    molecule = Molecule.of(window("ACGTACGTACGT", feature))
    same = mark((3, 9, 1), kind="exon", label="Tnf exon 1", note="ours")
    (row,) = labelled(read(write(molecule, same)), "Tnf exon 1")
    assert (row.qualifiers["gene"], row.qualifiers["note"]) == (["Tnf"], ["ours"])
    elsewhere = mark((3, 8, 1), kind="exon", label="Tnf exon 1")
    assert len(labelled(read(write(molecule, elsewhere)), "Tnf exon 1")) == 2


def test_an_annotated_coding_sequence_is_no_cds() -> None:
    """What a source calls a CDS is kept as a misc_feature, so that no protein is claimed for it."""
    coding = Feature(kind="CDS", label="Tnf CDS", segments=((3, 9),), qualifiers=(("translation", "MA"),))
    record = read(write(Molecule.of(window("ACGTACGTACGT", coding)).delete(4, 6)))
    (row,) = labelled(record, "Tnf CDS")
    assert row.type == "misc_feature"
    assert row.qualifiers["note"] == ["annotated CDS, translation left out", "cut"]
    assert "translation" not in row.qualifiers


def test_a_key_too_long_for_its_column_is_kept_in_a_note() -> None:
    """Nothing is left out for want of columns."""
    odd = Feature(kind="misc_recombination_site", label="x", segments=((0, 4),))
    (row,) = labelled(read(write(Molecule.of(Source(name="s", sequence="ACGT", features=(odd,))))), "x")
    assert (row.type, row.qualifiers["note"]) == ("misc_feature", ["feature key misc_recombination_site"])


# -- genome spans ----------------------------------------------------------------------------------------------


def test_genome_spans_state_their_interval() -> None:
    """One row per stretch of genome, 1-based, with the strand; a literal between two gets none."""
    source = window("ACGTACGTACGTACGTACGT")
    molecule = Molecule.of(source).replace(5, 8, Molecule.of("GGGG"))
    assert notes(read(write(molecule))) == {
        "source=GRCm38:17:1001-1005:+": "[0:5](+)",
        "source=GRCm38:17:1009-1020:+": "[9:21](+)",
    }
    assert notes(read(write(molecule.reverse_complement()))) == {
        "source=GRCm38:17:1009-1020:-": "[0:12](+)",
        "source=GRCm38:17:1001-1005:-": "[16:21](+)",
    }


@pytest.mark.parametrize("turned", [False, True])
def test_neighbouring_windows_make_one_span(turned: bool) -> None:
    """A stretch is maximal even where two windows of the genome meet."""
    molecule = Molecule.of(window("ACGTA")) + Molecule.of(window("CCGGT", start=1_005))
    molecule = molecule.reverse_complement() if turned else molecule
    assert list(notes(read(write(molecule)))) == [f"source=GRCm38:17:1001-1010:{'-' if turned else '+'}"]
    apart = Molecule.of(window("ACGTA")) + Molecule.of("G") + Molecule.of(window("CCGGT", start=1_005))
    assert len(notes(read(write(apart)))) == 2


def test_a_span_over_the_origin_is_one() -> None:
    """The origin of a circle is no end of a stretch."""
    circle = (Molecule.of(window("ACGTACGTAC")) + Molecule.of("GGG")).circularise().rotate(4)
    assert notes(read(write(circle))) == {"source=GRCm38:17:1001-1010:+": "join{[9:13](+), [0:6](+)}"}


def test_a_cut_copy_of_a_read_span_claims_no_interval(tmp_path: Path) -> None:
    """A file's genome note holds for the whole stretch; what an edit leaves of it says so."""
    path = tmp_path / "a.gb"
    path.write_text(write(Molecule.of(window("ACGTACGTACGT"))))
    again = read_molecule(path)
    assert list(notes(read(write(again)))) == ["source=GRCm38:17:1001-1012:+"]
    record = read(write(again.delete(4, 6)))
    assert notes(record) == {}
    (row,) = labelled(record, "GRCm38:17:1001-1012:+")
    assert row.qualifiers["note"] == ["formerly GRCm38:17:1001-1012:+", "cut"]


@given(data=st.data())
def test_a_genome_note_is_true(data: st.DataObject) -> None:
    """After any edit, the bases of a noted row are the bases of the interval on the strand it names."""
    genome = data.draw(st.text("ACGT", min_size=60, max_size=60))
    source = window(genome, start=0)
    cuts = sorted(data.draw(st.lists(st.integers(0, 60), min_size=2, max_size=2, unique=True)))
    molecule = Molecule.of(source).invert(*cuts)
    if data.draw(st.booleans()):
        molecule = molecule.circularise().rotate(data.draw(st.integers(0, 59)))
    record = read(write(molecule))
    covered = 0
    for one in record.features:
        for note in one.qualifiers.get("note", []):
            first, last = map(int, note.split(":")[2].split("-"))
            text = genome[first - 1 : last]
            expected = text if note.endswith("+") else reverse_complement(text)
            assert str(one.extract(record.seq)) == expected
            covered += len(text)
    assert covered == len(molecule)


def test_a_span_of_each_strand_reads_along_the_drawing() -> None:
    """A turned source stands on the drawing's top strand, with a minus in its note."""
    source = window("AACCGGTTTA")
    record = read(write(Molecule([Span(source, 2, 8, -1)])))
    assert notes(record) == {"source=GRCm38:17:1003-1008:-": "[0:6](+)"}
