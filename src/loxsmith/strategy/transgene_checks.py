"""What a transgene must not bring: sites and recombinases that act on its own allele."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import sites
from loxsmith.sequence import reverse_complement
from loxsmith.strategy.transgenes import Transgene

_MAKES: Final = {"Cre": "Cre", "NLS-Cre": "Cre", "CreERT2": "Cre", "FLP": "Flp", "Dre": "Dre"}
"""Parts of the library that code for a recombinase."""


def must_not_make(transgene: Transgene, agent: str, what: str, hint: str) -> None:
    """Refuse a payload that codes for the recombinase that is to act on it.

    Args:
        transgene: the payload.
        agent: the recombinase.
        what: what would come of it, as the end of a sentence.
        hint: the mend.

    Raises:
        InfeasibleError: it does.
    """
    maker = next((p.name for p in transgene.body if _MAKES.get(p.name) == agent), None)
    if maker is not None:
        raise InfeasibleError(f"{transgene.name} makes {maker} itself, {what}.", hint=hint)


def must_be_free(transgene: Transgene, agents: Iterable[str]) -> None:
    """Refuse a payload that carries sites of the recombinases that are to act on the allele.

    Raises:
        InfeasibleError: it does.
    """
    acting = set(agents)
    for piece in (*transgene.driver, *transgene.body):
        for entry in sites():
            if entry.recombinase not in acting or entry.extended:
                continue
            if entry.sequence in piece.sequence or reverse_complement(entry.sequence) in piece.sequence:
                raise InfeasibleError(
                    f"{piece.name} carries a {entry.name} itself, and {entry.recombinase} acts on this allele: it "
                    "would cut out more than it should.",
                    hint=f"Take the {entry.name} out of {piece.name}, or use a switch of another recombinase.",
                )
