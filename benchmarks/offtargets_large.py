"""What takes too long for every day: 2,000 guides against bwa, and the index of 12, 100 and 1,000 Mb.

The genome of 1,000 Mb is made up: random bases of a mammal's composition, two fifths of them covered by families of
repeats whose copies have drifted apart, in 20,000 sequences of very different lengths.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np

import offtargets
from loxsmith.genome.store import add, open_stored
from ratio import Ratio

MEGABASES = 1000
CONTIGS = 20_000
GC = 0.42
"""Share of G and C of the mouse genome (Waterston 2002, Nature 420:520)."""

FAMILIES = ((300, 0.10, 15), (6000, 0.08, 15), (1000, 0.15, 10))
"""Repeats: length (bp), share of bases in which a copy differs, and percent of the genome they cover."""


def measure() -> list[Ratio]:
    """Measure the ratios; about a quarter of an hour, and 30 GB of disk."""
    if not offtargets.GENOME.exists() or shutil.which("bwa") is None:
        print("             no ../shared/data or no bwa: nothing is measured")
        return []
    ratios = [
        Ratio(
            name=f"2,000 guides: {ratio.name}",
            value=ratio.value,
            at_least=ratio.at_least,
            at_most=ratio.at_most,
        )
        for ratio in offtargets.measure(2000)
    ]
    return [*ratios, *_linear()]


def _linear() -> list[Ratio]:
    seconds: dict[int, float] = {}
    memory: dict[int, float] = {}
    yeast = offtargets.DATA / "genomes" / "sacCer3.2bit"
    with tempfile.TemporaryDirectory() as folder:
        for name, fasta in (("yeast", yeast), ("worm", offtargets.GENOME), ("large", None)):
            home = Path(folder) / name
            home.mkdir()
            path = fasta or made_up(home / "large.fa")
            add(home, "worm", path, None)
            megabases = sum(contig.length for contig in open_stored(home, "worm").contigs) / 1e6
            cpu, peak = offtargets.child([sys.executable, offtargets.__file__, "build", str(home)])
            print(f"             index of {megabases:,.0f} Mb: {cpu:.1f} s, {peak:,.0f} MB at most")
            seconds[round(megabases)], memory[round(megabases)] = cpu / megabases, peak
            shutil.rmtree(home)
    small, middle, large = sorted(seconds)
    return [
        Ratio(
            name="seconds a Mb to index 1,000 Mb / 100 Mb", value=seconds[large] / seconds[middle], at_most=2
        ),
        # A small genome pays for the two tables of a million bounds, whatever its size.
        Ratio(name="seconds a Mb to index 100 Mb / 12 Mb", value=seconds[middle] / seconds[small], at_most=2),
        Ratio(name="memory to index 1,000 Mb / 100 Mb", value=memory[large] / memory[middle], at_most=10),
    ]


def made_up(path: Path) -> Path:
    """Write the made-up genome, piece by piece; the same bases each time."""
    dice = np.random.default_rng(5)
    families = [(_bases(dice, length), drift, copies) for length, drift, copies in FAMILIES]
    lengths = dice.pareto(1.0, CONTIGS) + 0.02
    lengths = np.maximum(lengths / lengths.sum() * MEGABASES * 1e6, 1000).astype(int)
    letters = np.frombuffer(b"ACGT", dtype=np.uint8)
    with path.open("wb") as out:
        for number, length in enumerate(lengths.tolist()):
            out.write(b">contig%d\n" % number)
            for start in range(0, length, 10_000_000):
                piece = _bases(dice, min(10_000_000, length - start))
                for repeat, drift, percent in families:
                    _strew(dice, piece, repeat, drift, percent)
                out.write(letters[piece].tobytes() + b"\n")
    return path


def _bases(dice: np.random.Generator, count: int) -> np.ndarray:
    chances = np.array([1 - GC, GC, GC, 1 - GC]) / 2
    return (
        np.searchsorted(np.cumsum(chances), dice.random(count, dtype=np.float32)).clip(max=3).astype(np.uint8)
    )


def _strew(
    dice: np.random.Generator, piece: np.ndarray, repeat: np.ndarray, drift: float, percent: int
) -> None:
    """Copy a repeat over a piece, each copy with its own changes."""
    size = len(repeat)
    for at in dice.integers(0, max(len(piece) - size, 1), int(len(piece) * percent / 100 / size)).tolist():
        copy = np.where(dice.random(size) < drift, dice.integers(0, 4, size, dtype=np.uint8), repeat)
        piece[at : at + size] = copy[: len(piece) - at]
