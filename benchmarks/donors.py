"""Donors: CPU time of a short tag's donor with its guide, against the obvious way to it, and genome by genome size.

On the built-in teaching genome, both ends of three genes. "The obvious way" is ``tests/oracle/slow_donor.py``: the
same rules (a guide within 30 nt, no window of the edited locus cut again, silent changes in codons) in plain Python on
the same locus. It does nothing else, whereas loxsmith also ranks the guides, looks through the whole genome for repeats
and off-targets, and names the edits. The figure printed above the ratios is the mean CPU time of one request once the
genome is open; 50 ms is what a batch of thousands can bear.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import loxsmith
from loxsmith.genome import Genome
from loxsmith.knowledge import cfd_mismatch, cfd_pam, part
from loxsmith.locus import Locus
from ratio import Ratio, cpu_seconds

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from oracle.offtarget_naive import OTHER, Weights
from oracle.slow_donor import slow_donor

GENES = ("Lumo1", "Brindl", "Quilla")
TAG = "HA"


def measure() -> list[Ratio]:
    """Measure both on the same requests, and say the absolute figure."""
    genome = Genome.open("demo")
    lines = [f"{gene} {end}-term {TAG}" for gene in GENES for end in "NC"]
    loci = {line: loxsmith.donor(line, genome=genome).locus for line in lines}
    ours = cpu_seconds(lambda: [loxsmith.donor(line, genome=genome) for line in lines], runs=5)
    theirs = cpu_seconds(lambda: [_slow(line, locus)() for line, locus in loci.items()], runs=1)
    print(f"             donor and guide of one tag, genome open: {1000 * ours / len(lines):.1f} ms of CPU")
    return [
        Ratio(
            name="the obvious way in plain Python / loxsmith.donor, six tags",
            value=theirs / ours,
            at_least=8,
        ),
    ]


def _slow(line: str, locus: Locus) -> Callable[[], str | None]:
    cds = list(locus.target.cds_positions)
    at = cds[3] if " N-term" in line else cds[-3]
    mismatch = {
        (place, own, OTHER[base]): score
        for (place, own, base), score in cfd_mismatch().items()
        if own != base
    }
    weights = Weights(mismatch=mismatch, pam=cfd_pam(), place={})
    tag = part(TAG).sequence
    return lambda: slow_donor(locus.molecule.sequence, cds, at, tag, weights)
