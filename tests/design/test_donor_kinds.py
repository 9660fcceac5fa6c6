"""Kinds of donor and what is said of them: polarity, ends, AAV, room, what the guide does to the donor itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from loxsmith.design import donors
from loxsmith.design.donor_arms import LONG_STRAND_ARM
from loxsmith.design.yields import expected_yield, pair_of_oligos
from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import published_yields
from loxsmith.sequence import Molecule, Source
from loxsmith.workbench import Donor, donor
from oracle.guides import slow_recuts
from workbench.cases import Designer, Opener

PAIRS = {"A": "T", "C": "G", "G": "C", "T": "A"}

BOTH_STRANDS = [
    ("mouse", "Tnf C-term HA"), ("mouse", "Ltb C-term HA"), ("mouse", "Lst1 N-term HA"), ("mouse", "Aif1 N-term HA"),
    ("mouse", "Ddx39b C-term HA"), ("demo", "Brindl C-term HA"), ("demo", "Tindra C-term HA"),
    ("demo", "Lumo1 p.N99A"), ("ace2", "Ace2 C-term HA"),
]  # fmt: skip
"""Genes of both strands of the chromosome, with guides on both strands of the gene."""


def _paired(text: str) -> str:
    return "".join(PAIRS[base] for base in reversed(text))


def _chromosome(found: Donor) -> str:
    contig = found.locus.contig
    return found.locus.genome.fetch(contig.name, 0, contig.length)


def _payload(folder: Path, bases: str, name: str = "tag") -> str:
    path = folder / f"{name}.fa"
    path.write_text(f">{name}\n{bases}\n", encoding="ascii")
    return f"@{path}"


def _coding(codons: int, seed: int = 1) -> str:
    """So many sense codons, ATG first, without a GG or CC on either strand that would bring new guides."""
    return "ATG" + "".join(Random(seed).choices(("GCT", "ACT", "GAT", "CAT", "AGT", "TCT"), k=codons - 1))


@pytest.mark.parametrize("polarity", ["", "target", "non-target"])
@pytest.mark.parametrize(("key", "line"), BOTH_STRANDS)
def test_polarity_is_true_to_the_bases(key: str, line: str, polarity: str, genome_of: Opener) -> None:
    """Told from the chromosome's text alone: the non-target strand is the one that spells protospacer and PAM."""
    found = donor(f"{line} --set donor.polarity={polarity}" if polarity else line, genome_of(key))
    text = _chromosome(found)
    site = found.guide.protospacer + found.guide.pam
    assert (site in text) != (_paired(site) in text)
    ends = found.sequence[:30], found.sequence[-30:]
    donor_on_top = ends[0] in text
    assert (ends[1] in text) == donor_on_top
    assert (_paired(ends[0]) in text) == (_paired(ends[1]) in text) == (not donor_on_top)
    assert found.polarity == ("non-target" if donor_on_top == (site in text) else "target")
    assert found.polarity == (polarity or "target")


def test_the_cases_are_of_all_four_kinds(genome_of: Opener) -> None:
    """Genes of both strands, guides of both: nothing above is tried on one kind alone."""
    found = [donor(line, genome_of(key)) for key, line in BOTH_STRANDS]
    assert {(d.locus.strand, d.guide.strand) for d in found} == {(1, 1), (1, -1), (-1, 1), (-1, -1)}


@pytest.mark.parametrize(("key", "line"), BOTH_STRANDS)
def test_outside_its_edits_an_oligonucleotide_is_the_genome(key: str, line: str, genome_of: Opener) -> None:
    """The arms end where the document says, base for base, and the edits in between are those named."""
    found = donor(line, genome_of(key))
    genome, drawn = found.locus.genome, found.construct.molecule.sequence
    for arm in found.arms.values():
        chrom, span, strand = arm.genome.rsplit(":", 2)
        first, last = (int(number) for number in span.split("-"))
        contig, start = genome.locate(chrom, first)
        bases = genome.fetch(contig, start, start + last - first + 1)
        assert (bases if strand == "+" else _paired(bases)) == drawn[arm.start - 1 : arm.end]
        assert arm.length == last - first + 1 == arm.end - arm.start + 1
    assert {arm.length for arm in found.arms.values()} == {36, 91}
    near = found.arms["3p" if found.guide.strand == 1 else "5p"]
    assert near.length == 91


