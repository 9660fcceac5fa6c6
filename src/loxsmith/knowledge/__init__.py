"""What loxsmith knows: sites, parts, limits, codons, scores, harbours and papers, each with its source."""

from __future__ import annotations

from loxsmith.knowledge.cfd_weights import cfd_mismatch, cfd_pam
from loxsmith.knowledge.codon_table import codon_usage, synonymous
from loxsmith.knowledge.design_limits import Limit, limit, limits
from loxsmith.knowledge.part_library import Part, longest_part_at, part, parts, polya_parts_in
from loxsmith.knowledge.recombinase_sites import (
    Compatibility,
    Site,
    compatibility,
    site,
    sites,
    spacer_mismatches,
)
from loxsmith.knowledge.references import Citation, citation, citations
from loxsmith.knowledge.safe_harbours import Harbour, harbour, harbours

__all__ = [
    "Citation",
    "Compatibility",
    "Harbour",
    "Limit",
    "Part",
    "Site",
    "cfd_mismatch",
    "cfd_pam",
    "citation",
    "citations",
    "codon_usage",
    "compatibility",
    "harbour",
    "harbours",
    "limit",
    "limits",
    "longest_part_at",
    "part",
    "parts",
    "polya_parts_in",
    "site",
    "sites",
    "spacer_mismatches",
    "synonymous",
]
