"""Strategies: which kind of allele is built, why, and what it promises."""

from __future__ import annotations

from loxsmith.strategy.cassettes import MARKERS
from loxsmith.strategy.choose import choose, choose_donor, out_of_repeats, reaching_farther, without_guide
from loxsmith.strategy.edits import Edit, apply_edits, lift
from loxsmith.strategy.humanising import needs_human
from loxsmith.strategy.model import (
    Alternative,
    Block,
    Cassette,
    Claim,
    Locked,
    Makes,
    NoProduct,
    NotCut,
    NothingElse,
    OneEnd,
    Piece,
    Promise,
    Spliced,
    Strategy,
    from_part,
    is_covered,
    spell,
    with_blocks,
)
from loxsmith.strategy.orthologues import SETTINGS as ORTHOLOGUE_SETTINGS
from loxsmith.strategy.routes import VECTOR_ARM
from loxsmith.strategy.wording import hgvs_coding, hgvs_genomic, hgvs_protein, top_strand

__all__ = [
    "MARKERS",
    "ORTHOLOGUE_SETTINGS",
    "VECTOR_ARM",
    "Alternative",
    "Block",
    "Cassette",
    "Claim",
    "Edit",
    "Locked",
    "Makes",
    "NoProduct",
    "NotCut",
    "NothingElse",
    "OneEnd",
    "Piece",
    "Promise",
    "Spliced",
    "Strategy",
    "apply_edits",
    "choose",
    "choose_donor",
    "from_part",
    "hgvs_coding",
    "hgvs_genomic",
    "hgvs_protein",
    "is_covered",
    "lift",
    "needs_human",
    "out_of_repeats",
    "reaching_farther",
    "spell",
    "top_strand",
    "with_blocks",
    "without_guide",
]
