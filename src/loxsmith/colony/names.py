"""Names of alleles and strains, by the international nomenclature of mouse genes.

The superscript is written in angle brackets. A serial number belongs to the laboratory that makes the allele and is
never invented: ``#`` stands in its place, and ``Lab`` in the place of a laboratory code that was not given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

SERIAL: Final = "#"
"""Stands where the laboratory's serial number goes."""

LAB: Final = "Lab"
"""Stands where the registered laboratory code goes."""

_LETTERS: Final = {"targeted": "a", "cre": "b", "flp": "c", "flp_cre": "d", "cre_flp": "d"}
"""Letters of the IKMC alleles: reporter-tagged, its deletion, conditional, deletion (Skarnes 2011, Nature 474:337)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """An allele of the series that animals can carry in the germ line."""

    id: str
    """``targeted``, ``flp``, ``flp_cre`` and so on."""

    same_as: str | None = None
    """An earlier allele of the same sequence, whose symbol it shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the alleles and the strain are called."""

    allele: str
    """Symbol of the allele that is made first."""

    derived: Mapping[str, str]
    """Symbol of each allele that a recombinase makes of it in the germ line, by allele id."""

    strain: str
    """Name of the strain; empty where the background is not given."""

    notes: tuple[str, ...]
    """What is still to be filled in, and what earns no name."""


def name_alleles(
    symbol: str,
    *,
    route: Literal["es", "zygote"],
    alleles: Sequence[Derived],
    expressed: str = "",
    lab: str | None = None,
    strain: str | None = None,
    lettered: bool = False,
) -> Names:
    """Name an allele and what recombinases make of it.

    Args:
        symbol: of the gene, as the genome spells it.
        route: ``es`` for targeted mutations (tm), ``zygote`` for endonuclease-mediated ones (em).
        alleles: the intended alleles after the wild type, in the order in which they arise; the first is made first.
        expressed: a foreign gene expressed from the locus, such as ``ACE2`` or ``CAG-tdTomato``.
        lab: registered laboratory code.
        strain: background, such as ``C57BL/6J``.
        lettered: whether the series carries the letters of the IKMC (tm1a to tm1d) in place of decimals.

    >>> found = name_alleles("Tnf", route="es", alleles=[Derived(id="targeted"), Derived(id="cre")], lab="Abc")
    >>> found.allele, found.derived["cre"]
    ('Tnf<tm#Abc>', 'Tnf<tm#.1Abc>')
    """
    code, kind = lab or LAB, "tm" if route == "es" else "em"
    shown = f"({expressed})" if expressed else ""
    symbols: dict[str, str] = {}
    decimals = 0
    for number, allele in enumerate(alleles):
        if allele.same_as in symbols:
            symbols[allele.id] = symbols[allele.same_as or ""]
            continue
        if lettered and allele.id in _LETTERS:
            tail = _LETTERS[allele.id]
        else:
            decimals += number > 0
            tail = f".{decimals}" if number else ""
        symbols[allele.id] = f"{symbol}<{kind}{SERIAL}{tail}{shown}{code}>"
    first = next(iter(symbols.values()), "")
    return Names(
        allele=first,
        derived=dict(list(symbols.items())[1:]),
        strain=f"{strain}-{first}/{code}" if strain else "",
        notes=tuple(_notes(lab, strain, several=len(symbols) > 1)),
    )


def _notes(lab: str | None, strain: str | None, *, several: bool) -> Iterator[str]:
    yield f"{SERIAL} stands for the serial number, which the laboratory that makes the allele gives."
    if lab is None:
        yield f"{LAB} stands for the laboratory code, which is registered with the ILAR; give it with --lab CODE."
    if strain is None:
        yield "The strain has no name, since the background was not given; give it with --strain NAME."
    if several:
        yield (
            "An allele that a recombinase makes has a symbol of its own only once it is passed on in the germ line; "
            "what happens in the tissues of one animal earns none."
        )
