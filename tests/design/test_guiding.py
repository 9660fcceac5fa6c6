"""Which guides are offered, in which order and why, and that their silent changes are silent and do their work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from design.toys import Toy, coding, planned, split, write
from loxsmith.design import Candidate
from loxsmith.design.guiding import merged, rank
from loxsmith.design.preferences import preferences
from loxsmith.design.reasons import doubts
from loxsmith.errors import InfeasibleError, RequestError
from loxsmith.genome import Genome
from loxsmith.guides.offtargets import OffTarget, OffTargets
from loxsmith.locus import Locus
from loxsmith.strategy import Cassette, Edit, Piece, Strategy
from oracle.silent import cut_anywhere, fewer_would_do, forbidden, made, protein
from oracle.strings import opposite

Opener = Callable[[str], Genome]

REQUESTS = (
    "Toy C-terminal HA",
    "Toy N-terminal HA",
    "Toy C-terminal FLAG-T2A",
    "Toy c.40_42del",
    "Toy c.50del",
)


def layouts(folder: Path, kind: str, seed: int, *, plus: bool) -> Genome:
    """A gene of one of several awkward kinds."""
    random = Random(f"{kind} {seed}")
    others: list[Toy] = []
    if kind == "one exon":
        text, exons, frame = split(random, coding(random, 60), [])
    elif kind == "split codons":
        text, exons, frame = split(random, coding(random, 60), [40, 101, 149])
    elif kind == "tiny":
        text, exons, frame = split(random, coding(random, 4), [])
    elif kind == "no untranslated ends":
        text, exons, frame = split(random, coding(random, 60), [70])
        exons = [(frame[0], exons[0][1]), (exons[1][0], frame[1])]
    else:
        text, exons, frame = split(random, coding(random, 60), [40, 100])
    transcripts = [(exons, frame)]
    if kind == "isoforms":
        # Skips the second exon (60 bases): joins another codon; ends in another frame or not at all.
        transcripts.append(([exons[0], exons[2]], frame))
    if kind == "overlap":
        inside = (exons[2][0] + 12, exons[2][1] + 60)
        others.append(Toy("Other", [([inside], (inside[0] + 3, inside[0] + 33))], forward=False))
    return write(folder, text, [Toy("Toy", transcripts), *others], plus=plus)


KINDS = ("one exon", "split codons", "tiny", "no untranslated ends", "isoforms", "overlap")


@pytest.mark.parametrize("plus", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_silent_changes_are_silent_few_and_stop_the_guide(tmp_path: Path, kind: str, plus: bool) -> None:
    """No window is cut, every transcript makes what the intended change makes, and what must stay is not touched."""
    tried = needed = 0
    for seed in range(2):
        genome = layouts(tmp_path, kind, seed, plus=plus)
        residues = [f"Toy p.{r}" for r in _residues(genome)]
        for line in (*REQUESTS, *residues):
            try:
                strategy, locus = planned(genome, line)
            except (InfeasibleError, RequestError):
                continue
            for candidate in rank(strategy, locus):
                tried += 1
                needed += bool(candidate.blocking)
                _check(candidate, strategy, locus, exhaustive=seed == 0)
    assert tried > 20
    assert needed > 5


def _residues(genome: Genome) -> list[str]:
    from loxsmith.locus import open_locus

    found = open_locus(genome, genome.gene("Toy"), margin=10).protein
    return [f"{found[i]}{i + 1}{'A' if found[i] != 'A' else 'R'}" for i in range(2, len(found), 13)]


def _check(candidate: Candidate, strategy: Strategy, locus: Locus, *, exhaustive: bool) -> None:
    guide, wild = candidate.guide, locus.molecule.sequence
    low = min(guide.window[0], strategy.edits[0].start) - 22
    high = max(guide.window[1], strategy.edits[-1].end) + 22
    plain = made(wild, strategy.edits)
    if candidate.blocking is None:
        assert cut_anywhere(guide.protospacer, plain, low, high)
        assert candidate.reasons[0].startswith("Not usable")
        return
    if not candidate.blocking:
        assert not cut_anywhere(guide.protospacer, plain, low, high)
        return
    assert cut_anywhere(guide.protospacer, plain, low, high), "changes where none was needed"
    cells = made(wild, [*strategy.edits, *candidate.blocking])
    assert not cut_anywhere(guide.protospacer, cells, low, high)
    for transcript in locus.transcripts:
        if transcript.coding:
            assert protein(cells, transcript) == protein(plain, transcript)
    changed = {p for e in candidate.blocking for p in range(e.start, e.end)}
    touched = changed & forbidden(locus, strategy.edits)
    assert touched <= _non_coding_elsewhere(locus)
    assert bool(touched) == any("non-coding exon of Other" in text for text in candidate.concerns)
    exons = {p for t in locus.transcripts for a, b in t.cds for p in range(a, b)}
    assert len(changed - exons) == candidate.outside
    count = sum(len(e.alt) for e in candidate.blocking)
    if exhaustive or candidate.outside:
        # Where a base outside codons was used, no set of one or two coding bases may do.
        most = min(3, 3 if candidate.outside else count)
        assert fewer_would_do(
            locus, strategy.edits, guide.protospacer, most, low, high, range(*guide.window)
        ) == []  # fmt: skip


def _non_coding_elsewhere(locus: Locus) -> set[int]:
    """Bases of other genes' exons that code for nothing, and that the gene itself does not need."""
    without = SimpleNamespace(transcripts=locus.transcripts, neighbours=())
    exons = {p for gene in locus.neighbours for a, b in gene.exons for p in range(a, b)}
    coding = {p for gene in locus.neighbours for a, b in gene.coding for p in range(a, b)}
    return exons - coding - forbidden(cast("Locus", without), ())


