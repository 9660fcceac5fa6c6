"""Recombination: CPU time against pydna, and growth with the length of the molecule.

Against pydna: one floxed stretch of 2 kb leaves a linear molecule of 100 kb with 100 features. Both sides are
given the molecule as they hold it and return both product molecules with their features. "anew" forgets
all that loxsmith keeps about the source, so that all 100 kb are searched for sites as pydna does on each call;
"again" is a further event on a source that was searched before, which is how a design uses it.

With length: the same event, two loxP with 1 kb between them, on 1 Mb against 10 kb, sources searched before.
"event" is finding the sites, recombining, and finding the sites of the product: spans are rearranged, no letter
but those round the new junctions is read, and the time does not depend on the length.
"closure" is ``recombine`` on a molecule not met before (only the sites of its source are known); "closure, far"
has half the molecule between the sites. Products that differ in length or in where their sites lie are told apart
without reading a letter, so neither depends on the length.
"""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

from loxsmith.knowledge import site
from loxsmith.recombination import find_sites, recombine
from loxsmith.recombination import sites as site_search
from loxsmith.recombination.events import within
from loxsmith.sequence import Feature, Molecule, Source, project
from ratio import Ratio, cpu_seconds

LENGTH = 100_000
FEATURES = 100
SHORT, LONG = 10_000, 1_000_000


def floxed(length: int, gap: int, features: int = 0) -> Source:
    """Random DNA of ``length`` bp with two direct loxP in its middle, ``gap`` bp between their starts."""
    dice, loxp = random.Random(length), site("loxP").sequence
    letters = "".join(dice.choices("ACGT", k=length))
    first = (length - gap) // 2
    for at in (first, first + gap):
        letters = letters[:at] + loxp + letters[at + len(loxp) :]
    step = length // features if features else 0
    exons = (
        Feature(kind="exon", label=f"exon {i}", segments=((i * step + 100, i * step + 400),), strand=1)
        for i in range(features)
    )
    return Source(name=f"{length} bp", sequence=letters, features=tuple(exons))


def measure() -> list[Ratio]:
    """Measure all ratios."""
    return [*_against_pydna(), *_with_length()]


def _against_pydna() -> list[Ratio]:
    source = floxed(LENGTH, 2_000, FEATURES)
    molecule = Molecule.of(source)
    theirs = _pydna(source)
    shapes = sorted((len(record), record.circular) for record in theirs())

    def ours() -> list[Molecule]:
        graph = recombine(molecule, [("Cre",)])
        made = [graph["cre"].molecule, graph["circle_1"].molecule]
        for product in made:
            project(product)
        return made

    def ours_anew() -> list[Molecule]:
        site_search._in_source.cache_clear()
        return ours()

    if sorted((len(made), made.circular) for made in ours()) != shapes:
        raise RuntimeError("the two do not make the same molecules; the ratio would mean nothing")
    slow = cpu_seconds(theirs, runs=5)
    return [
        Ratio(
            name="pydna / loxsmith, Cre on 100 kb with 100 features, source searched anew",
            value=slow / cpu_seconds(ours_anew, runs=7),
            at_least=10,
        ),
        Ratio(
            name="pydna / loxsmith, Cre on 100 kb with 100 features, source searched before",
            value=slow / cpu_seconds(ours, runs=7, calls=5),
            at_least=20,
        ),
    ]


def _pydna(source: Source) -> Callable[[], Any]:
    """The same molecule and event in pydna, whose import and start-up warnings stay outside the measurement."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assembly: Any = import_module("pydna.assembly2")
        bio: Any = import_module("Bio.SeqFeature")
        record = import_module("pydna.dseqrecord").Dseqrecord(source.sequence)
    record.features.extend(
        bio.SeqFeature(
            bio.SimpleLocation(f.start, f.end, f.strand), type=f.kind, qualifiers={"label": [f.label]}
        )
        for f in source.features
    )

    def excise() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return assembly.cre_lox_excision_or_inversion(record)

    return excise


def _with_length() -> list[Ratio]:
    rows = (
        ("event", _event, 1_000, 1_000, 3),
        ("closure", _closure, 1_000, 1_000, 3),
        ("closure, far", _closure, SHORT // 2, LONG // 2, 3),
    )
    ratios = []
    for name, prepare, short_gap, long_gap, bound in rows:
        short = cpu_seconds(prepare(floxed(SHORT, short_gap)), runs=9, calls=50)
        long = cpu_seconds(prepare(floxed(LONG, long_gap)), runs=9, calls=50)
        ratios.append(Ratio(name=f"1 Mb / 10 kb, Cre on two loxP: {name}", value=long / short, at_most=bound))
    return ratios


def _event(source: Source) -> Callable[[], object]:
    molecule = Molecule.of(source)
    find_sites(molecule)
    return lambda: [find_sites(event.product) for event in within(Molecule(molecule.spans), ["Cre"])]


def _closure(source: Source) -> Callable[[], object]:
    molecule = Molecule.of(source)
    find_sites(molecule)

    def closure() -> object:
        return recombine(Molecule(molecule.spans), [("Cre",)])

    return closure


def main() -> dict[str, float]:
    """Print one line per ratio and return the values by name."""
    ratios = measure()
    for ratio in ratios:
        print(ratio)
    return {ratio.name: ratio.value for ratio in ratios}


if __name__ == "__main__":
    main()
