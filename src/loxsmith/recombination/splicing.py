"""How a transcript of the wild type is spliced on an allele.

The walk follows the RNA from the transcription start: an exon runs to its donor, the donor joins the next
acceptor that the RNA meets, native or a splice trap, and a polyadenylation signal inside an exon ends it. A
signal in an intron without an acceptor before it is spliced out with the intron and ends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loxsmith.knowledge import limit
from loxsmith.locus import TranscriptModel
from loxsmith.recombination.correspondence import Correspondence
from loxsmith.recombination.elements import Element, find_elements


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
    """A native splice site is lost, an exon skipped, or foreign sequence entered the RNA."""

    unpredicted: bool = False
    """A native donor or exon end is lost: splicing cannot be said."""

    lost_start: bool = False
    """The first exon is not there: nothing can be said to be transcribed."""

    @property
    def is_stopped(self) -> bool:
        """Whether a splice trap with enough signals ends the RNA (rule R41)."""
        return self.trap is not None and self.stop_signals >= limit("R41.polya").value


def splice(transcript: TranscriptModel, alignment: Correspondence) -> Path:
    """Predict the mature RNA of ``transcript`` on the allele of ``alignment``."""
    walker = _Walker(transcript, alignment)
    walker.walk()
    return walker.path


class _Walker:
    def __init__(self, transcript: TranscriptModel, alignment: Correspondence) -> None:
        self.transcript = transcript
        self.alignment = alignment
        self.elements = find_elements(alignment.allele)
        self.path = Path()
        self.at = 0
        """Allele position up to which the RNA has been read."""

    def walk(self) -> None:
        exons = self.transcript.exons
        begin = self._first(exons[0][0], 0)
        if begin is None:
            self.path.lost_start = True
            self.path.notes.append("the native transcription start is missing or turned round")
            return
        segment: int | None = begin
        for number, (start, end) in enumerate(exons, 1):
            if number > 1:
                segment = self._acceptor(number, start)
                if self.path.trap is not None and self.path.stop_signals:
                    return
            if segment is None:
                continue
            donor = self._donor(number, end, segment)
            if donor is None or self._exon(segment, donor):
                return
            self.at = donor

    # -- exons ---------------------------------------------------------------------------------------------

    def _exon(self, start: int, end: int) -> bool:
        """Add an exon; return True when the RNA ends inside it."""
        signal = next((p for p in self.elements.polyas if start <= p.start and p.end <= end), None)
        stop = signal.end if signal and not self._is_native(signal) else end
        self._add(start, stop)
        if stop == end:
            return False
        self.path.ended_early = True
        self.path.notes.append(f"the RNA ends at the inserted {signal.part.name if signal else 'signal'}")
        return True

    def _add(self, start: int, end: int) -> None:
        """Add a stretch less the whole introns that lie in it."""
        for intron in self.elements.introns:
            if start < intron.start and intron.end < end and not self._is_native(intron):
                self.path.segments.append((start, intron.start))
                self.path.notes.append(f"{intron.part.name} is spliced out")
                start = intron.end
        self.path.segments.append((start, end))

    # -- splice sites --------------------------------------------------------------------------------------

    def _donor(self, number: int, wild_end: int, segment: int) -> int | None:
        last = self._first(wild_end - 1, segment)
        if last is None:
            self.path.altered = self.path.unpredicted = True
            self.path.notes.append(f"the end of exon {number} is missing: the RNA is not predicted")
            return None
        donor = last + 1
        if number == len(self.transcript.exons):
            return donor
        if self.alignment.allele[donor : donor + 2] != self.alignment.wild[wild_end : wild_end + 2]:
            self.path.altered = self.path.unpredicted = True
            self.path.notes.append(
                f"the splice donor of exon {number} is destroyed: the RNA is not predicted"
            )
        self._compare(f"donor of exon {number}", wild_end, donor, _DONOR)
        return donor

    def _acceptor(self, number: int, wild_start: int) -> int | None:
        """Return where the RNA goes on: in a trap, at exon ``number``, or None when that exon is skipped."""
        native = self._first(wild_start, self.at)
        trap = self._trap_before(native)
        if trap is not None:
            return self._enter(trap, native)
        if native is None:
            self.path.altered = True
            self.path.notes.append(f"exon {number} is missing or turned round and is skipped")
            return None
        if self.alignment.allele[native - 2 : native] != self.alignment.wild[wild_start - 2 : wild_start]:
            self.path.altered = True
            self.path.notes.append(f"the splice acceptor of exon {number} is destroyed and the exon skipped")
            return None
        self._compare(f"acceptor of exon {number}", wild_start, native, _ACCEPTOR)
        return native

    def _trap_before(self, native: int | None) -> Element | None:
        for trap in self.elements.acceptors:
            inside = self.at <= trap.start and (native is None or trap.end <= native)
            if inside and not self._is_native(trap):
                return trap
        return None

    def _enter(self, trap: Element, native: int | None) -> int:
        """Follow the RNA into a trap: to its first polyadenylation signal, else on into the native exon."""
        end = len(self.alignment.allele) if native is None else native
        signals = [p for p in self.elements.polyas if trap.end <= p.start and p.end <= end]
        self.path.trap, self.path.stop_signals, self.path.altered = trap, len(signals), True
        if signals:
            self.path.ended_early = True
            self.path.segments.append((trap.end, signals[0].end))
        else:
            self.path.notes.append(f"the RNA enters the {trap.part.name} trap, and nothing there ends it")
        return trap.end

    # -- inside --------------------------------------------------------------------------------------------

    def _first(self, wild: int, after: int) -> int | None:
        """First allele position at or after ``after`` that is wild-type base ``wild`` on the same strand."""
        return next((p for p in self.alignment.places(wild) if p >= after), None)

    def _is_native(self, element: Element) -> bool:
        """Whether the wild type has the element at this place too."""
        return all(self.alignment.origin(p) is not None for p in (element.start, element.end - 1))

    def _compare(self, what: str, wild: int, allele: int, reach: tuple[int, int]) -> None:
        before, after = reach
        old = self.alignment.wild[max(0, wild - before) : wild + after]
        new = self.alignment.allele[max(0, allele - before) : allele + after]
        if old != new:
            self.path.notes.append(f"bases near the {what} differ ({old} became {new}): test its splicing")


_DONOR = (3, 6)
"""Bases before and after an exon-intron boundary that the splice consensus covers (MAG|GURAGU)."""

_ACCEPTOR = (20, 1)
"""Bases before and after an intron-exon boundary: polypyrimidine tract, AG and the first exon base."""
