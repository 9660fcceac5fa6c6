"""Every coding gene at hand, with every kind of request: proved, or refused in a sentence; never in between."""

from __future__ import annotations

import re

import pytest

from loxsmith.errors import LoxsmithError
from loxsmith.genome import Genome
from loxsmith.locus import open_locus
from loxsmith.workbench import Design, design
from workbench.cases import Opener

GENES = {
    "mouse": ("Aif1", "Lst1", "Ltb", "Tnf", "Lta", "Nfkbil1", "Gm16181", "Atp6v1g2", "Ddx39b"),
    "ace2": ("Cltrn", "Ace2"),
    "demo": (
        "Lumo1", "Brindl", "Quilla", "Zephy", "Nimba", "Tindra", "Ovella", "Ferra2", "Garl1", "Garl2",
        "Moxla", "Pelto", "Sarvo", "Yarro", "Kesto",
    ),
}  # fmt: skip
"""Whole coding genes of each genome."""

CASES = [(key, symbol) for key, symbols in GENES.items() for symbol in symbols]

PLACES = (20, 50, 90)
"""Per cent of the protein at which a residue is changed; each gene takes them in another order."""

PAYLOADS = ("C-term T2A-mCherry", "N-term HA", "ATG EGFP-bGHpA", "C-term GSG-EGFP")


def _missense(protein: str, percent: int) -> str:
    number = max(2, len(protein) * percent // 100)
    old = protein[number - 1]
    return f"p.{old}{number}{'A' if old != 'A' else 'S'}"


@pytest.mark.parametrize(("key", "symbol"), CASES, ids=[symbol for _, symbol in CASES])
def test_every_request_is_proved_or_refused(key: str, symbol: str, genome_of: Opener) -> None:
    """No crash, and no package whose promises are not kept."""
    genome = genome_of(key)
    protein = open_locus(genome, genome.gene(symbol), margin=100).protein
    turn = CASES.index((key, symbol))
    first, second, third = (PLACES[(turn + i) % 3] for i in range(3))
    lines = [
        f"{symbol} {_missense(protein, first)}",
        f"{symbol} {_missense(protein, second)} conditional",
        f"{symbol} {_missense(protein, third)} --method es",
        *(f"{symbol} {payload}" for i, payload in enumerate(PAYLOADS) if i != turn % 4),
    ]
    designs = {line: _tried(line, genome) for line in lines}
    for line, found in designs.items():
        if isinstance(found, LoxsmithError):
            assert found.exit_code == 4, f"{line}: {found}"
            assert re.fullmatch(r"[A-Z][^\n]*[.]", found.message), line
            assert found.hint, line
        else:
            assert [p.evidence for p in found.proofs if not p.proved] == [], line
            assert found.proved, line
    made = [d for d in designs.values() if isinstance(d, Design)]
    assert made, f"nothing at all can be designed for {symbol}"


def _tried(line: str, genome: Genome) -> Design | LoxsmithError:
    try:
        return design(line, genome)
    except LoxsmithError as refusal:
        return refusal


@pytest.mark.parametrize("key", GENES)
def test_the_sweep_leaves_no_gene_out(key: str, genome_of: Opener) -> None:
    """The genes above are all that are whole and code for a protein."""
    coding = {
        g.symbol
        for g in genome_of(key).genes
        if g.biotype == "protein_coding" and not g.clipped and g.canonical.cds and not g.canonical.incomplete
    }
    assert coding == set(GENES[key])


@pytest.mark.parametrize(
    ("key", "line"), [("mouse", "Ddx39b p.L386A conditional"), ("demo", "Pelto p.L225A conditional")]
)
def test_repeats_within_the_arms_are_no_obstacle(key: str, line: str, genome_of: Opener) -> None:
    """A vector whose arms hold repeats of one another recombines through the right copies."""
    assert design(line, genome_of(key)).proved
