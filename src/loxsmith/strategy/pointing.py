"""Changes of residues or bases: what each transcript makes of them."""

from __future__ import annotations

from collections.abc import Sequence

from loxsmith.locus import Locus, TranscriptModel
from loxsmith.request import Change, Request
from loxsmith.strategy.assuming import escapes, first_assumptions, near_splice_sites, shared_exons
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.outcome import edited_coding_sequence, edited_protein
from loxsmith.strategy.promising import Aim, Product
from loxsmith.strategy.resolve import resolve
from loxsmith.strategy.routes import coding
from loxsmith.strategy.wording import changed_residues


def point_aim(what: str, changes: Sequence[Change], request: Request, locus: Locus) -> Aim:
    """Return what is to be true once ``changes`` are made.

    Args:
        what: the changes in a few words.
        changes: counted on the target transcript.
        request: for what it takes for granted.
        locus: the wild type.

    Raises:
        RequestError: a stated residue or base is not what the genome has, or a place does not exist.
        InfeasibleError: a change cannot be designed.
    """
    edits = resolve(changes, locus)
    return Aim(
        what=what,
        edits=edits,
        payload=(),
        products=tuple(_altered(locus, t, edits) for t in coding(locus) if _still_starts(locus, t, edits)),
        assumptions=(
            *(
                f"{t.id} loses its own start codon by the change; what it makes then is not predicted."
                for t in coding(locus)
                if not _still_starts(locus, t, edits)
            ),
            *first_assumptions(request, locus),
            *escapes(locus, edits, "the change"),
            *shared_exons(locus, edits),
            *near_splice_sites(locus, edits),
        ),
    )


def _still_starts(locus: Locus, transcript: TranscriptModel, edits: Sequence[Edit]) -> bool:
    """Whether a transcript keeps its start codon; another isoform's may be an inner Met of the target."""
    return edited_coding_sequence(locus, transcript, edits).startswith("ATG")


def _altered(locus: Locus, transcript: TranscriptModel, edits: Sequence[Edit]) -> Product:
    wild, changed = locus.protein_of(transcript), edited_protein(locus, transcript, edits)
    if changed == wild:
        words = "stays as in the wild type"
    elif transcript.id == locus.target.id:
        words = f"makes {changed_residues(wild, changed)} and nothing else"
    else:
        words = f"makes {changed_residues(wild, changed)}, in its own numbering, and nothing else"
    return Product(transcript=transcript.id, chains=(changed,), words=words)
