"""What a cut in a zygote can come to besides what was simulated: words, since no bases of it can be foretold."""

from __future__ import annotations

from loxsmith.knowledge import limit
from loxsmith.package.document import Document


def usual_outcomes(document: Document) -> tuple[str, ...]:
    """Return the outcomes that a design with a nuclease in zygotes must be screened for; none for other designs."""
    if not any(guide.chosen for guide in document.guides):
        return ()
    flank = limit("R31.flank")
    found = [
        "Small insertions and deletions at the cut, by end joining without the donor: the commonest outcome, often on "
        "the other chromosome of the very same founder.",
        "Larger deletions over the cut, which take the sites of short PCR primers with them and so look like the wild "
        f"type: read an amplicon that reaches at least {flank.whole:,} bp to each side of the cut "
        f"(R31, {flank.source}).",
        "Founders that are mosaic: one animal carries several of these alleles, and its tail need not show what its "
        "germ line passes on. The allele is what the next generation, bred to the wild type, carries.",
    ]
    kinds = {edit.kind for edit in document.edits}
    if {"intended", "blocking"} <= kinds:
        found.insert(
            2,
            "The blocking change without the intended one, or one of several changes without the others, where repair "
            "leaves the donor early: a genotyping PCR on the blocking change alone does not prove the intended one.",
        )
    return tuple(found)
