"""Codon usage: the published table, the genome's own count, or what is said when neither will do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from design.toys import SENSE, Toy, noise, write
from loxsmith.genome import Genome
from loxsmith.knowledge import codon_usage, synonymous
from loxsmith.locus import open_locus, usage_of

SKEWED = [codon for codon in SENSE for _ in range(5 if codon.endswith(("A", "T")) else 1)]


def crowd(
    folder: Path, genes: int, codons: int, species: str, *, plus: bool = True
) -> tuple[Genome, list[str]]:
    """Many genes in a row, every second on the other strand, and their coding sequences."""
    random = Random(genes)
    text, toys, frames = noise(random, 50), [], []
    for number in range(genes):
        frame = "ATG" + "".join(random.choices(SKEWED, k=codons)) + "TAA"
        frames.append(frame)
        at = len(text)
        text += frame + noise(random, 50)
        toys.append(Toy(f"G{number}", [([(at, at + len(frame))], (at, at + len(frame)))]))
    return write(folder, text, toys, plus=plus, species=species), frames


@pytest.mark.parametrize("plus", [True, False])
def test_an_unlisted_species_is_counted_from_its_own_genes(tmp_path: Path, plus: bool) -> None:
    """Shares are those of a plain count over every coding sequence, and the assumption names how many."""
    genome, frames = crowd(tmp_path, 120, 200, "Danio_rerio", plus=plus)
    usage = usage_of(open_locus(genome, genome.gene("G3"), margin=20))
    counts = Counter(frame[i : i + 3] for frame in frames for i in range(0, len(frame), 3))
    for codon, share in usage.shares.items():
        total = sum(counts[c] for c in (codon, *synonymous(codon)))
        assert share == pytest.approx(counts[codon] / total)
    assert len(usage.shares) == 64
    assert "120 coding sequences" in usage.statement
    assert usage_of(open_locus(genome, genome.gene("G4"), margin=20)) is usage


@pytest.mark.parametrize(("genes", "codons"), [(20, 200), (120, 100)])
def test_too_few_genes_or_codons_leave_the_mouse_and_say_so(tmp_path: Path, genes: int, codons: int) -> None:
    """Below a hundred genes or twenty thousand codons the mouse's table is used, by name."""
    genome, _ = crowd(tmp_path, genes, codons, "Danio_rerio")
    usage = usage_of(open_locus(genome, genome.gene("G3"), margin=20))
    assert dict(usage.shares) == dict(codon_usage("mouse"))
    assert "mouse" in usage.statement
    assert f"{genes} coding sequences" in usage.statement


@pytest.mark.parametrize(("species", "table"), [("Mus_musculus", "mouse"), ("Homo_sapiens", "human")])
def test_mouse_and_human_have_their_tables(tmp_path: Path, species: str, table: str) -> None:
    """However many genes are open, the published table is taken, and nothing need be said."""
    genome, _ = crowd(tmp_path, 3, 20, species)
    usage = usage_of(open_locus(genome, genome.gene("G1"), margin=20))
    assert dict(usage.shares) == dict(codon_usage(table))
    assert usage.statement == ""
