"""What loxsmith knows: sites, parts, limits, codons, scores, harbours and papers, each with its source."""

from __future__ import annotations

from loxsmith.knowledge.cfd_weights import cfd_mismatch, cfd_pam
from loxsmith.knowledge.codon_table import codon_usage, synonymous
from loxsmith.knowledge.design_limits import Limit, limit, limits
from loxsmith.knowledge.nuclease_library import Nuclease, nuclease, nucleases
from loxsmith.knowledge.part_library import Part, longest_part_at, part, parts, polya_parts_in
from loxsmith.knowledge.published_yields import PublishedYield, published_yields
from loxsmith.knowledge.recombinase_sites import (
    Compatibility,
    Site,
    compatibility,
    site,
    sites,
    spacer_mismatches,
)
from loxsmith.knowledge.references import Citation, citation, citations
from loxsmith.knowledge.restriction_enzymes import Enzyme, enzyme, enzymes
from loxsmith.knowledge.safe_harbours import Harbour, harbour, harbours
from loxsmith.knowledge.score_weights import (
    MotifWeights,
    crisprscan_weights,
    mit_weights,
    rule_set_1_weights,
)

__all__ = [
    "Citation",
    "Compatibility",
    "Enzyme",
    "Harbour",
    "Limit",
    "MotifWeights",
    "Nuclease",
    "Part",
    "PublishedYield",
    "Site",
    "cfd_mismatch",
    "cfd_pam",
    "citation",
    "citations",
    "codon_usage",
    "compatibility",
    "crisprscan_weights",
    "enzyme",
    "enzymes",
    "harbour",
    "harbours",
    "limit",
    "limits",
    "longest_part_at",
    "mit_weights",
    "nuclease",
    "nucleases",
    "part",
    "parts",
    "polya_parts_in",
    "published_yields",
    "rule_set_1_weights",
    "site",
    "sites",
    "spacer_mismatches",
    "synonymous",
]
