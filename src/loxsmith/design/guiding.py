"""Which guide to use, and which silent changes keep it from cutting the finished allele (R26, R27, R29)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from loxsmith.design.blocking import STEPS, Budget, Liked, UnfinishedError, block
from loxsmith.design.diagnostic import Digest, digest_of
from loxsmith.design.drawing import Candidate
from loxsmith.design.preferences import Preferences, preferences
from loxsmith.design.reasons import explained
from loxsmith.design.slots import Slot, Substitution
from loxsmith.design.surroundings import Surroundings, surround
from loxsmith.guides import Cut, Guide, cut_distance, find_guides, recuts_many
from loxsmith.guides.offtargets import OffTargets
from loxsmith.guides.usability import Usability
from loxsmith.knowledge import limit
from loxsmith.locus import Locus
from loxsmith.strategy import Edit, Strategy

Searcher = Callable[[Sequence[str]], Mapping[str, OffTargets]]
"""Looks protospacers up in a genome."""

Predictor = Callable[[Sequence[Guide]], Sequence[float | None]]
"""Predicts how well guides cut, the higher the better."""

Examiner = Callable[[Guide], Usability]
"""Says what forbids a guide, what speaks against it and what is worth knowing."""

NO_OPTIONS: Final[Mapping[str, object]] = {}


def rank(
    strategy: Strategy,
    locus: Locus,
    *,
    options: Mapping[str, object] = NO_OPTIONS,
    specificity: Searcher | None = None,
    efficiency: Predictor | None = None,
    examiner: Examiner | None = None,
) -> tuple[Candidate, ...]:
    """Return the guides near the change, best first, each with the reasons for its place.

    Order: those that can be silenced; that fit no other place of the locus; that are fit themselves; that fit no other
    place of the genome exactly, and no exon of another gene nearly so (R29); whose silent bases all lie in codons; that
    cut within R26's preferred distance; that have nothing against them, such as a variant of some strains; that have no
    close off-target in an exon; then the fewest silent bases, the nearest cut, the best predicted cutting,
    the position. What cannot be used is kept, with its reason.

    Args:
        strategy: what is to be changed.
        locus: the wild type.
        options: settings of the request; see ``preferences.READ``.
        specificity: looks the protospacers up in the genome; without it no off-targets are known.
        efficiency: predicts how well they cut.
        examiner: judges the guides themselves, such as by strain variants under them.

    Raises:
        RequestError: a setting has a value that means nothing.
    """
    wanted = preferences(options, strategy.donor)
    near = _near(strategy, locus, wanted)
    if not near:
        return ()
    guides = [guide for _, guide in near]
    found = _candidates(near, strategy, locus, wanted)
    if specificity is not None:
        known = specificity([guide.protospacer for guide in guides])
        found = [replace(c, offtargets=known.get(c.guide.protospacer)) for c in found]
    if efficiency is not None:
        found = [replace(c, efficiency=e) for c, e in zip(found, efficiency(guides), strict=True)]
    if examiner is not None:
        found = [replace(c, verdict=examiner(c.guide)) for c in found]
    return explained(found, locus, wanted)


def _near(strategy: Strategy, locus: Locus, wanted: Preferences) -> list[tuple[int, Guide]]:
    """The guides nearest to the change, with their distance from it."""
    edits, text = strategy.edits, locus.molecule.sequence
    first, last = edits[0].start - wanted.farthest, edits[-1].end + wanted.farthest
    found = [(_distance(guide, edits), guide) for guide in find_guides(text, first, last)]
    within = [pair for pair in found if pair[0] <= wanted.farthest]
    return sorted(within, key=lambda pair: (pair[0], pair[1].start))[: wanted.examined]


def _distance(guide: Guide, edits: Sequence[Edit]) -> int:
    return min(cut_distance(guide.cut, e.start, e.end) for e in edits)


def _candidates(
    near: Sequence[tuple[int, Guide]], strategy: Strategy, locus: Locus, wanted: Preferences
) -> list[Candidate]:
    """Judge each guide on the locus and on the alleles that are to be made."""
    windows = [guide.window for _, guide in near]
    around = surround(strategy, locus, min(a for a, _ in windows), max(b for _, b in windows))
    spelled = [guide.protospacer for _, guide in near]
    before = recuts_many(spelled, locus.molecule.sequence)
    after = recuts_many(spelled, around.text)
    digest = digest_of(strategy, locus, around, wanted.diagnostic)
    budget = Budget()
    return [
        _candidate(guide, distance, wild, cuts, around, digest, budget)
        for (distance, guide), wild, cuts in zip(near, before, after, strict=True)
    ]


def _candidate(
    guide: Guide,
    distance: int,
    wild: Sequence[Cut],
    cuts: Sequence[Cut],
    around: Surroundings,
    digest: Digest,
    budget: Budget,
) -> Candidate:
    others = [cut for cut in wild if cut.window != guide.window]
    twins = sum(map(_is_twin, others))
    bare = Candidate(guide=guide, distance=distance, blocking=None, other_cuts=len(others), twins=twins)
    if twins:  # Whatever is respelled, it cannot be used.
        return replace(bare, unblocked="was not tried with silent changes, since nothing would make it usable")
    back = around.back()
    untouched = _untouched(others, cuts, back)
    liked = None if digest.made else digest.liked
    try:
        found = _changes(guide, cuts, around, liked, untouched, budget)
    except UnfinishedError:
        return replace(bare, unblocked=f"has no set of silent changes that was found within {STEPS:,} steps (judgement)")
    if found is None:
        return replace(bare, unblocked="cannot be kept from cutting the finished allele by silent changes (R27)")
    edits = merged([(back[c.position], c.ref, c.alt) for c in found], digest.intended)
    further, statement = digest.settled(edits, guide.protospacer)
    coding = {at for slot in around.codons for at in slot.positions}
    return replace(
        bare,
        blocking=(*edits, *further),
        outside=sum(change.position not in coding for change in found),
        concerns=around.concerns(back[change.position] for change in found),
        diagnostic=statement,
    )


def _is_twin(cut: Cut) -> bool:
    """Whether a place is as good as the guide's own (R29)."""
    return cut.mismatches <= limit("R29.family.mismatches").whole and cut.pam.endswith("GG")


