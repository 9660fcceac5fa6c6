"""What a tag's donor makes of a gene, found out from the genome's text and the donor's letters alone.

``examine`` is given the rows a design states (molecule, guides, edits), the genome as strings, and which tag was
asked for. It returns one sentence for every statement that is not true. Nothing of the package is used.
"""

from __future__ import annotations

from oracle.donor_case import Case, Told, find_tag, place_donor
from oracle.donor_cutting import check_cutting, check_polarity
from oracle.donor_effects import check_neighbours, check_proteins, check_splicing
from oracle.donor_rows import check_edits, check_guides
from oracle.offtarget_naive import Weights
from oracle.plain_genome import Plain, opposite

CHECKS = (
    check_proteins, check_neighbours, check_splicing, check_polarity, check_cutting, check_edits, check_guides,
)  # fmt: skip


def examine(told: Told, plain: Plain, weights: Weights) -> list[str]:
    """Return what is wrong, a sentence each; empty when every statement is true."""
    gene = plain.gene(told.gene)
    text = plain.texts[gene.contig]
    case = Case(told, plain, weights, gene, text if gene.strand == 1 else opposite(text))
    if place_donor(case) and find_tag(case):
        for check in CHECKS:
            check(case)
    return case.wrong
