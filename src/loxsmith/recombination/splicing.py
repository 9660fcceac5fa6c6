"""How a transcript of the wild type is spliced on an allele.

The walk follows the RNA from the transcription start: an exon runs to the next donor, the donor joins the next
acceptor that the RNA meets, native (in whatever copy) or a splice trap, and a polyadenylation signal inside an
exon ends it. A signal in an intron without an acceptor before it is spliced out with the intron and ends
nothing. Native sites are found by their introns, so that an exon may gain or lose bases up to its edge. Donors
and acceptors must take turns: two of a kind in a row mean that a site between them is lost, and what the cell
then does is not predicted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from loxsmith.knowledge import limit
from loxsmith.locus import TranscriptModel
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.elements import Element, find_elements
from loxsmith.recombination.foreign import Foreign

Kind = Literal["start", "acceptor", "donor", "end"]


class Site(NamedTuple):
    """A boundary of a native exon on the allele."""

    at: int
    """First base of the exon, or one past its last."""
    kind: Kind
    exon: int
    """Number of the exon, from 1; 0 for one of another genome."""


@dataclass(slots=True)
class Path:
    """One transcript on an allele, under construction and then read."""

    segments: list[tuple[int, int]] = field(default_factory=list)
    """Stretches of the allele that make the mature RNA, 0-based half-open, in order."""

    notes: list[str] = field(default_factory=list)
    """What a reader must know, one sentence each."""

    trap: Element | None = None
    """The splice trap the RNA ends behind."""

    stop_signals: int = 0
    """Polyadenylation signals between the trap and the next native exon."""

    ended_early: bool = False
    """Ended by an inserted polyadenylation signal before the native last exon's end."""

    altered: bool = False
    """Splicing is not the wild type's, or its sites or the promoter's core are not."""

    unpredicted: bool = False
    """A splice site or the RNA's end is lost, or the start is there twice: the RNA cannot be said."""

    lost_start: bool = False
    """The transcription start is not there: nothing can be said to be transcribed."""

    @property
    def is_stopped(self) -> bool:
        """Whether a splice trap with enough signals ends the RNA (rule R41)."""
        return self.trap is not None and self.stop_signals >= limit("R41.polya").value


def splice(transcript: TranscriptModel, alignment: Correspondence, foreign: Sequence[Foreign] = ()) -> Path:
    """Predict the mature RNA of ``transcript`` on the allele of ``alignment``.

    Args:
        transcript: on the wild type.
        alignment: of wild type and allele.
        foreign: sequence of other genomes that the allele may hold, whose splice sites count like native ones.
    """
    walker = _Walker(transcript, alignment, foreign)
    walker.walk()
    return walker.path