def test_codons_that_an_intron_parts_are_respelled_across_it(tmp_path: Path) -> None:
    """A base of a codon whose other bases lie behind an intron is changed when that is silent, and not otherwise."""
    respelled = 0
    for seed in range(12):
        random = Random(seed)
        # Two bases of codon 31 in front of the intron, the third behind it; splice bases reach over the second exon's
        # first two bases, so that the bases in front decide: TTA, TTG, CTA and CTG, AGA and CGA.
        frame = coding(random, 60)
        frame = (
            frame[:90] + random.choice(["CTG", "TTG", "CTA", "TTA", "AGA", "CGA", "AGG", "CGG"]) + frame[93:]
        )
        text, exons, coded = split(random, frame, [94], intron=400)
        genome = write(tmp_path, text, [Toy("Toy", [(exons, coded)])], plus=True)
        found = _try(genome, "Toy p.{}29A")
        if found is None:
            continue
        strategy, locus = found
        for candidate in rank(strategy, locus):
            changed = {p for e in candidate.blocking or () for p in range(e.start, e.end)}
            respelled += bool(changed & {*locus.target.codon(31)})
            _check(candidate, strategy, locus, exhaustive=bool(changed & {*locus.target.codon(31)}))
    assert respelled


def _try(genome: Genome, pattern: str) -> tuple[Strategy, Locus] | None:
    from loxsmith.locus import open_locus

    found = open_locus(genome, genome.gene("Toy"), margin=10).protein
    number = int("".join(c for c in pattern.rpartition("}")[2] if c.isdigit()))
    try:
        return planned(genome, pattern.format(found[number - 1]))
    except (InfeasibleError, RequestError):
        return None


def test_a_paralogue_at_the_locus_makes_a_guide_unusable_and_is_said(genome_of: Opener) -> None:
    """The teaching genome's twin genes: guides that fit both are kept, last, with the reason."""
    genome = genome_of("demo")
    strategy, locus = planned(genome, "Garl1 C-terminal HA")
    wide = planned_wide(genome, "Garl1 C-terminal HA")
    found = rank(*wide)
    doubled = [c for c in found if c.other_cuts]
    assert doubled
    assert not any(c.usable for c in doubled)
    twinned = [c for c in doubled if c.twins]
    assert twinned
    assert not any(c.spare for c in twinned)
    assert all("Not usable: it fits" in c.reasons[0] for c in twinned)
    first_bad = next(i for i, c in enumerate(found) if not c.usable)
    assert all(not c.usable for c in found[first_bad:])
    assert rank(strategy, locus)


def planned_wide(genome: Genome, line: str) -> tuple[Strategy, Locus]:
    """A strategy on a locus wide enough to hold the neighbours."""
    from loxsmith.locus import open_locus, uniqueness
    from loxsmith.request import Request
    from loxsmith.strategy import choose

    request = Request.parse(f"{line} --method zygote")
    locus = open_locus(genome, genome.gene(request.gene or ""), margin=40_000)
    return choose(request, locus, uniqueness(locus)), locus


