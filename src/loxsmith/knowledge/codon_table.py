"""How often mouse and human use each codon, and which codons mean the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from loxsmith.errors import RequestError
from loxsmith.knowledge._files import read_tsv

_SPECIES = {"mouse": "mouse", "mus musculus": "mouse", "human": "human", "homo sapiens": "human"}


def codon_usage(species: str) -> Mapping[str, float]:
    """Return the share of each codon among the codons of its amino acid (0-1), 64 entries in DNA letters.

    Args:
        species: ``mouse`` or ``human``, or the Latin name.

    Raises:
        RequestError: no table for that species.

    >>> codon_usage("mouse")["CTG"]
    0.39
    """
    key = _SPECIES.get(species.casefold().replace("_", " ").strip())
    if key is None:
        raise RequestError(
            f"There is no codon table for {species!r}.", hint="Use mouse or human.", species=species
        )
    return _usage(key)


def synonymous(codon: str) -> tuple[str, ...]:
    """Return the other codons of the same amino acid (for a stop, the other stops), in alphabetical order.

    Raises:
        RequestError: ``codon`` is not three of A, C, G, T.

    >>> synonymous("TAC")
    ('TAT',)
    """
    meaning = _meanings()
    wanted = codon.upper()
    if wanted not in meaning:
        raise RequestError(f"{codon!r} is not a codon.", hint="Write three of A, C, G, T.", codon=codon)
    return tuple(c for c in sorted(meaning) if meaning[c] == meaning[wanted] and c != wanted)


@cache
def _usage(species: str) -> Mapping[str, float]:
    return MappingProxyType({row["codon"]: float(row[species]) for row in read_tsv("codon_usage.tsv")})


@cache
def _meanings() -> Mapping[str, str]:
    return {row["codon"]: row["amino_acid"] for row in read_tsv("codon_usage.tsv")}
