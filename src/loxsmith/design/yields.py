"""What to expect of a donor in zygotes: the published figures for its kind, each with its source."""

from __future__ import annotations

from typing import Final

from loxsmith.knowledge import published_yields
from loxsmith.strategy import Strategy

_WHAT: Final = {
    "ssodn": "one oligonucleotide",
    "lssdna": "long single strands",
    "plasmid": "circular plasmids",
    "aav": "AAV donors",
}


def expected_yield(strategy: Strategy) -> str:
    """Return one or two sentences for a zygote strategy; empty for ES cells, where clones are picked.

    No share is derived or averaged: what no source states is said to be unknown.
    """
    what = _WHAT.get(strategy.donor)
    if what is None:
        return ""
    own = "; ".join(y.text for y in published_yields() if y.donor == strategy.donor)
    if own:
        return f"Published for {what}: {own}."
    rough = "; ".join(y.text for y in published_yields() if y.donor == "any")
    return (
        f"No published share for {what} is in the table: for orientation, {rough}, the kind of donor not stated "
        "where it was read."
    )


def pair_of_oligos() -> str:
    """Say why two oligonucleotides for one floxed allele are never the default."""
    figures = "; ".join(y.text for y in published_yields() if y.donor == "two-ssodn")
    return f"Two oligonucleotides for the two sites of a floxed allele are never the default: {figures}."
