"""Critical exons: which sets can be floxed, where the sites stand, and in which order they are ranked."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, TranscriptModel, Uniqueness, open_locus, uniqueness
from loxsmith.request import Request
from loxsmith.strategy.cassettes import excision_sites
from loxsmith.strategy.critical_exons import longest, nearest, regions
from loxsmith.strategy.critical_region import WEIGHTS, Region
from loxsmith.strategy.exon_choice import chosen, others
from loxsmith.strategy.floxing import Layout, flanking, floxed
from loxsmith.strategy.ikmc import reporter_cassette
from loxsmith.strategy.remaining import Trap, remainder, restart
from oracle import exons as oracle
from workbench.cases import Opener

GENES = [
    ("mouse", "Tnf"), ("mouse", "Ltb"), ("mouse", "Lta"), ("mouse", "Aif1"), ("mouse", "Lst1"), ("mouse", "Atp6v1g2"),
    ("mouse", "Nfkbil1"), ("mouse", "Ddx39b"), ("ace2", "Cltrn"), ("demo", "Lumo1"), ("demo", "Brindl"),
    ("demo", "Quilla"), ("demo", "Nimba"), ("demo", "Ferra2"), ("demo", "Pelto"), ("demo", "Kesto"), ("demo", "Garl1"),
]  # fmt: skip


def _open(
    key: str, symbol: str, genome_of: Opener, transcript: str | None = None
) -> tuple[Locus, Uniqueness]:
    genome = genome_of(key)
    locus = open_locus(genome, genome.gene(symbol), margin=3000, transcript=transcript)
    return locus, uniqueness(locus)


def _coding(locus: Locus) -> list[TranscriptModel]:
    return [t for t in locus.transcripts if t.coding]


def _places(locus: Locus, number: int) -> list[int]:
    """Walk over an intron of the target: which places keep R06's minimum to every exon of every coding transcript."""
    start, end = locus.target.introns[number - 1]
    exons = [e for t in _coding(locus) for e in t.exons]
    barred = [e for t in locus.transcripts if t.cds for e in t.exons] + [
        e for n in locus.neighbours for e in n.exons
    ]
    return [
        at
        for at in range(start, end + 1)
        if all(at - b >= 40 or a - at >= 180 for a, b in exons) and not any(a <= at <= b for a, b in barred)
    ]


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_every_site_keeps_r06_and_every_exon_whole(key: str, symbol: str, genome_of: Opener) -> None:
    """At least 40 bp behind a donor and 180 before an acceptor of every coding transcript, and in no exon."""
    locus, unique = _open(key, symbol, genome_of)
    for region in (r for r in regions(locus, unique) if not r.hindrance):
        assert region.before is not None
        assert region.behind is not None
        for spot, number in ((region.before, region.first - 1), (region.behind, region.last)):
            assert spot.intron == number
            assert spot.at in _places(locus, number)
            assert spot.from_donor >= 40
            assert spot.to_acceptor >= 180
            assert spot.roomy == (spot.from_donor >= 100 and spot.to_acceptor >= 300)
        start, end = region.gone
        for t in _coding(locus):
            assert all(b <= start or a >= end or (start <= a and b <= end) for a, b in t.exons)
            assert t.exons[0][0] < start
            assert t.exons[-1][1] > end


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_no_set_is_floxed_that_leaves_a_frame(key: str, symbol: str, genome_of: Opener) -> None:
    """Spliced as text and read codon by codon, no coding transcript keeps its end; and the product is foretold."""
    locus, unique = _open(key, symbol, genome_of)
    text = locus.molecule.sequence
    for region in (r for r in regions(locus, unique) if not r.hindrance):
        for t in _coding(locus):
            whole = oracle.kept_start(text, list(t.exons), t.start_codon, (0, 0))
            made = oracle.kept_start(text, list(t.exons), t.start_codon, region.gone)
            assert whole == f"{locus.protein_of(t)}*"
            told = (region.left or {})[t.id]
            assert told.protein
            assert told.closed
            if made is None:
                assert told.start != "native"
                continue
            assert made == f"{told.protein}*"
            assert made[-12:] != whole[-12:]
            assert whole.startswith(told.protein[: told.before])
            assert told.before < len(whole) - 1


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_no_set_is_refused_without_a_reason(key: str, symbol: str, genome_of: Opener) -> None:
    """What is refused has the first or last exon, no place for a site, a frame that goes on, or a missing end."""
    locus, unique = _open(key, symbol, genome_of)
    target, text = locus.target, locus.molecule.sequence
    free = {n: bool(_places(locus, n)) for n in range(1, len(target.introns) + 1)}
    for region in (r for r in regions(locus, unique) if r.hindrance):
        first, last = region.first, region.last
        if first == 1 or last == len(target.exons):
            assert region.rule == "R08"
            continue
        gone = (target.introns[first - 2][1], target.introns[last - 1][0])
        if region.rule == "R06":
            assert not (free[first - 1] and free[last])
        elif region.rule == "R20":
            assert target.introns[last - 1][1] - target.introns[first - 2][0] > longest()
        else:
            assert region.rule == "R11"
            assert any(_escapes(text, locus, t, gone) for t in _coding(locus))


