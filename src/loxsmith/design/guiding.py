"""Which guide to use, and which silent changes keep it from cutting the finished allele (R26, R27, R29)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from loxsmith.design.blocking import Liked, block
from loxsmith.design.diagnostic import Digest, digest_of
from loxsmith.design.drawing import Candidate
from loxsmith.design.preferences import Preferences, preferences
from loxsmith.design.reasons import explained
from loxsmith.design.slots import Slot, Substitution
from loxsmith.design.surroundings import Surroundings, surround
from loxsmith.guides import Cut, Guide, cut_distance, find_guides, recuts_many
from loxsmith.guides.offtargets import OffTargets
from loxsmith.guides.usability import Usability
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
    return [
        _candidate(guide, distance, wild, cuts, around, digest)
        for (distance, guide), wild, cuts in zip(near, before, after, strict=True)
    ]


def _candidate(
    guide: Guide,
    distance: int,
    wild: Sequence[Cut],
    cuts: Sequence[Cut],
    around: Surroundings,
    digest: Digest,
) -> Candidate:
    others = sum(cut.window != guide.window for cut in wild)
    changes, outside = _changes(guide, cuts, around, None if digest.made else digest.liked)
    if changes is None:
        return Candidate(guide=guide, distance=distance, blocking=None, other_cuts=others)
    back = around.back()
    edits = merged([(back[c.position], c.ref, c.alt) for c in changes], digest.intended)
    further, statement = digest.settled(edits, guide.protospacer)
    return Candidate(
        guide=guide,
        distance=distance,
        blocking=(*edits, *further),
        other_cuts=others,
        outside=outside,
        diagnostic=statement,
    )


def _changes(
    guide: Guide, cuts: Sequence[Cut], around: Surroundings, liked: Liked | None
) -> tuple[tuple[Substitution, ...] | None, int]:
    """The fewest silent changes: in codons, else behind the stop or in introns too, else before the start too."""
    text, whole = around.text, (0, len(around.text))
    slots: tuple[Slot, ...] = ()
    for further in (around.codons, around.behind, around.leader):
        slots += further
        found = block(text, guide.protospacer, slots, near=whole, cuts=cuts, liked=liked)
        if found is not None:
            coding = {at for slot in around.codons for at in slot.positions}
            return found, sum(change.position not in coding for change in found)
    return None, 0


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