def test_an_ha_tag_at_the_stop_codon_fits_an_oligonucleotide(genome_of: Opener) -> None:
    """27 nt between arms of 36 and 91: 154 nt, within the 200 that are made."""
    found = donor("Tnf C-term HA", genome_of("mouse"))
    assert len(found.sequence) == 27 + 36 + 91


@pytest.mark.parametrize(("key", "line"), BOTH_STRANDS[:3])
def test_ends_are_protected_in_the_order_text_alone(key: str, line: str, genome_of: Opener) -> None:
    """Two bonds at each end, marked between the bases; without the marks it is the sequence; none when not wanted."""
    found = donor(line, genome_of(key))
    text = found.order_text or ""
    assert text.replace("*", "") == found.sequence
    assert [i for i, letter in enumerate(text) if letter == "*"] == [1, 3, len(text) - 4, len(text) - 2]
    assert found.molecule.modifications
    plain = donor(f"{line} --set donor.ends=plain", genome_of(key))
    assert plain.order_text == plain.sequence == found.sequence
    assert plain.molecule.modifications == ()


def test_arms_are_shortened_where_the_change_needs_the_room(tmp_path: Path, genome_of: Opener) -> None:
    """At most 200 nt in all and never less than 30 beyond the outermost change (R25), and it is said."""
    found = donor(f"Brindl C-term {_payload(tmp_path, _coding(16))} --donor ssodn", genome_of("demo"))
    lengths = [arm.length for arm in found.arms.values()]
    assert len(found.sequence) <= 200
    assert min(lengths) >= 30
    assert (sum(lengths) < 127) == any("instead of" in said for said in found.remarks)


def test_a_change_of_more_than_fifty_bases_is_no_matter_for_an_oligonucleotide(
    tmp_path: Path, genome_of: Opener
) -> None:
    """Asked for by name it is refused; left to the strategy it becomes a long strand."""
    tag = _payload(tmp_path, _coding(18))
    with pytest.raises(InfeasibleError, match="at most about 50"):
        donor(f"Brindl C-term {tag} --donor ssodn", genome_of("demo"))
    assert donor(f"Brindl C-term {tag}", genome_of("demo")).strategy.donor == "lssdna"


def test_without_a_near_cut_a_long_strand_reaches_farther(genome_of: Opener) -> None:
    """A long strand is drawn with equal arms, and says how far its cut lies when that is far."""
    found = donor("Lumo1 C-term HA --donor lssdna", genome_of("demo"))
    assert {arm.length for arm in found.arms.values()} == {LONG_STRAND_ARM}


# -- AAV -----------------------------------------------------------------------------------------------------


def test_an_aav_donor_fits_between_its_itrs(designed: Designer) -> None:
    """Arms of 800, nothing to order base by base, ITRs counted and not drawn; its allele is proved."""
    design = designed("mouse", "Ltb C-term T2A-mCherry --donor aav")
    [info] = design.document.molecules
    assert (info.kind, info.topology, info.order, info.order_text) == ("AAV", "linear", None, None)
    assert [arm.length for arm in info.arms.values()] == [800, 800]
    assert info.length + 2 * 145 <= 4700
    assert any(f"has {info.length + 290} nt, of at most 4700" in f.message for f in design.document.findings)
    assert design.proved


@pytest.mark.parametrize(("codons", "arms"), [(900, 800), (1200, 405), (1269, 302)])
def test_arms_of_an_aav_donor_make_room(codons: int, arms: int, tmp_path: Path, genome_of: Opener) -> None:
    """The longest genome holds insert, arms and both ITRs; arms give way down to 300."""
    found = donor(f"Brindl C-term {_payload(tmp_path, _coding(codons))} --donor aav", genome_of("demo"))
    lengths = [arm.length for arm in found.arms.values()]
    assert len(found.sequence) + 290 <= 4700
    assert max(lengths) <= arms
    assert min(lengths) >= 300


