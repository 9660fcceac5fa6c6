"""Each verb opens what it is given, calls one chapter, and decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.recombination import Graph
    from loxsmith.recombination.homology import Targeting
    from loxsmith.request import Request
    from loxsmith.sequence import Molecule
    from loxsmith.workbench import Design, Donor

PathName: TypeAlias = str | PathLike[str]


def design(
    request: Request | str,
    genome: Genome | PathName = "demo",
    *,
    annotation: PathName | None = None,
    variants: PathName | None = None,
    second: Genome | PathName | None = None,
    second_annotation: PathName | None = None,
) -> Design:
    """Design a knock-in and prove it on the simulated alleles; nothing is written.

    Args:
        request: a request, or its line, such as ``Tnf p.A223R conditional``.
        genome: an open genome, the name of a built-in or added one, or a FASTA, 2bit, GenBank or EMBL file.
        annotation: GFF3 or GTF of a FASTA or 2bit file.
        variants: strain variants, a VCF or a table, which guides must not lie over.
        second: the genome that a humanisation takes its sequence from, named in the same ways; ``demo-human`` when
            nothing is said and the design is made on ``demo``.
        second_annotation: GFF3 or GTF of its FASTA or 2bit file.

    Raises:
        RequestError: the request cannot be understood, or contradicts the genome.
        InfeasibleError: no design can satisfy it.
        DataError: a file is missing, damaged, or does not fit its companion.
    """
    from loxsmith import workbench
    from loxsmith.request import Request

    asked = Request.parse(request) if isinstance(request, str) else request
    opened = open_genome(genome, annotation)
    other = _second(asked, opened, second, second_annotation)
    return workbench.design(asked, opened, variants=variants, second=other)


def _second(
    request: Request, genome: Genome, second: Genome | PathName | None, annotation: PathName | None
) -> Genome | None:
    """Open the second genome where the request needs it; the teaching genome has one of its own."""
    from loxsmith.errors import RequestError
    from loxsmith.strategy import needs_human

    if second is None and annotation is not None:
        raise RequestError(
            "An annotation of a second genome was given without its sequence.",
            hint="Add --donor-fasta FILE, or leave --donor-annotation out.",
        )
    if not needs_human(request):
        return None
    if second is not None:
        return open_genome(second, annotation)
    return open_genome("demo-human") if genome.name == "demo" else None


def donor(
    request: Request | str,
    genome: Genome | PathName = "demo",
    *,
    annotation: PathName | None = None,
    variants: PathName | None = None,
) -> Donor:
    """Choose guide and donor alone, for zygotes; nothing is simulated, proved or written.

    Args:
        request: a request, or its line, such as ``Ltb C-term HA``.
        genome: an open genome, the name of a built-in or added one, or a FASTA, 2bit, GenBank or EMBL file.
        annotation: GFF3 or GTF of a FASTA or 2bit file.
        variants: strain variants, a VCF or a table, which guides must not lie over.

    Raises:
        RequestError: the request cannot be understood, or contradicts the genome.
        InfeasibleError: the change is not one for a donor, or no guide or donor will do.
        DataError: a file is missing, damaged, or does not fit its companion.
    """
    from loxsmith import workbench
    from loxsmith.request import Request

    asked = Request.parse(request) if isinstance(request, str) else request
    return workbench.donor(asked, open_genome(genome, annotation), variants=variants)


def open_genome(
    genome: Genome | PathName, annotation: PathName | None = None, *, region: str | None = None
) -> Genome:
    """Open a genome by name or file; an open one is handed back.

    Args:
        genome: an open genome, the name of a built-in or added one, or a FASTA, 2bit, GenBank or EMBL file.
        annotation: GFF3 or GTF of a FASTA or 2bit file.
        region: keep only this stretch, such as ``17:35150001-35250000``, 1-based and inclusive.

    Raises:
        RequestError: the genome does not hold the region.
        DataError: a file is missing, damaged, or does not fit its companion.
    """
    from loxsmith.genome import Genome
    from loxsmith.wiring.region import narrowed

    opened = genome if isinstance(genome, Genome) else Genome.open(genome, annotation)
    return narrowed(opened, region) if region else opened


def read(path: PathName) -> Molecule:
    """Read one molecule from a GenBank, EMBL, FASTA or SnapGene file, gzip or not.

    Raises:
        DataError: the file is absent, empty, damaged, or holds several molecules.
    """
    from loxsmith.genome import read_molecule

    return read_molecule(path)


def recombine(molecule: Molecule | PathName, agents: str, also: Iterable[Molecule | PathName] = ()) -> Graph:
    """Let recombinases act on a molecule, to closure.

    Args:
        molecule: the molecule that bears the locus, or its file.
        agents: ``Flp,Cre`` for one after the other, ``Flp+Cre`` for both at once.
        also: further molecules present from the start, such as a donor for cassette exchange.

    Raises:
        RequestError: a recombinase is not known.
        DataError: a file is absent, empty or damaged.
    """
    from loxsmith import recombination

    stages = recombination.programme(agents)
    return recombination.recombine(_molecule(molecule), stages, [_molecule(other) for other in also])


def target(locus: Molecule | PathName, vector: Molecule | PathName) -> Targeting:
    """Recombine a vector or donor into a locus through its homology arms, found by alignment.

    Raises:
        DataError: a file is absent, empty or damaged, or the two do not share two arms.
    """
    from loxsmith.recombination import homology

    return homology.target(_molecule(locus), _molecule(vector))


def _molecule(what: Molecule | PathName) -> Molecule:
    from loxsmith.sequence import Molecule

    return what if isinstance(what, Molecule) else read(what)