def _escapes(text: str, locus: Locus, t: TranscriptModel, gone: tuple[int, int]) -> bool:
    """Whether a transcript loses no codon, keeps its end, loses an end of its RNA, or ends without a stop."""
    within = [e for e in t.exons if e[0] >= gone[0] and e[1] <= gone[1]]
    if not any(a < e[1] and b > e[0] for a, b in t.cds for e in within):
        return True
    if t.exons[0] in within or t.exons[-1] in within:
        return True
    made = oracle.kept_start(text, list(t.exons), t.start_codon, gone)
    if made is None:
        return True
    return made[-4:] == f"{locus.protein_of(t)}*"[-4:] or not made.endswith("*")


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_fewer_doubts_come_first_then_the_most_5_prime(key: str, symbol: str, genome_of: Opener) -> None:
    """Sets that can be floxed are sorted by doubts, each rule once, then by the protein in front of them."""
    locus, unique = _open(key, symbol, genome_of)
    good = [r for r in regions(locus, unique) if not r.hindrance]
    for one, other in pairwise(good):
        penalties = [sum(WEIGHTS[rule] for rule in {d.rule for d in r.doubts}) for r in (one, other)]
        assert penalties[0] <= penalties[1]
        if penalties[0] == penalties[1]:
            assert one.share <= other.share


def _rules(region: Region) -> set[str]:
    return {d.rule for d in region.doubts}


@pytest.mark.parametrize(("key", "symbol"), GENES)
def test_every_doubt_is_counted_afresh(key: str, symbol: str, genome_of: Opener) -> None:
    """R10, R12 and R13 are raised exactly where length, share and the place of the stop say so."""
    locus, unique = _open(key, symbol, genome_of)
    text = locus.molecule.sequence
    for region in (r for r in regions(locus, unique) if not r.hindrance):
        start, end = region.gone
        assert ("R10" in _rules(region)) == (end - start > 3000)
        late = no_decay = False
        for t in _coding(locus):
            ahead = sum(p < start for p in t.cds_positions) // 3
            late = late or ahead > t.residues / 2
            made = oracle.kept_start(text, list(t.exons), t.start_codon, region.gone)
            if made is None:
                continue
            rna, places = oracle.spliced(text, list(t.exons), region.gone)
            stop = places.index(t.start_codon) + 3 * len(made)
            junction = len(rna) - (t.exons[-1][1] - t.exons[-1][0])
            no_decay = no_decay or (junction - stop <= limit("R13.nmd").whole and len(made) - 1 >= 35)
        assert ("R12" in _rules(region)) == late
        if all((region.left or {})[t.id].start == "native" for t in _coding(locus)):
            assert ("R13" in _rules(region)) == no_decay


