"""Which guide to use, and which silent changes keep it from cutting the finished allele (R26, R27, R29)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
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

Judged = MutableMapping[tuple[tuple[Edit, ...], Guide], Candidate]
"""Guides as they were judged, by the changes and their place."""

_GIVEN_UP = f"was given up: no set of silent changes was found within {STEPS:,} steps, all guides together (judgement)"
_NOT_TRIED = "was not tried with silent changes, since none would make it usable"
_NO_SET = "cannot be kept from cutting the finished allele by silent changes (R27)"

NO_OPTIONS: Final[Mapping[str, object]] = {}


def rank(
    strategy: Strategy,
    locus: Locus,
    *,
    options: Mapping[str, object] = NO_OPTIONS,
    specificity: Searcher | None = None,
    efficiency: Predictor | None = None,
    examiner: Examiner | None = None,
    more: int = 0,
    known: Judged | None = None,
) -> tuple[Candidate, ...]:
    """Return the guides near the change, best first, each with the reasons for its place.

    Order: those that can be silenced; that fit no other place of the locus as well as their own; that are fit
    themselves; that cut no other place of the locus at all; that fit no other place of the genome exactly, and no exon
    of another gene nearly so (R29); whose silent bases all lie in codons; that cut within R26's preferred distance;
    that have nothing against them, such as a variant of some strains; that have no close off-target in an exon; then
    the fewest silent bases, the nearest cut, the best predicted cutting, the position. What cannot be used is kept,
    with its reason.

    Args:
        strategy: what is to be changed.
        locus: the wild type.
        options: settings of the request; see ``preferences.READ``.
        specificity: looks the protospacers up in the genome; without it no off-targets are known.
        efficiency: predicts how well they cut.
        examiner: judges the guides themselves, such as by strain variants under them.
        more: up to how many guides are examined, as many at a time, while none of those nearer can be used.
        known: guides judged before for the same request; what is judged now is added.

    Raises:
        RequestError: a setting has a value that means nothing.
    """
    wanted = preferences(options, strategy.donor)
    near = _near(strategy, locus, wanted)
    budget = Budget()
    judged = {} if known is None else known
    found: list[Candidate] = []
    while near[len(found) :] and (not found or (len(found) < more and not any(c.usable for c in found))):
        batch = near[len(found) :][: wanted.examined]
        new = [pair for pair in batch if (strategy.edits, pair[1]) not in judged]
        if new:
            judge = _Judge(specificity=specificity, efficiency=efficiency, examiner=examiner)
            for candidate in judge.completed(_candidates(new, strategy, locus, wanted, budget)):
                judged[strategy.edits, candidate.guide] = candidate
        found += [judged[strategy.edits, guide] for _, guide in batch]
    return explained(found, locus, wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judge:
    """What is asked of guides beside the alleles."""

    specificity: Searcher | None
    efficiency: Predictor | None
    examiner: Examiner | None

    def completed(self, found: list[Candidate]) -> list[Candidate]:
        """Add off-targets, predicted cutting and verdicts, in this order: verdicts may rest on what was found."""
        guides = [candidate.guide for candidate in found]
        if self.specificity is not None:
            known = self.specificity([guide.protospacer for guide in guides])
            found = [replace(c, offtargets=known.get(c.guide.protospacer)) for c in found]
        if self.efficiency is not None:
            found = [replace(c, efficiency=e) for c, e in zip(found, self.efficiency(guides), strict=True)]
        if self.examiner is not None:
            found = [replace(c, verdict=self.examiner(c.guide)) for c in found]
        return found


def _near(strategy: Strategy, locus: Locus, wanted: Preferences) -> list[tuple[int, Guide]]:
    """The guides near the change with their distance from it, the nearest first."""
    edits, text = strategy.edits, locus.molecule.sequence
    first, last = edits[0].start - wanted.farthest, edits[-1].end + wanted.farthest
    found = [(_distance(guide, edits), guide) for guide in find_guides(text, first, last)]
    within = [pair for pair in found if pair[0] <= wanted.farthest]
    return sorted(within, key=lambda pair: (pair[0], pair[1].start))


def _distance(guide: Guide, edits: Sequence[Edit]) -> int:
    return min(cut_distance(guide.cut, e.start, e.end) for e in edits)


def _candidates(
    near: Sequence[tuple[int, Guide]], strategy: Strategy, locus: Locus, wanted: Preferences, budget: Budget
) -> list[Candidate]:
    """Judge each guide on the locus and on the alleles that are to be made."""
    windows = [guide.window for _, guide in near]
    around = surround(strategy, locus, min(a for a, _ in windows), max(b for _, b in windows))
    spelled = [guide.protospacer for _, guide in near]
    before = recuts_many(spelled, locus.molecule.sequence)
    after = recuts_many(spelled, around.text)
    digest = digest_of(strategy, locus, around, wanted.diagnostic)
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
    bare = Candidate(
        guide=guide,
        distance=distance,
        blocking=None,
        other_cuts=len(others),
        twins=twins,
        other_cfd=max((cut.cfd for cut in others), default=0.0),
    )
    if twins:  # Whatever is respelled, it cannot be used.
        return replace(
            bare, unblocked="was not tried with silent changes, since nothing would make it usable"
        )
    back = around.back()
    untouched = _untouched(others, cuts, back)
    liked = None if digest.made else digest.liked
    try:
        found = _changes(guide, cuts, around, liked, untouched, budget)
    except UnfinishedError:
        return replace(
            bare, unblocked=f"has no set of silent changes that was found within {STEPS:,} steps (judgement)"
        )
    if found is None:
        return replace(
            bare, unblocked="cannot be kept from cutting the finished allele by silent changes (R27)"
        )
    edits = merged([(back[c.position], c.ref, c.alt) for c in found], digest.intended)
    further, statement = digest.settled(edits, guide.protospacer)
    return replace(
        bare,
        blocking=(*edits, *further),
        outside=_outside(found, around),
        concerns=around.concerns(back[change.position] for change in found),
        diagnostic=statement,
    )


def _outside(changes: Sequence[Substitution], around: Surroundings) -> int:
    """How many of the bases lie in no codon."""
    left = {change.position for change in changes}.difference(*(slot.positions for slot in around.codons))
    if left:
        left = left.difference(*(slot.positions for slot in around.anywhere() if len(slot.positions) > 1))
    return len(left)


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
    """The fewest silent changes, in the first tier of what may be respelled that has any.

    Raises:
        UnfinishedError: the budget ran out before any were found.
    """
    text, whole = around.text, (0, len(around.text))
    for allowed in _tiers(around):
        found = block(
            text,
            guide.protospacer,
            allowed,
            near=whole,
            cuts=cuts,
            liked=liked,
            spared=untouched,
            budget=budget,
        )
        if found is not None:
            return found
    return None


def _tiers(around: Surroundings) -> Iterator[tuple[Slot, ...]]:
    """Yield what may be respelled, each time more; the most harmless alone at first."""
    slots = around.codons
    yield slots
    for further in (around.behind, around.leader):
        if further:
            slots += further
            yield slots
    anywhere = around.anywhere()
    if len(anywhere) > len(slots) or set(anywhere) != set(slots):
        yield anywhere


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
