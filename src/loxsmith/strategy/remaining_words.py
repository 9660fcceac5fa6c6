"""What transcripts make of alleles that lose exons or are trapped, worded for a reader."""

from __future__ import annotations

from collections.abc import Mapping

from loxsmith.locus import Locus
from loxsmith.strategy.promising import Product
from loxsmith.strategy.remaining import Remainder
from loxsmith.strategy.routes import coding


def deleted_products(locus: Locus, left: Mapping[str, Remainder]) -> tuple[Product, ...]:
    """What every coding transcript makes once exons are gone, by accession."""
    return tuple(
        Product(
            transcript=t.id,
            chains=(left[t.id].protein,),
            words=f"makes {described(left[t.id])}{_nothing(left[t.id])}",
        )
        for t in coding(locus)
    )


def wild_products(locus: Locus) -> tuple[Product, ...]:
    """The wild-type protein of every coding transcript."""
    return tuple(
        Product(transcript=t.id, chains=(locus.protein_of(t),), words="makes its wild-type protein")
        for t in coding(locus)
    )


def described(left: Remainder) -> str:
    """Name a protein by what it has of the wild type's beginning.

    >>> described(Remainder(protein="MKA", closed=True, start="native", before=2, behind=False, to_junction=0))
    'residues 1-2 and 1 other'
    """
    count = len(left.protein)
    if left.start != "native":
        where = "a later ATG" if left.start == "later" else "an ATG that the wild-type RNA does not have"
        return f"{count} residues from {where}"
    more = count - left.before
    return f"residues 1-{left.before}" + (f" and {more} other{'s' if more > 1 else ''}" if more else " alone")


def _nothing(left: Remainder) -> str:
    return "" if left.behind else ", and nothing of what lies behind the deletion"