def test_tnf_has_one_set_and_it_leaves_62_residues(genome_of: Opener) -> None:
    """The new stop lies in the last exon, so R13 warns and counts the native residues that stay."""
    locus, unique = _open("mouse", "Tnf", genome_of)
    [only] = [r for r in regions(locus, unique) if not r.hindrance]
    assert (only.first, only.last) == (2, 3)
    told = (only.left or {})[locus.target.id]
    assert (told.before, told.start) == (62, "native")
    assert told.to_junction <= 0
    [warned] = [d.text for d in only.doubts if d.rule == "R13"]
    assert "lies in the last exon" in warned
    assert "62 native residues stay" in warned
    assert "ENSMUST00000025263, ENSMUST00000167924" in warned


def test_a_lost_start_codon_is_told(genome_of: Opener) -> None:
    """Lta loses its start codon with exons 2-3, and R14 says what the next ATG makes."""
    locus, unique = _open("mouse", "Lta", genome_of)
    best = regions(locus, unique)[0]
    assert (best.first, best.last) == (2, 3)
    [warned] = [d.text for d in best.doubts if d.rule == "R14"]
    assert "start codon of ENSMUST00000025266 goes with exons 2-3; a later ATG is read" in warned


def test_a_short_stump_asks_for_later_starts(genome_of: Opener) -> None:
    """Nfkbil1 keeps 28 residues without exon 2, and an in-frame ATG behind it opens far more than 100."""
    locus, unique = _open("mouse", "Nfkbil1", genome_of)
    best = regions(locus, unique)[0]
    again = restart(locus, locus.target, best.gone)
    protein = locus.protein
    behind = -(-sum(p < best.gone[1] for p in locus.target.cds_positions) // 3)
    assert again == len(protein) - protein.index("M", behind)
    assert again > 100
    assert any(d.rule == "R14" and f"opens {again} residues" in d.text for d in best.doubts)


def test_the_nearest_set_differs_least(genome_of: Opener) -> None:
    """Of the sets that can be floxed, the one whose ends lie nearest to the exons named."""
    locus, unique = _open("demo", "Nimba", genome_of)
    found = regions(locus, unique)
    good = [r for r in found if not r.hindrance]
    for first in range(1, 13):
        for last in range(first, 13):
            near = nearest(found, first, last)
            assert near is not None
            off = [abs(r.first - first) + abs(r.last - last) for r in good]
            assert abs(near.first - first) + abs(near.last - last) == min(off)


def test_no_set_is_near_where_none_can_be_floxed(genome_of: Opener) -> None:
    """All inner exons of Kesto are phase-symmetric."""
    locus, unique = _open("demo", "Kesto", genome_of)
    found = regions(locus, unique)
    assert nearest(found, 2, 2) is None
    inner = [r for r in found if r.first > 1 and r.last < 5]
    assert all("phase-symmetric" in r.hindrance for r in inner)


def test_the_sets_not_taken_are_told(genome_of: Opener) -> None:
    """Each alternative has its own id and a sentence, and the choice counts them all."""
    locus, unique = _open("demo", "Nimba", genome_of)
    found = regions(locus, unique)
    told = others(found, found[0])
    assert len({a.id for a in told}) == len(told)
    assert all(a.why_not.endswith(".") for a in told)
    assert "first-or-last-exon" in {a.id for a in told}
    first, _ = chosen(locus, found, found[0], Request.parse("flox Nimba"))
    assert f"from {len(found)} sets" in first


def test_a_trap_takes_what_begins_in_front_of_it(genome_of: Opener) -> None:
    """With a trap in intron 1 the RNA is exon 1 and the tail; with one in front of the gene nothing changes."""
    locus, _ = _open("demo", "Lumo1", genome_of)
    target, text = locus.target, locus.molecule.sequence
    at = target.introns[0][0] + 200
    made = remainder(locus, target, trap=Trap(at=at, tail="TAGATAACTGA"))
    rna = text[target.start_codon : target.exons[0][1]] + "TAGATAACTGA"
    assert f"{made.protein}*" == oracle.translated(rna)
    assert made.trapped
    free = remainder(locus, target, trap=Trap(at=10, tail="TAGATAACTGA"))
    assert not free.trapped
    assert free.protein == locus.protein


# -- cassettes ---------------------------------------------------------------------------------------------


def _region(genome_of: Opener) -> Region:
    return regions(*_open("demo", "Lumo1", genome_of))[0]


def _drawn(
    genome_of: Opener, allele: str, switch: str, other: str, marker: str
) -> list[list[tuple[str, int]]]:
    layout = Layout(marker=marker, words="", why="")
    cassette = flanking(_region(genome_of), layout, excision_sites(switch, ()), (switch, other), None)
    return [[(p.name, p.strand) for p in block.pieces] for block in cassette.blocks(allele)]


NEO = [("TKpA", -1), ("neo", -1), ("Kozak", -1), ("hBactP", -1)]


def test_the_order_of_a_floxed_allele(genome_of: Opener) -> None:
    """LoxP - exons - FRT - neo, antisense - FRT - loxP; Flp leaves one FRT, Cre one loxP."""
    lox, frt = ("loxP", 1), ("FRT", 1)
    assert _drawn(genome_of, "targeted", "Cre", "Flp", "behind") == [[lox], [frt, *NEO, frt, lox]]
    assert _drawn(genome_of, "flp", "Cre", "Flp", "behind") == [[lox], [frt, lox]]
    assert _drawn(genome_of, "targeted", "Cre", "Flp", "before") == [[lox, frt, *NEO, frt], [lox]]
    for allele in ("cre", "flp_cre", "cre_flp"):
        assert _drawn(genome_of, allele, "Cre", "Flp", "behind") == [[lox]]


@pytest.mark.parametrize(
    ("switch", "other", "outer", "inner"), [("Flp", "Cre", "FRT", "loxP"), ("Dre", "Flp", "rox", "FRT")]
)
def test_another_switch_moves_the_marker_to_another_recombinase(
    switch: str, other: str, outer: str, inner: str, genome_of: Opener
) -> None:
    """The marker never shares sites with the switch (R17)."""
    drawn = _drawn(genome_of, "targeted", switch, other, "behind")
    assert drawn == [[(outer, 1)], [(inner, 1), *NEO, (inner, 1), (outer, 1)]]


def test_the_order_of_a_tm1a_allele(genome_of: Opener) -> None:
    """FRT - acceptor - IRES - lacZ - polyA - loxP - neo, sense - FRT - loxP - exons - loxP."""
    cassette = reporter_cassette(_region(genome_of), None)
    names = {a: [[p.name for p in b.pieces] for b in blocks] for a, blocks in cassette.states}
    trap = ["FRT", "En2-SA", "three-frame stop", "IRES", "IRES start context", "lacZ", "SV40pA-256", "loxP"]
    assert names["targeted"] == [[*trap, "hBactP", "Kozak", "neo", "TKpA", "FRT", "loxP"], ["loxP"]]
    assert names["flp"] == [["FRT", "loxP"], ["loxP"]]
    assert names["cre"] == names["cre_flp"] == [trap]
    assert names["flp_cre"] == [["FRT", "loxP"]]
    assert all(p.strand == 1 for a, _ in cassette.states for p in cassette.pieces(a))


@pytest.mark.parametrize(
    ("line", "error", "says"),
    [
        ("flox Lumo1 --sites loxP,lox2272", RequestError, "different spacers"),
        ("flox Lumo1 exon 7", RequestError, "has 5 exons in TEACHT00000000001; there is no exon 7"),
        ("flox Lumo1 exon 3", InfeasibleError, "phase-symmetric .* flox Lumo1 exon 2-3"),
        ("Lumo1 tm1a --recombinase Dre", RequestError, "switched by Cre, .* Dre was named"),
        ("Lumo1 tm1a --sites lox2272", RequestError, "has loxP sites, and lox2272 was named"),
        ("Lumo1 tm1a --set selection.recombinase=Dre", RequestError, "Flp removes reporter and marker"),
        ("flox Lumo1 --set selection.recombinase=Cre", InfeasibleError, "R17"),
    ],
)
def test_contradictions_are_refused(line: str, error: type[Exception], says: str, genome_of: Opener) -> None:
    """Each in one sentence with its mend."""
    locus, unique = _open("demo", "Lumo1", genome_of)
    with pytest.raises(error) as caught:
        floxed(Request.parse(line), locus, unique)
    assert re.search(says, str(caught.value)), str(caught.value)