@pytest.mark.parametrize("seed", range(6))
def test_every_state_of_a_cassette_is_silenced_by_one_set(tmp_path: Path, seed: int) -> None:
    """A cassette beside the change: no guide cuts the allele with it, nor with what a recombinase leaves of it."""
    random = Random(seed)
    text, exons, frame = split(random, coding(random, 60), [95], intron=300)
    genome = write(tmp_path, text, [Toy("Toy", [(exons, frame)])], plus=True)
    residue = _protein(genome)[27]
    strategy, locus = planned(genome, f"Toy p.{residue}28{'A' if residue != 'A' else 'R'}")
    at = locus.target.exons[0][1] + 30
    guide = next(c for c in rank(strategy, locus) if c.blocking is not None).guide
    trap = guide.protospacer[:10]
    states = (
        ("targeted", (Piece(name="long", sequence="ACGT" * 30 + trap),)),
        ("flp", (Piece(name="short", sequence=trap),)),
    )
    both = replace(strategy, cassette=Cassette.at(at, states))
    for candidate in rank(both, locus):
        if candidate.blocking is None:
            continue
        low = min(candidate.guide.window[0], strategy.edits[0].start, at) - 25
        high = max(candidate.guide.window[1], strategy.edits[-1].end, at) + 25
        for _, pieces in states:
            cells = made(locus.molecule.sequence, [*strategy.edits, *candidate.blocking])
            cells[at] = pieces[0].sequence + cells[at]
            assert not cut_anywhere(candidate.guide.protospacer, cells, low, high)


def _protein(genome: Genome) -> str:
    from loxsmith.locus import open_locus

    return open_locus(genome, genome.gene("Toy"), margin=10).protein


def test_a_payload_that_a_guide_cuts_is_left_as_sourced_and_the_guide_dropped(tmp_path: Path) -> None:
    """Bases that are brought in are never respelled: the guide is kept in the table, unusable, with the reason."""
    strategy, locus = _plain(tmp_path)
    guide = rank(strategy, locus)[0].guide
    edit = strategy.edits[0]
    for inside in (guide.protospacer + "TGG", "CCA" + opposite(guide.protospacer)):
        bearing = replace(strategy, edits=(replace(edit, alt=edit.alt + inside + "C"),))
        found = next(c for c in rank(bearing, locus) if c.guide == guide)
        assert found.blocking is None
        assert found.reasons[0].startswith("Not usable: it cannot be kept from cutting")


# -- the order -----------------------------------------------------------------------------------------------


def _plain(tmp_path: Path, seed: int = 5) -> tuple[Strategy, Locus]:
    random = Random(seed)
    text, exons, frame = split(random, coding(random, 80), [])
    genome = write(tmp_path, text, [Toy("Toy", [(exons, frame)])], plus=True)
    return planned(genome, "Toy C-terminal HA")


def test_the_order_is_the_documented_one_and_the_same_every_time(tmp_path: Path) -> None:
    """Usable, unique, in codons, near, few silent bases, distance, position; and again the same."""
    for seed in range(8):
        strategy, locus = _plain(tmp_path, seed)
        found = rank(strategy, locus)
        keys = [
            (
                c.blocking is None,
                c.other_cuts > 0,
                c.outside > 0,
                c.distance > 10,
                sum(len(e.alt) for e in c.blocking or ()),
                c.distance,
                c.guide.start,
                -c.guide.strand,
            )
            for c in found
        ]
        assert keys == sorted(keys)
        assert rank(strategy, locus) == found
        assert all(c.reasons for c in found)
        assert (
            sum(reason.startswith("Ranked first") for c in found for reason in c.reasons) == found[0].usable
        )


def test_numbers_can_be_set_and_are_said(tmp_path: Path) -> None:
    """Distance, nearness and number of guides; what is set in place of a default is said, nonsense is refused."""
    strategy, locus = _plain(tmp_path)
    everything = rank(strategy, locus)
    close = rank(strategy, locus, options={"guide.max_distance": 12})
    assert {c.guide for c in close} == {c.guide for c in everything if c.distance <= 12}
    assert len(rank(strategy, locus, options={"guide.candidates": 2})) == 2
    far = rank(strategy, locus, options={"guide.near": 100})
    assert all("beyond" not in reason for c in far for reason in c.reasons)
    assert preferences({"guide.near": 20}, "ssodn").said == ("guide.near was set to 20 in place of 10.",)
    assert preferences({"rule.R26.oligo.warn": 20}, "ssodn").near == 20
    assert preferences({"rule.R26.plasmid": 20}, "ssodn").farthest == 30
    assert preferences({"rule.R26.plasmid": 20}, "plasmid").farthest == 20
    assert preferences({}, "plasmid").said == ()
    for wrong in ({"guide.near": -1}, {"guide.near": 2.5}, {"guide.candidates": 0}, {"guide.near": True},
                  {"guide.max_distance": "far"}, {"diagnostic": "perhaps"}):  # fmt: skip
        with pytest.raises(RequestError, match="not"):
            rank(strategy, locus, options=wrong)


