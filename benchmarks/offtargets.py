"""Off-targets of 200 guides in a genome of 100 Mb, against ``bwa aln`` with CRISPOR's flags, and against ourselves.

The genome is C. elegans, from the data beside this checkout, and bwa is Debian's; without either there is nothing to
compare with, and nothing is measured.
"""

from __future__ import annotations

import gzip
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from loxsmith.genome import Genome
from loxsmith.genome.store import add, open_stored
from loxsmith.guides import build_index, find_guides, index_folder, index_for, pam_of, search
from loxsmith.guides.brute import search_all
from loxsmith.guides.hits import different
from loxsmith.guides.index import SiteIndex
from loxsmith.guides.offtargets import OffTargets
from loxsmith.guides.sites import packed
from ratio import Ratio, cpu_seconds

DATA = Path(os.environ.get("LOXSMITH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data"
GENOME = DATA / "genomes" / "celegans_WS220.fa.gz"
GENES = DATA / "genomes" / "celegans_WS220_genes.gff3.gz"
GUIDES = 200
BWA_FLAGS = ["-n", "4", "-k", "4", "-N", "-l", "20", "-o", "0", "-m", "20000000"]
"""CRISPOR's call for 20-mers without their PAM."""


def measure(guides: int = GUIDES) -> list[Ratio]:
    """Measure search, positions and scores, the whole process, and the building of the index."""
    if not GENOME.exists() or shutil.which("bwa") is None:
        print("             no ../shared/data or no bwa: off-targets are not measured")
        return []
    with tempfile.TemporaryDirectory() as folder:
        return [*_measured(Path(folder), guides)]


def _measured(home: Path, count: int) -> list[Ratio]:
    pam = pam_of("NGG")
    genome = _added(home)
    megabases = sum(contig.length for contig in genome.contigs) / 1e6
    build, memory = child([sys.executable, __file__, "build", str(home)])
    index = index_for(genome, pam)
    if index is None:
        raise RuntimeError("the index that was just built is not found")
    chosen = some_guides(genome, count)
    listed = home / "guides.txt"
    listed.write_text("\n".join(chosen) + "\n")
    bwa_build, bwa = _bwa(home, chosen)
    bare = cpu_seconds(lambda: index.search(chosen, pam, 4), runs=25)
    full = cpu_seconds(lambda: _with_sites(search(genome, chosen)), runs=9)
    whole = min(child(_command(listed), home)[0] for _ in range(4))
    touched = _touched(index, chosen)
    reading = cpu_seconds(lambda: [words.take(rows) for words, rows in touched], runs=7)
    few = chosen[:25]
    brute = cpu_seconds(lambda: search_all(genome, few, pam, 4), runs=1)
    indexed = cpu_seconds(lambda: index.search(few, pam, 4), runs=7)
    print(
        f"             {count} guides, {megabases:.0f} Mb: search {bare:.3f} s, with scores and sites {full:.3f} s, "
        f"whole process {whole:.2f} s, bwa aln {bwa:.1f} s; index {build:.1f} s and {memory:.0f} MB (bwa index "
        f"{bwa_build:.0f} s)"
    )
    per_100 = 100 / megabases
    return [
        Ratio(name="bwa aln / search beyond start-up", value=bwa / bare, at_least=100),
        Ratio(name="bwa aln / search with positions, scores and genes", value=bwa / full, at_least=40),
        Ratio(name="bwa aln / whole process with a table of every site", value=bwa / whole, at_least=12),
        Ratio(name=f"brute force / index, {len(few)} guides", value=brute / indexed, at_least=3),
        Ratio(name="search / reading the rows it touches", value=bare / reading, at_most=5),
        Ratio(name="bwa index / building the index", value=bwa_build / build, at_least=1.7),
        Ratio(name="seconds of CPU to build the index of 100 Mb / 60", value=per_100 * build / 60, at_most=1),
        Ratio(name="memory to build the index of 100 Mb / 1 GB", value=per_100 * memory / 1000, at_most=1),
    ]


def _added(home: Path) -> Genome:
    add(home, "worm", GENOME, GENES)
    return open_stored(home, "worm")


def some_guides(genome: Genome, count: int) -> list[str]:
    """Return guides of the genome itself, the same each time."""
    dice = random.Random(1)
    found: list[str] = []
    while len(found) < count:
        contig = dice.choice(genome.contigs)
        at = dice.randrange(contig.length - 400)
        text = genome.fetch(contig.name, at, at + 400)
        found += [guide.protospacer for guide in find_guides(text, 50, 350)[:1]]
    return found


def _with_sites(found: tuple[OffTargets, ...]) -> int:
    return sum(len(one.sites) for one in found)


def _touched(index: SiteIndex, guides: list[str]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, for each guide, the rows that a search of four mismatches cannot do without, found the slow way."""
    near, far = packed(guides, index.pam)
    spellings = np.arange(4**10, dtype=np.uint32)
    found = []
    for half, own, radius in ((index.near, near, 2), (index.far, far, 1)):
        for key in own:
            keys = spellings[different(spellings, key) <= radius]
            runs = [np.arange(half.bounds[one], half.bounds[one + 1]) for one in keys]
            found.append((half.words, np.concatenate(runs)))
    return found


def _command(listed: Path) -> list[str]:
    return [
        sys.executable,
        "-m",
        "loxsmith",
        "offtargets",
        "--guides",
        str(listed),
        "--genome",
        "worm",
        "--tsv",
    ]


def _bwa(home: Path, guides: list[str]) -> tuple[float, float]:
    """Return the CPU seconds of ``bwa index`` and ``bwa aln``."""
    fasta, reads = home / "worm.fa", home / "guides.fa"
    with gzip.open(GENOME) as packed, fasta.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    reads.write_text("".join(f">{number}\n{guide}\n" for number, guide in enumerate(guides)))
    build, _ = child(["bwa", "index", str(fasta)])
    search_, _ = child(["bwa", "aln", *BWA_FLAGS, str(fasta), str(reads)])
    return build, search_


_LAUNCHER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
"""


def child(command: list[str], home: Path | None = None) -> tuple[float, float]:
    """Return CPU seconds and peak megabytes of a command."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if home is not None:
        # As installed, the modules are compiled; the first run compiles them here.
        environment |= {"LOXSMITH_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home / "compiled")}
    launched = [sys.executable, "-S", "-c", _LAUNCHER, *command]
    done = subprocess.run(launched, capture_output=True, text=True, check=True, env=environment)
    cpu, memory = done.stdout.split()
    return float(cpu), float(memory)


def build(home: Path) -> None:
    """Build the index of the genome ``worm``; run as a process of its own, so that its memory is its own."""
    genome = open_stored(home, "worm")
    if genome.folder is None:
        raise RuntimeError("the genome has no folder")
    build_index(genome, pam_of("NGG"), index_folder(genome.folder, pam_of("NGG")))


if __name__ == "__main__" and sys.argv[1] == "build":
    build(Path(sys.argv[2]))
