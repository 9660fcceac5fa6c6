"""Bad input is refused with one sentence that names the place, and with the contract's exit code."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from pathlib import Path

import pytest

from loxsmith.errors import LoxsmithError
from loxsmith.genome import Genome
from loxsmith.workbench import design
from workbench.cases import Designer, Opener, open_named

TNF = "ENSMUST00000025263"

REFUSED: tuple[tuple[str, str, int, str], ...] = (
    # residues that the genome does not have
    ("mouse", "Tnf p.R223A", 2, f"^Tnf codon 223 is Ala in {TNF}, not Arg; did you mean p.A223R[?]"),
    ("mouse", "Tnf p.L223R", 2, "codon 223 is Ala .* not Leu; did you mean p.A223R[?] Leu stands at 220"),
    ("mouse", "Tnf p.A300R", 2, f"^Tnf has 235 residues in {TNF}; there is no residue 300[.]"),
    ("mouse", "Tnf p.A236R", 2, "there is no residue 236"),
    ("mouse", "Tnf p.A223A", 2, "changes nothing"),
    ("mouse", "Tnf p.A223=", 2, "nothing changes"),
    # genes and transcripts
    ("mouse", "Tnff p.A223R", 2, "^Gene 'Tnff' is not in genome .* Did you mean Tnf[?]"),
    ("mouse", "Qwxyz p.A2R", 2, "^Gene 'Qwxyz' is not in genome .* It holds .*Ltb, Tnf"),
    ("demo", "Lumo p.A2R", 2, "^Gene 'Lumo' .* Did you mean Lumo1"),
    ("mouse", "Tnf p.A223R --transcript ENSMUST00000000001", 2, f"no transcript .* {TNF}"),
    ("demo", "Hushla C-term HA", 2, "codes for no protein"),
    ("ace2", "Bmx p.A20R", 5, "^Gene Bmx is not whole on this sequence"),
    # start codons
    ("mouse", "Tnf p.M1A", 4, "changes the start codon of Tnf"),
    ("mouse", "Tnf c.1A>G", 4, "changes the start codon of Tnf"),
    ("mouse", "Tnf c.2_4del", 4, "changes the start codon of Tnf"),
    # codons that an intron parts, with every spelling across the junction
    ("mouse", "Tnf p.R81K", 4, "codon of p.R81K is split over two exons"),
    ("mouse", "Tnf p.A97V", 4, "codon of p.A97V is split over two exons"),
    ("mouse", "Ltb p.G160A", 4, "codon of p.G160A is split over two exons"),
    ("demo", "Lumo1 p.F42S", 4, "codon of p.F42S is split over two exons"),
    ("demo", "Brindl p.S44G conditional", 4, "floxed STOP cannot be placed|split over two exons"),
    ("mouse", "Tnf p.L62_A97del", 2, "codon 62 is Glu"),
    ("mouse", "Tnf p.R81_S82delinsAA", 4, "reaches over an intron"),
    # bases
    ("mouse", "Tnf c.667A>C", 2, "c.667A>C: the genome has G there, not A[.]"),
    ("mouse", "Tnf c.9999A>C", 2, f"^{TNF} has 708 coding bases; there is no base c.9999"),
    ("mouse", "Tnf c.-200000A>C", 2, "whose 5' untranslated region has 167 bases"),
    ("mouse", "Tnf c.*99999A>C", 2, "whose 3' untranslated region has"),
    ("mouse", "Tnf c.100+5A>C", 2, "c.100 is not at an exon's edge"),
    ("mouse", "Tnf c.186+5A>C", 2, "the genome has G there, not A"),
    ("mouse", "17:g.35200185A>C", 2, "the genome has G there, not A"),
    ("mouse", "17:g.35160000A>C", 4, "lies in no coding gene"),
    ("mouse", "17:g.3A>C", 2, "Position 17:3 is not in genome .* It holds chr17:35150000-35300000"),
    ("mouse", "18:g.35160000A>C", 2, "Position 18:35160000 is not in genome"),
    ("mouse", "Tnf c.667G>C+c.667_669del", 2, "another change of the request also changes"),
    ("mouse", "Tnf c.667G>G", 2, "both bases are the same"),
    ("mouse", "Tnf c.667_669delinsGCG", 2, "leaves the sequence as it is"),
    ("mouse", "Tnf human:p.A221R", 5, "needs the human gene, and no second genome was given"),
    # nowhere to put the STOP
    ("demo", "Zephy p.G20R conditional", 4, "has a single exon, .* constitutive change: Zephy p.G20R"),
    ("demo", "Zephy p.G20R --method es", 4, "has no intron near the change"),
    ("mouse", "Tnf c.10del conditional", 4, "no intron of Tnf in front of the change"),
    ("mouse", "Tnf p.A223R conditional --method zygote", 4, "not built in zygotes"),
    (
        "mouse",
        "Tnf p.H94A conditional --before wild-type",
        4,
        "cannot be kept wild type before the recombinase",
    ),
    ("mouse", "Tnf p.A223R conditional --selection none", 4, "without a selection marker"),
    ("mouse", "Tnf p.A223R conditional --selection EGFP", 2, "EGFP is not a positive selection marker"),
    ("mouse", "Tnf p.A223R conditional --sites loxP,lox2272", 2, "one kind of site twice"),
    ("mouse", "Tnf p.A223R conditional --sites FRT", 2, "FRT is a site of Flp, not of Cre"),
    ("mouse", "Tnf p.A223R conditional --sites lox72", 2, "lox72 is not a site that Cre uses to excise"),
    ("mouse", "Tnf C-term HA conditional", 2, "its payload has no switch"),
    # payloads
    ("mouse", "Tnf ATG EGFP", 2, "has no polyadenylation signal,.* EGFP-bGHpA"),
    ("mouse", "Tnf ATG bGHpA", 2, "does not begin with a coding sequence"),
    ("mouse", "Tnf ATG EGFP-bGHpA-mCherry", 2, "coding mCherry stands behind a part that does not code"),
    ("mouse", "Tnf ATG HA-bGHpA", 2, "does not begin with a coding sequence that has its own ATG"),
    ("mouse", "Tnf C-term CAG-EGFP", 2, "CAG does not code for protein"),
    ("mouse", "Tnf N-term HA-bGHpA", 2, "bGHpA does not code for protein"),
    ("mouse", "Tnf C-term LSL-EGFP", 2, "LSL"),
    ("mouse", "Tnf ATG LSL-EGFP-bGHpA", 4, "switched coding sequence at the native start is not built yet"),
    ("mouse", "Tnf C-term @absent.gb", 5, "absent.gb"),
    # kinds to come
    ("mouse", "humanize Tnf", 5, "needs the human gene, and no second genome was given"),
    # donors and arms
    ("mouse", "Ltb C-term T2A-mCherry --donor ssodn", 4, "spans 762 nt, .* at most about 50 [(]R25[)]"),
    (
        "mouse",
        "Tnf p.A223R --set donor.polarity=upper",
        2,
        "donor.polarity is target or non-target, not upper",
    ),
    ("mouse", "Tnf p.A223R --set donor.avoid=EcoRI", 2, "donor.avoid knows no enzyme EcoRI"),
    ("mouse", "Ltb C-term EGFP-T2A-mCherry-T2A-tdTomato --donor lssdna", 4, "exceed 2000 nt"),
    ("mouse", "Tnf p.A223R --arms 200,200", 4, "would be 402 nt long, and 200 nt is the most"),
    ("mouse", "Tnf p.A223R --arms 5,5", 4, "arm of 5 bp cannot find its place"),
    ("mouse", "Tnf p.A223R conditional --arms 10,4000", 4, "arm of 10 bp cannot find its place"),
    ("mouse", "Tnf p.A223R conditional --arms 100,100", 4, "does not reach the change, which lies [0-9]+ bp"),
    ("mouse", "Tnf p.A223R --method es --arms 60000,60000", 4, "arm needs 60000 bp, .* at hand has"),
)
"""Genome, line, exit code, and what message and hint say."""


def _refusal(line: str, genome: Genome) -> LoxsmithError:
    with pytest.raises(LoxsmithError) as caught:
        design(line, genome)
    return caught.value


def _is_sentence(error: LoxsmithError) -> bool:
    return bool(re.fullmatch(r"\S.*[.?]", error.message)) and "\n" not in error.message


@pytest.mark.parametrize(
    ("key", "line", "code", "says"), REFUSED, ids=[row[1].replace(" ", "-") for row in REFUSED]
)
def test_bad_requests_are_refused(key: str, line: str, code: int, says: str, genome_of: Opener) -> None:
    """Each is refused with its exit code, by one sentence that names what and where, and a mend."""
    error = _refusal(line, genome_of(key))
    assert error.exit_code == code, str(error)
    assert re.search(says, str(error)), str(error)
    assert _is_sentence(error), error.message


def test_the_contracts_own_example(genome_of: Opener) -> None:
    """The wrong reference residue is refused in the very words of the contract."""
    error = _refusal("Tnf p.R223A", genome_of("mouse"))
    assert error.message == f"Tnf codon 223 is Ala in {TNF}, not Arg; did you mean p.A223R?"


@pytest.mark.parametrize(
    ("key", "line", "named"),
    [
        ("mouse", "Tnf p.R81S", "p.Arg81Ser"),
        ("demo", "Lumo1 p.F42L", "p.Phe42Leu"),
        ("demo", "Ferra2 p.S33R", "p.Ser33Arg"),
    ],
)
def test_a_split_codon_with_its_change_in_one_exon_is_designed(
    key: str, line: str, named: str, designed: Designer
) -> None:
    """A codon parted by an intron is changed where one exon is enough, off the bases of the junction."""
    found = designed(key, line)
    assert found.proved
    [edit] = [e for e in found.document.edits if e.kind == "intended"]
    assert edit.hgvs_p == named


# -- small genomes, made bad -------------------------------------------------------------------------------

LEFT, RIGHT = 22_000, 28_213
"""The teaching gene Lumo1 on its chromosome, 0-based half-open."""


def _genes() -> list[list[str]]:
    packed = (files("loxsmith.genome") / "teaching" / "mouse.gff3.gz").read_bytes()
    rows = [line.split("\t") for line in gzip.decompress(packed).decode().splitlines()]
    return [r for r in rows if len(r) == 9 and r[0] == "chr1" and int(r[3]) > LEFT and int(r[4]) <= RIGHT]


def _small(folder: Path, before: int, after: int, spoilt: dict[int, str] | None = None) -> Genome:
    """Lumo1 with so many bases on either side, some of them spoilt (by their place on the chromosome)."""
    start, end = LEFT - before, RIGHT + after
    bases = list(open_named("demo", None).fetch("chr1", start, end))
    for at, letter in (spoilt or {}).items():
        bases[at - start] = letter
    fasta, genes = folder / "small.fa", folder / "small.gff3"
    fasta.write_text(">chr1\n" + "".join(bases) + "\n", encoding="ascii")
    rows = [[*r[:3], str(int(r[3]) - start), str(int(r[4]) - start), *r[5:]] for r in _genes()]
    text = "\n".join("\t".join(r) for r in rows)
    genes.write_text(f"##gff-version 3\n{text}\n", encoding="utf-8")
    return Genome.open(fasta, genes)


def _codon(residue: int) -> int:
    """Place of a codon of Lumo1 on its chromosome."""
    gene = open_named("demo", None).gene("Lumo1")
    coding = [p for a, b in gene.canonical.cds for p in range(a, b)]
    return coding[3 * residue - 3]


@pytest.mark.parametrize("letter", ["N", "R", "S"])
@pytest.mark.parametrize("distance", [-40, 6, 60])
def test_an_unknown_base_near_the_change_is_refused(letter: str, distance: int, tmp_path: Path) -> None:
    """N or another IUPAC letter within the edited window: no design (exit 4)."""
    genome = _small(tmp_path, 5000, 5000, {_codon(173) + distance: letter})
    error = _refusal("Lumo1 p.R173H", genome)
    assert error.exit_code == 4
    assert "unknown or ambiguous" in error.message
    assert re.search(r"chr1:\d+-\d+:[+]", error.message)


@pytest.mark.parametrize("line", ["Lumo1 p.R173H conditional", "Lumo1 C-term T2A-mCherry --donor plasmid"])
def test_an_unknown_base_in_an_arm_is_refused(line: str, tmp_path: Path) -> None:
    """A letter that nobody can synthesise within an arm is refused with its place (exit 4)."""
    at = _codon(280) + 700
    error = _refusal(line, _small(tmp_path, 9000, 9000, {at: "N"}))
    assert error.exit_code == 4
    assert "the letter N within the homology arms" in error.message
    assert re.search(r"chr1:(\d+)-\1:[+]", error.message)


def test_an_unknown_base_far_away_changes_nothing(tmp_path: Path) -> None:
    """An N outside the arms is no obstacle."""
    assert design("Lumo1 p.R173H", _small(tmp_path, 5000, 5000, {LEFT - 3000: "N"})).proved


def test_a_gene_near_the_end_of_the_sequence(tmp_path: Path) -> None:
    """Whole, but without room for the arms: an oligonucleotide is still possible, a vector is not."""
    genome = _small(tmp_path, 60, 60)
    assert design("Lumo1 p.R173H", genome).proved
    error = _refusal("Lumo1 p.R173H conditional", genome)
    assert error.exit_code == 4
    assert re.search(r"homology arm needs 4000 bp, and the sequence of Lumo1 at hand has \d+", error.message)


def test_a_genome_without_annotation(tmp_path: Path) -> None:
    """Without genes there is nothing to design on, by residue or by base."""
    path = tmp_path / "bare.fa"
    path.write_text(">chr1\n" + open_named("demo", None).fetch("chr1", LEFT, RIGHT) + "\n", encoding="ascii")
    for line in ("Lumo1 p.R173H", "chr1:g.100A>C"):
        error = _refusal(line, Genome.open(path))
        assert error.exit_code == 5
        assert "--annotation" in str(error)


def test_a_payload_file_with_unknown_letters(tmp_path: Path, genome_of: Opener) -> None:
    """A payload from a file is refused when it is not known base by base."""
    path = tmp_path / "tag.fa"
    path.write_text(">tag\nATGGCNGCC\n", encoding="ascii")
    error = _refusal(f"Lumo1 C-term @{path}", genome_of("demo"))
    assert error.exit_code == 2
    assert "letters other than A, C, G and T" in error.message


def test_a_payload_file_out_of_frame(tmp_path: Path, genome_of: Opener) -> None:
    """A payload from a file that would shift the frame is refused."""
    path = tmp_path / "tag.fa"
    path.write_text(">tag\nATGGCAGC\n", encoding="ascii")
    error = _refusal(f"Lumo1 C-term @{path}", genome_of("demo"))
    assert error.exit_code == 2
    assert "does not code for protein" in error.message
