"""How a genome finds its genes: a protocol, and the genes of a file held in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise
from typing import Protocol

from loxsmith.genome.model import Gene, unversioned
from loxsmith.genome.regions import Regions, regions_of

_COMPARED = 500
"""Names that share most pairs of letters with a misspelt one, and are compared letter by letter (judgement)."""


class GeneTable(Protocol):
    """The genes of a genome. Positions are 0-based half-open on a contig."""

    def __len__(self) -> int:
        """Count the genes."""

    def all(self) -> tuple[Gene, ...]:
        """Return all genes in file order."""

    def called(self, name: str) -> Sequence[Gene]:
        """Return the genes with this symbol or accession in any case, else those with this synonym."""

    def within(self, contig: str, start: int, end: int) -> tuple[Gene, ...]:
        """Return the genes that share a base with a stretch, in file order."""

    def near(self, name: str) -> list[str]:
        """Return up to five symbols spelled nearly like ``name``, the nearest first."""

    def some_coding(self, count: int) -> tuple[list[str], int]:
        """Return the first symbols of protein-coding genes, and how many there are."""

    def regions(self, contig: str) -> Regions:
        """Return the exons and introns of a contig."""


class ListedGenes:
    """Genes held in memory.

    Args:
        genes: in file order.
    """

    def __init__(self, genes: Iterable[Gene]) -> None:
        self._genes = tuple(genes)
        self._regions: dict[str, Regions] = {}

    def __len__(self) -> int:
        """Count the genes."""
        return len(self._genes)

    def all(self) -> tuple[Gene, ...]:
        """Return all genes in file order."""
        return self._genes

    def called(self, name: str) -> Sequence[Gene]:
        """Return the genes with this symbol or accession in any case, else those with this synonym."""
        return self._by_name.get(name_key(name)) or self._by_synonym.get(name_key(name), [])

    def within(self, contig: str, start: int, end: int) -> tuple[Gene, ...]:
        """Return the genes that share a base with a stretch, in file order."""
        held = self._by_contig.get(contig, ())
        return tuple(gene for gene in held if gene.start < end and gene.end > start)

    def near(self, name: str) -> list[str]:
        """Return up to five symbols spelled nearly like ``name``, the nearest first."""
        found = near_names(name, self._by_name)
        return list(dict.fromkeys(self._by_name[key][0].symbol for key in found))

    def some_coding(self, count: int) -> tuple[list[str], int]:
        """Return the first symbols of protein-coding genes, and how many there are."""
        symbols = list(dict.fromkeys(g.symbol for g in self._genes if g.biotype == "protein_coding"))
        return symbols[:count], len(symbols)

    def regions(self, contig: str) -> Regions:
        """Return the exons and introns of a contig."""
        if contig not in self._regions:
            self._regions[contig] = regions_of(self._by_contig.get(contig, ()))
        return self._regions[contig]

    @cached_property
    def _by_contig(self) -> dict[str, list[Gene]]:
        held: dict[str, list[Gene]] = {}
        for gene in self._genes:
            held.setdefault(gene.contig, []).append(gene)
        return held

    @cached_property
    def _by_name(self) -> dict[str, list[Gene]]:
        index: dict[str, list[Gene]] = {}
        for gene in self._genes:
            for key in names_of(gene):
                index.setdefault(key, []).append(gene)
        return index

    @cached_property
    def _by_synonym(self) -> dict[str, list[Gene]]:
        index: dict[str, list[Gene]] = {}
        for gene in self._genes:
            for key in {name_key(synonym) for synonym in gene.synonyms}:
                index.setdefault(key, []).append(gene)
        return index


def name_key(name: str) -> str:
    """Return what a symbol or accession is looked up by: neither case nor version counts.

    >>> name_key(" ENSMUSG00000024401.7")
    'ensmusg00000024401'
    """
    return unversioned(name.strip()).casefold()


def names_of(gene: Gene) -> set[str]:
    """Return the keys of a gene's symbol and accession."""
    return {gene.symbol.casefold(), name_key(gene.id)}


def near_names(name: str, known: Collection[str]) -> list[str]:
    """Return up to five of the known names that are spelled nearly like ``name``, the nearest first.

    Args:
        name: what was asked for.
        known: names in lower case.

    >>> near_names("Alhpa", ["alpha", "beta"])
    ['alpha']
    """
    wanted = name.strip().casefold()
    if len(known) > _COMPARED:
        pairs = {a + b for a, b in pairwise(wanted)}
        known = nsmallest(
            _COMPARED,
            known,
            key=lambda key: (-sum(pair in key for pair in pairs), abs(len(key) - len(wanted)), key),
        )
    return get_close_matches(wanted, known, n=5)
