"""What each transcript must make once edits are in place, reckoned from the wild-type coding sequence.

These are the expectations that promises state. They are worked out on the coding sequence as text, without
drawing anything, so that neither the drawing nor the readout can lend its mistakes to them.
"""

from __future__ import annotations

from collections.abc import Iterable

from loxsmith.locus import Locus, TranscriptModel
from loxsmith.sequence import translate
from loxsmith.strategy.edits import Edit


def edited_coding_sequence(locus: Locus, transcript: TranscriptModel, edits: Iterable[Edit]) -> str:
    """Return the coding sequence of ``transcript`` with the edits that fall into it."""
    pieces, held = [], list(edits)
    for start, end in transcript.cds:
        text, at = "", start
        for edit in sorted(held, key=lambda e: e.start):
            if start <= edit.start and edit.end <= end and at <= edit.start < end:
                text += locus.molecule.sequence[at : edit.start] + edit.alt
                at = edit.end
        pieces.append(text + locus.molecule.sequence[at:end])
    return "".join(pieces)


def edited_protein(locus: Locus, transcript: TranscriptModel, edits: Iterable[Edit]) -> str:
    """Return the protein of ``transcript`` with the edits, up to the first stop codon."""
    return translate(edited_coding_sequence(locus, transcript, edits)).partition("*")[0]


def carriers(locus: Locus, edits: Iterable[Edit]) -> tuple[TranscriptModel, ...]:
    """Return the coding transcripts whose protein the edits change."""
    held = tuple(edits)
    return tuple(
        t for t in locus.transcripts
        if t.coding and edited_protein(locus, t, held) != locus.protein_of(t)
    )  # fmt: skip


def escaping(locus: Locus, edits: Iterable[Edit]) -> tuple[TranscriptModel, ...]:
    """Return the coding transcripts whose protein the edits leave as it is."""
    changed = {t.id for t in carriers(locus, edits)}
    return tuple(t for t in locus.transcripts if t.coding and t.id not in changed)