class _Walker:
    def __init__(
        self, transcript: TranscriptModel, alignment: Correspondence, foreign: Sequence[Foreign]
    ) -> None:
        self.transcript = transcript
        self.alignment = alignment
        elements = find_elements(alignment.allele)
        self.traps = [e for e in elements.acceptors if not self._is_native(e)]
        self.signals = [e for e in elements.polyas if not self._is_native(e)]
        self.promoters = [e for e in elements.promoters if not self._is_native(e)]
        self.introns = [e for e in elements.introns if not self._is_native(e)]
        self.sites = sorted(self._with_foreign(self._native_sites(), foreign))
        self.visited: list[Site] = []
        self.path = Path()

    def walk(self) -> None:
        starts = self.alignment.places(self.transcript.exons[0][0])
        if not starts:
            self.path.lost_start = self.path.altered = True
            self.path.notes.append("the native transcription start is missing or turned round")
            return
        if len(starts) > 1:
            self._give_up(f"the transcription start is there {len(starts)} times")
        self.visited.append(Site(starts[0], "start", 1))
        self._promoter(starts[0])
        at: int | None = starts[0]
        while at is not None:
            donor = self._exon(at)
            at = None if donor is None else self._intron(donor)
        self._retained()
        self._compare_order()

    # -- steps ---------------------------------------------------------------------------------------------

    def _exon(self, start: int) -> int | None:
        """Read an exon; return its donor, or None when the RNA ends in it."""
        stop = self._next(start, "donor", "end")
        signal = next((s for s in self.signals if s.start >= start and (not stop or s.end <= stop.at)), None)
        end = signal.end if signal else stop.at if stop else len(self.alignment.allele)
        self._pass_over(start, end, "acceptor", "the splice donor in front of {} is destroyed")
        self._add(start, end)
        self._traps_inside(start, end)
        if signal:
            self._ended(start, signal)
            return None
        if stop is None:
            self._give_up("nothing ends the RNA")
            return None
        if self.path.trap and start == self.path.trap.end:
            self.path.notes.append(
                f"the RNA enters the {self.path.trap.part.name} trap, and nothing there ends it"
            )
        self.visited.append(stop)
        return stop.at if stop.kind == "donor" else None

    def _traps_inside(self, start: int, end: int) -> None:
        if any(site.kind == "donor" for site in self.visited):
            self.path.notes += [
                f"the {trap.part.name} trap lies inside an exon and may be used in place of its acceptor"
                for trap in self.traps
                if start <= trap.start and trap.end < end
            ]

    def _ended(self, start: int, signal: Element) -> None:
        self.path.ended_early = True
        if self.path.trap is None or self.path.trap.end != start:
            self.path.notes.append(f"the RNA ends at the inserted {signal.part.name}")
            self.path.trap = None
            return
        following = self._next(start, "acceptor", "donor", "end")
        reach = following.at if following else len(self.alignment.allele)
        self.path.stop_signals = sum(s.start >= start and s.end <= reach for s in self.signals)
        last = max((s.start for s in self.signals if s.end <= reach), default=start)
        for promoter in self.promoters:
            if last < promoter.end <= reach:
                self._give_up(f"{promoter.part.name} behind the signals reads into what follows")

    def _intron(self, donor: int) -> int | None:
        """Return where the RNA goes on behind a donor: in a trap or in a native exon."""
        native = self._next(donor, "acceptor")
        trap = next((t for t in self.traps if t.start >= donor and (not native or t.end <= native.at)), None)
        if trap is None and native is None:
            self._give_up("no splice acceptor follows the last donor")
            return None
        end = trap.end if trap else native.at if native else donor
        self._pass_over(donor, end, "donor", "the splice acceptor of {} is destroyed")
        self.path.notes += [
            f"{s.part.name} lies in an intron without an acceptor before it and is spliced out"
            for s in self.signals
            if s.start >= donor and s.end <= end
        ]
        if trap:
            self.path.trap, self.path.altered = trap, True
        elif native:
            self.visited.append(native)
        return end

    def _add(self, start: int, end: int) -> None:
        """Add a stretch less the whole introns that lie in it."""
        for intron in self.introns:
            if start < intron.start and intron.end < end:
                self.path.segments.append((start, intron.start))
                self.path.notes.append(f"{intron.part.name} is spliced out")
                start = intron.end
        self.path.segments.append((start, end))

    def _next(self, after: int, *kinds: Kind) -> Site | None:
        return next((s for s in self.sites if s.at > after and s.kind in kinds), None)

    def _pass_over(self, start: int, end: int, kind: Kind, why: str) -> None:
        for site in self.sites:
            if start < site.at < end and site.kind == kind:
                exon = "an exon of another genome" if site.exon == _FOREIGN else f"exon {site.exon}"
                self._give_up(why.format(exon))

    def _give_up(self, why: str) -> None:
        self.path.altered = self.path.unpredicted = True
        self.path.notes.append(f"{why}; the RNA is not predicted")

    # -- native sites --------------------------------------------------------------------------------------

    def _with_foreign(self, native: list[Site], foreign: Sequence[Foreign]) -> list[Site]:
        """Add splice sites of other genomes, those aside that are the wild type's too."""
        known = {(site.at, site.kind) for site in native}
        added = {place for one in foreign for place in one.sites_on(self.alignment.allele)} - known
        return [*native, *(Site(at, kind, _FOREIGN) for at, kind in added)]

    def _native_sites(self) -> list[Site]:
        exons, places = self.transcript.exons, self.alignment.places
        found = [Site(p + 1, "end", len(exons)) for p in places(exons[-1][1] - 1)]
        for number, (start, end) in enumerate(exons, 1):
            if number > 1:
                found += [
                    Site(p + 1, "acceptor", number)
                    for p in places(start - 1)
                    if self._reads(start - 2, p - 1) and self._is_kept(start - 20, p - 19, 20, 10)
                ]
            if number < len(exons):
                found += [
                    Site(p, "donor", number)
                    for p in places(end)
                    if self._reads(end, p) and self._is_kept(end, p, 6, 4)
                ]
        return found

    def _reads(self, wild: int, allele: int) -> bool:
        """Whether the two bases of a splice site are those of the wild type."""
        return self.alignment.wild[wild : wild + 2] == self.alignment.allele[allele : allele + 2]

    def _is_kept(self, wild: int, allele: int, length: int, least: int) -> bool:
        """Whether ``least`` of the wild type's bases are still among ``length`` ones of the allele."""
        kept = 0
        for position in range(max(0, allele), min(allele + length, len(self.alignment.allele))):
            origin = self.alignment.origin(position)
            if origin is None or origin[1] != 1 or not wild - length <= origin[0] < wild + 2 * length:
                continue
            kept += self.alignment.wild[origin[0]] == self.alignment.allele[position]
        return kept >= least

    def _is_native(self, element: Element) -> bool:
        """Whether the wild type has the element at this place too."""
        origin = self.alignment.origin(element.start)
        if origin is None or origin[1] != 1:
            return False
        return self.alignment.wild.startswith(element.part.sequence, origin[0])

    # -- remarks -------------------------------------------------------------------------------------------

    def _retained(self) -> None:
        """Give up when native intron stays in the RNA: both its sites are lost, but it is not."""
        for number, (start, end) in enumerate(self.transcript.introns, 1):
            kept = sum(self._overlap(a, b, start, end) for a, b in self.path.segments)
            if kept >= _INTRON:
                self._give_up(f"{kept} bases of intron {number} stay in the RNA")

    def _overlap(self, start: int, end: int, wild_start: int, wild_end: int) -> int:
        """Bases of a stretch of the allele that come from a stretch of the wild type, on either strand."""
        found = 0
        for m in self.alignment.matches:
            lower, upper = max(m.allele, start) - m.allele, min(m.allele + m.length, end) - m.allele
            if lower < upper:
                first = m.wild + (lower if m.strand == 1 else m.length - upper)
                found += max(0, min(first + upper - lower, wild_end) - max(first, wild_start))
        return found

    def _compare_order(self) -> None:
        """Say which exons are skipped or repeated, and which sites' surroundings differ."""
        numbers = range(1, len(self.transcript.exons) + 1)
        seen = {site.exon for site in self.visited if site.exon != _FOREIGN}
        reached = max(seen) if self.path.ended_early else len(numbers)
        for n in numbers[:reached]:
            if n not in seen:
                self._skipped(n)
        entered = [site.exon for site in self.visited if site.kind in ("start", "acceptor")]
        times = Counter(entered)
        if times[_FOREIGN]:
            self.path.notes.append(f"{times[_FOREIGN]} exon(s) of another genome are read")
        self.path.notes += [f"exon {n} is read {times[n]} times" for n in numbers if times[n] > 1]
        expected: list[tuple[Kind, int]] = [("start", 1)]
        for n in numbers[1:]:
            expected += [("donor", n - 1), ("acceptor", n)]
        expected.append(("end", len(numbers)))
        if [(site.kind, site.exon) for site in self.visited] != expected:
            self.path.altered = True
        for site in self.visited:
            self._compare(site)

    def _skipped(self, number: int) -> None:
        start, end = self.transcript.exons[number - 1]
        places = self.alignment.places((start + end) // 2)
        if places and all(any(a <= p < b for a, b in self.path.segments) for p in places):
            self.path.notes.append(f"bases like those of exon {number} are read within another exon")
        elif places:
            self._give_up(f"exon {number} is there without its splice sites")
        else:
            self.path.notes.append(f"exon {number} is missing or turned round and is skipped")

    def _compare(self, site: Site) -> None:
        if site.kind == "start" or site.exon == _FOREIGN:
            return
        wild = self.transcript.exons[site.exon - 1][0 if site.kind == "acceptor" else 1]
        if site.kind == "acceptor" and self._further_acceptor(wild, site.at):
            self.path.altered = True
            self.path.notes.append(
                f"a new AG behind the acceptor of exon {site.exon} may be used in its place"
            )
        before, after = _REACH[site.kind]
        old = self.alignment.wild[max(0, wild - before) : wild + after]
        new = self.alignment.allele[max(0, site.at - before) : site.at + after]
        if old == new:
            return
        what = f"{site.kind} of exon {site.exon}" if site.kind != "end" else "native polyadenylation site"
        test = "test its splicing" if site.kind != "end" else "test the RNA's end"
        self.path.altered = True
        self.path.notes.append(f"bases near the {what} differ ({old} became {new}): {test}")

    def _further_acceptor(self, wild: int, allele: int) -> bool:
        old = self.alignment.wild[wild : wild + _TANDEM]
        new = self.alignment.allele[allele : allele + _TANDEM]
        return new.count("AG") > old.count("AG")

    def _promoter(self, start: int) -> None:
        """Note a changed core promoter; an allele that is drawn from the start on says nothing about it."""
        wild = self.transcript.exons[0][0]
        reach = min(_CORE, wild, start)
        if not self._is_kept(wild - reach, start - reach, reach, reach - reach // 10):
            self.path.altered = True
            self.path.notes.append(
                f"bases within {_CORE} bp in front of the transcription start differ: test whether it is used"
            )


_FOREIGN = 0
"""Number that stands for all exons of another genome."""

_REACH = {"donor": (3, 6), "acceptor": (20, 1), "end": (40, 0)}
"""Bases before and after a boundary that matter: the donor consensus MAG|GURAGU; polypyrimidine tract, AG and
the first exon base; the AAUAAA, which lies within 40 bases of the cleavage site (Proudfoot 2011, Genes Dev
25:1770)."""

_TANDEM = 12
"""Bases behind an acceptor within which a second AG competes with it (NAGNAG; Hiller 2004, Nat Genet 36:1255)."""

_INTRON = 20
"""Native intron bases in an RNA from which on it counts as retained: a shifted edge brings fewer (judgement)."""

_CORE = 40
"""Length of the core promoter in front of the start (bp; Smale & Kadonaga 2003, Annu Rev Biochem 72:449)."""
