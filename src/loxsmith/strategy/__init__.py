"""Strategies: which kind of allele is built, why, and what it promises."""

from __future__ import annotations

from loxsmith.strategy.cassettes import MARKERS
from loxsmith.strategy.choose import choose, choose_donor, out_of_repeats, reaching_farther, without_guide
from loxsmith.strategy.edits import Edit, apply_edits, lift
from loxsmith.strategy.model import (
    Alternative,
    Block,
    Cassette,
    Claim,
    Makes,
    NoProduct,
    NotCut,
    NothingElse,
    OneEnd,
    Piece,
    Promise,
    Strategy,
    from_part,
    spell,
    with_blocks,
)
from loxsmith.strategy.routes import VECTOR_ARM
from loxsmith.strategy.wording import hgvs_coding, hgvs_genomic, hgvs_protein, top_strand

__all__ = [
    "MARKERS",
    "VECTOR_ARM",
    "Alternative",
    "Block",
    "Cassette",
    "Claim",
    "Edit",
    "Makes",
    "NoProduct",
    "NotCut",
    "NothingElse",
    "OneEnd",
    "Piece",
    "Promise",
    "Strategy",
    "apply_edits",
    "choose",
    "choose_donor",
    "from_part",
    "hgvs_coding",
    "hgvs_genomic",
    "hgvs_protein",
    "lift",
    "out_of_repeats",
    "reaching_farther",
    "spell",
    "top_strand",
    "with_blocks",
    "without_guide",
]