def test_what_no_aav_holds_is_refused(tmp_path: Path, genome_of: Opener) -> None:
    """4,700 less two ITRs and two arms of 300 leave 3,810 for the change."""
    with pytest.raises(InfeasibleError, match="at most 3810 have room"):
        donor(f"Brindl C-term {_payload(tmp_path, _coding(1271))} --donor aav", genome_of("demo"))


# -- what the guide does to the donor (R28) ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["lssdna", "plasmid", "aav"])
def test_no_guide_cuts_the_donor_it_comes_with(kind: str, tmp_path: Path, genome_of: Opener) -> None:
    """A payload that holds the best guide's protospacer and PAM makes another guide, or none, the chosen one."""
    genome = genome_of("demo")
    best = donor(f"Brindl C-term {_payload(tmp_path, _coding(60), 'one')} --donor {kind}", genome).guide
    site = best.protospacer + best.pam
    held = next(
        text
        for before in ("", "A", "GC", "T", "C", "G")
        for text in (before + site + "ACTA"[: -len(before + site) % 3],)
        if not any(text[i : i + 3] in {"TAA", "TAG", "TGA"} for i in range(0, len(text), 3))
        and len(text) % 3 == 0
    )
    middle = _coding(30) + held + _coding(60, 2)
    found = donor(f"Brindl C-term {_payload(tmp_path, middle, 'two')} --donor {kind}", genome)
    assert found.guide.protospacer != best.protospacer
    text = found.construct.molecule.sequence
    ring = text + text[:22] if found.construct.molecule.circular else text
    assert slow_recuts(found.guide.protospacer, ring) == []


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize("turned", [0, 5, 22])
def test_a_cut_in_the_backbone_is_found_also_across_the_origin(
    strand: int, turned: int, genome_of: Opener
) -> None:
    """A guide with a site in the plasmid's backbone is one that cuts the donor, wherever the circle begins."""
    plain = donor("Brindl C-term T2A-mCherry --donor plasmid", genome_of("demo"))
    text = plain.construct.molecule.sequence
    read = text if strand == 1 else _paired(text)
    behind = plain.construct.arms[1][1] + 100 if strand == 1 else 100
    at = next(i for i in range(behind, len(read)) if read[i + 21 : i + 23] == "GG")
    guide = replace(plain.guide, protospacer=read[at : at + 20], pam=read[at + 20 : at + 23])
    start = at if strand == 1 else len(text) - at - 23
    circle = text[start + turned :] + text[: start + turned]
    molecule = Molecule.of(Source(name="turned", sequence=circle)).circularise()
    assert "(CFD 1.00)" in donors._cut(guide, replace(plain.construct, molecule=molecule))
    assert donors._cut(plain.guide, plain.construct) == ""


# -- yields --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Brindl C-term HA", "No published share for one oligonucleotide"),
        ("Brindl C-term T2A-mCherry", "Quadros 2017"),
        ("Brindl C-term T2A-mCherry --donor plasmid", "Chu 2016"),
        ("Brindl C-term T2A-mCherry --donor aav", "No published share for AAV donors"),
    ],
)
def test_the_expected_yield_names_its_source(line: str, says: str, genome_of: Opener) -> None:
    """Each donor comes with what was published of its kind, or with the word that nothing was read."""
    found = donor(line, genome_of("demo"))
    assert says in (found.molecule.expected_yield or "")
    assert found.molecule.expected_yield == expected_yield(found.strategy)


def test_published_shares_are_as_published() -> None:
    """15 of 1,718; 10 of 46; every figure has a source that was read, and a pair of oligonucleotides is no default."""
    shares = {y.id: (y.share_low, y.share_high) for y in published_yields()}
    assert shares["gurumurthy2019-pair"][0] == pytest.approx(15 / 1718, abs=5e-5)
    assert shares["sun2020"][0] == pytest.approx(10 / 46, abs=5e-4)
    assert shares["quadros2017"] == (0.085, 1.0)
    assert shares["chu2016"] == (0.10, 0.20)
    assert all(y.source.read_in == "source" for y in published_yields())
    assert "never the default" in pair_of_oligos()