def _untouched(others: Sequence[Cut], cuts: Sequence[Cut], back: Mapping[int, int]) -> tuple[Cut, ...]:
    """Cuts of the allele that are other places of the wild type, which no intended change touches."""
    known = {(cut.window, cut.strand) for cut in others}
    if not known:
        return ()
    found = []
    for cut in cuts:
        first, last = back.get(cut.window[0]), back.get(cut.window[1] - 1)
        if first is None or last is None or last - first != cut.window[1] - 1 - cut.window[0]:
            continue
        if ((first, last + 1), cut.strand) in known:
            found.append(cut)
    return tuple(found)


def _changes(
    guide: Guide,
    cuts: Sequence[Cut],
    around: Surroundings,
    liked: Liked | None,
    untouched: tuple[Cut, ...],
    budget: Budget,
) -> tuple[Substitution, ...] | None:
    """The fewest silent changes: in codons, else behind the stop or in introns too, else before the start, else anywhere.

    Raises:
        UnfinishedError: the budget ran out before any were found.
    """
    text, whole = around.text, (0, len(around.text))
    slots: tuple[Slot, ...] = ()
    tiers: list[tuple[Slot, ...]] = []
    for further in (around.codons, around.behind, around.leader):
        slots += further
        if further or not tiers:
            tiers.append(slots)
    for allowed in (*tiers, around.anywhere):
        found = block(
            text, guide.protospacer, allowed, near=whole, cuts=cuts, liked=liked, spared=untouched, budget=budget
        )
        if found is not None:
            return found
    return None


def merged(changes: Sequence[tuple[int, str, str]], intended: Sequence[Edit]) -> tuple[Edit, ...]:
    """One edit per contiguous stretch; an intended edit parts what lies on its two sides."""
    borders = {at for edit in intended for at in (edit.start, edit.end)}
    found: list[Edit] = []
    for at, ref, alt in sorted(changes):
        if found and found[-1].end == at and at not in borders:
            last = found.pop()
            at, ref, alt = last.start, last.ref + ref, last.alt + alt
        found.append(Edit(start=at, end=at + len(ref), ref=ref, alt=alt, kind="blocking"))
    return tuple(found)