def _offtargets(guide: str, sites: Sequence[OffTarget]) -> OffTargets:
    return cast("OffTargets", SimpleNamespace(guide=guide, sites=tuple(sites)))


def test_a_near_perfect_match_in_another_genes_exon_puts_a_guide_behind(tmp_path: Path) -> None:
    """One mismatch in a paralogue's exon outweighs everything but use itself; its own site does not count."""
    strategy, locus = _plain(tmp_path)
    usual = rank(strategy, locus)
    best = usual[0]

    def site(mismatches: int, gene: str, region: str, *, own: bool = False) -> OffTarget:
        lower, upper = locus.top_strand(best.guide.start, best.guide.end)
        start = lower if own else 10
        return OffTarget(locus.contig.name if own else "chr1", start, start + upper - lower, 1, "A" * 20, "TGG",
                         mismatches, None, None, gene, region)  # fmt: skip

    def search(sites: Sequence[OffTarget]) -> Callable[[Sequence[str]], Mapping[str, OffTargets]]:
        return lambda guides: {
            g: _offtargets(g, sites if g == best.guide.protospacer else ()) for g in guides
        }

    harmless = rank(strategy, locus, specificity=search([site(0, "Toy", "exon", own=True), site(1, "Twin", "intron"),
                                                         site(3, "Twin", "exon")]))  # fmt: skip
    assert harmless[0].guide == best.guide
    usable = sum(c.usable for c in usual)
    assert usable > 1
    twin = rank(strategy, locus, specificity=search([site(1, "Twin", "exon")]))
    place = [c.guide for c in twin].index(best.guide)
    assert place == usable - 1
    assert any("Twin" in reason for reason in twin[place].reasons)
    close = rank(strategy, locus, specificity=search([site(2, "Twin", "exon")]))
    same = [c.guide for c in close if c.usable and not c.outside and c.distance <= 10]
    assert same[-1] == best.guide


def test_predicted_cutting_decides_among_equals_only(tmp_path: Path) -> None:
    """Guides that tie up to the distance are put in the order of the prediction."""
    for seed in range(30):
        strategy, locus = _plain(tmp_path, seed)
        usual = rank(strategy, locus)
        pairs = [
            (a, b)
            for a, b in pairwise(usual)
            if a.usable and b.usable and a.distance == b.distance and a.blocking == b.blocking == ()
        ]
        if pairs:
            a, b = pairs[0]
            scored = rank(strategy, locus, efficiency=lambda gs, w=b: [float(g == w.guide) for g in gs])  # type: ignore[misc]
            order = [c.guide for c in scored]
            assert order.index(b.guide) < order.index(a.guide)
            return
    pytest.fail("no two guides tied")


# -- the pieces ----------------------------------------------------------------------------------------------


def test_neighbouring_changes_are_one_edit_unless_an_insertion_parts_them() -> None:
    """Two bases side by side are one edit; with an insertion between them they are two."""
    changes = [(9, "A", "C"), (10, "G", "T"), (12, "A", "G")]
    assert [(e.start, e.ref, e.alt) for e in merged(changes, ())] == [(9, "AG", "CT"), (12, "A", "G")]
    between = Edit(start=10, end=10, ref="", alt="TTT")
    assert [(e.start, e.ref) for e in merged(changes, (between,))] == [(9, "A"), (10, "G"), (12, "A")]


def test_the_drawing_says_what_was_set_and_what_lies_outside_codons(genome_of: Opener) -> None:
    """A number set in place of its default and a site gained are notes; bases outside codons are remarks."""
    from loxsmith.design import draw
    from loxsmith.locus import uniqueness
    from loxsmith.request import Request

    strategy, locus = planned_wide(genome_of("mouse"), "Tnf p.A223R")
    request = Request.parse("Tnf p.A223R --method zygote --set guide.near=5")
    drawing = draw(strategy, locus, uniqueness(locus), request)
    assert "guide.near was set to 5 in place of 10." in drawing.notes
    chosen = drawing.candidates[0]
    assert chosen.diagnostic == "" or chosen.diagnostic in drawing.notes
    assert not any("outside codons" in remark for remark in drawing.remarks) or chosen.outside
    assert doubts(replace(chosen, outside=1), locus)[0].startswith(
        "1 base of the silent changes lies outside codons"
    )
    assert doubts(replace(chosen, outside=0), locus) == ()
