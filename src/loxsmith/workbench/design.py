"""The main verb: a request and a genome become a design with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from loxsmith.design import Drawing, NoGuideError, draw
from loxsmith.errors import DataError, InfeasibleError, RequestError
from loxsmith.finding import Finding
from loxsmith.genome import Gene, Genome
from loxsmith.locus import Locus, Uniqueness, open_locus, uniqueness
from loxsmith.package import Document, write_package
from loxsmith.recombination import Reading, read_allele
from loxsmith.request import GenomicChange, Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import Cassette, Strategy, choose, without_guide
from loxsmith.workbench.assemble import assemble
from loxsmith.workbench.marks import allele_file, construct_file
from loxsmith.workbench.prove import Bench, Proof, prove
from loxsmith.workbench.simulate import Simulation, simulate

FLANK = 20_000
"""Bases of the target window beyond gene and arms, on both sides (the contract's target.window)."""

ROOM = 20_000
"""Bases beyond the gene in which arms may lie before the window is cut to size."""


@dataclass(frozen=True, kw_only=True)
class Design:
    """A finished design: what was drawn, what the judge made of it, and the document that says so."""

    request: Request
    locus: Locus
    strategy: Strategy
    drawing: Drawing
    simulation: Simulation
    readings: Mapping[str, tuple[Reading, ...]]
    proofs: tuple[Proof, ...]
    document: Document

    @property
    def proved(self) -> bool:
        """Whether every promise was proved; if not, nothing of it should be built."""
        return self.document.proved

    @cached_property
    def alleles(self) -> Mapping[str, Molecule]:
        """Every simulated molecule by its id; also the construct, by its own."""
        found = {a.id: a.molecule for a in self.simulation.alleles}
        return found | {self.drawing.construct.id: self.drawing.construct.molecule}

    @cached_property
    def files(self) -> Mapping[str, str]:
        """GenBank text of every allele and molecule, by the file name the document gives."""
        found = {
            f"sequences/{a.id}.gb": allele_file(a, self.readings.get(a.id, ()), self.locus)
            for a in self.simulation.alleles
        }
        construct = self.drawing.construct
        return found | {f"sequences/{construct.id}.gb": construct_file(self.drawing, self.locus)}

    def write(self, directory: Path | str, *, force: bool = False) -> None:
        """Write the package folder.

        Raises:
            RequestError: the folder exists, and ``force`` is not set.
            DataError: it cannot be written.
        """
        write_package(Path(directory), self.document, self.files, force=force)


def design(request: Request | str, genome: Genome) -> Design:
    """Design what ``request`` asks for on ``genome``, simulate it, and try every promise.

    Raises:
        RequestError: the request cannot be understood or contradicts the genome.
        InfeasibleError: no design can keep what it must promise.
        DataError: the gene is not whole on the sequence at hand.
    """
    asked = Request.parse(request) if isinstance(request, str) else request
    _must_be_at_hand(asked, genome)
    wide = _locus(asked, genome)
    unique = uniqueness(wide)
    strategy = choose(asked, wide, unique)
    try:
        drawing = draw(strategy, wide, unique, asked)
    except NoGuideError as refusal:
        strategy = without_guide(asked, wide, unique, refusal.message)
        drawing = draw(strategy, wide, unique, asked)
    return judge(asked, wide, unique, strategy, drawing)


def judge(request: Request, wide: Locus, unique: Uniqueness, strategy: Strategy, drawing: Drawing) -> Design:
    """Hand locus and construct to the judge, and set down what it finds.

    Args:
        request: what was asked for.
        wide: the locus that strategy and drawing were made on; it is cut to the target window here.
        unique: repeats of that locus.
        strategy: what was promised.
        drawing: what was drawn; nothing but its construct's bases reaches the judge.
    """
    start, end = _window(wide, drawing)
    locus, shift = wide.cropped(start, end), start
    simulation = simulate(
        locus.molecule,
        drawing.construct.molecule,
        strategy.orders,
        opener=drawing.construct.opener,
    )
    readings = {
        a.id: read_allele(locus.molecule.sequence, locus.transcripts, a.molecule.sequence)
        for a in simulation.alleles
        if a.bears_locus
    }
    moved = _shifted(drawing, -shift)
    bench = Bench(
        wild=locus.molecule.sequence,
        alleles={a.id: a.molecule.sequence for a in simulation.alleles},
        readings=readings,
        edits=moved.edits,
        cassette=_moved(strategy.cassette, -shift),
        guide=moved.candidates[0].guide if moved.candidates else None,
    )
    proofs = tuple(prove(promise, bench) for promise in strategy.promises)
    document = assemble(
        request=request,
        locus=locus,
        unique=unique,
        strategy=strategy,
        drawing=moved,
        simulation=simulation,
        readings=readings,
        proofs=proofs,
        findings=_findings(request, strategy, moved, simulation, unique, locus),
    )
    return Design(
        request=request,
        locus=locus,
        strategy=strategy,
        drawing=moved,
        simulation=simulation,
        readings=readings,
        proofs=proofs,
        document=document,
    )


def _must_be_at_hand(request: Request, genome: Genome) -> None:
    """A safe harbour is a real place: without its sequence nothing is designed, least of all with invented arms."""
    if request.kind != "harbour" or request.gene is None:
        return
    if not any(request.gene.casefold() in (g.symbol.casefold(), g.id.casefold()) for g in genome.genes):
        raise DataError(
            f"The locus of {request.gene} is not in genome {genome.name}, and its arms are never invented.",
            hint="Open an assembly or a GenBank record that holds it, with --fasta and --annotation, or --locus.",
            harbour=request.gene,
        )


# -- the locus ---------------------------------------------------------------------------------------------


def _locus(request: Request, genome: Genome) -> Locus:
    gene = _gene(request, genome)
    reach = max(request.arms) if request.arms else 0
    return open_locus(genome, gene, margin=FLANK + ROOM + reach, transcript=request.transcript)


def _gene(request: Request, genome: Genome) -> Gene:
    if not genome.annotated:
        raise DataError(
            f"Genome {genome.name} has no annotation, so its genes are not known.",
            hint="Give one with --annotation genes.gff3.",
        )
    if request.gene is not None:
        return genome.gene(request.gene)
    change = next(c for c in request.changes if isinstance(c, GenomicChange))
    contig, at = genome.locate(change.chrom, change.start)
    coding = [
        g for g in genome.genes_in(contig, at, at + 1) if g.transcripts and g.canonical.cds and not g.clipped
    ]
    exonic = [g for g in coding if any(a <= at < b for a, b in g.canonical.cds)]
    found = exonic or coding
    if len(found) == 1:
        return found[0]
    if found:
        names = " and ".join(g.symbol for g in found)
        raise RequestError(
            f"{change.text} lies in {names}.", hint=f"Name one, as in {found[0].symbol} c. or p."
        )
    raise InfeasibleError(
        f"{change.text} lies in no coding gene of {genome.name}.",
        hint="Changes outside genes are not designed yet: name a gene's residue or base.",
    )


def _window(locus: Locus, drawing: Drawing) -> tuple[int, int]:
    """Gene and both arms with 20 kb on each side, clipped to the sequence."""
    first, last = locus.span
    (left, _), (_, right) = drawing.arms
    return max(0, min(first, left) - FLANK), min(len(locus.molecule), max(last, right) + FLANK)


def _shifted(drawing: Drawing, by: int) -> Drawing:
    """Return the drawing with its places on the locus moved by ``by``."""
    (a, b), (c, d) = drawing.arms
    return replace(
        drawing,
        edits=tuple(e.shifted(by) for e in drawing.edits),
        arms=((a + by, b + by), (c + by, d + by)),
        candidates=tuple(
            replace(
                one,
                guide=replace(one.guide, start=one.guide.start + by, end=one.guide.end + by),
                blocking=None if one.blocking is None else tuple(e.shifted(by) for e in one.blocking),
            )
            for one in drawing.candidates
        ),
    )


def _moved(cassette: Cassette | None, by: int) -> Cassette | None:
    return None if cassette is None else Cassette(at=cassette.at + by, states=cassette.states)


# -- what a reader should know -----------------------------------------------------------------------------


def _findings(
    request: Request,
    strategy: Strategy,
    drawing: Drawing,
    simulation: Simulation,
    unique: Uniqueness,
    locus: Locus,
) -> Sequence[Finding]:
    found = [Finding(severity="warn", message=text, where="strategy") for text in strategy.warnings]
    found += [Finding(severity="warn", message=text, where="molecule") for text in drawing.remarks]
    found += [
        Finding(
            severity="warn", message=f"{key} was set, and nothing in this version reads it.", where="options"
        )
        for key in sorted(request.options)
    ]
    found += simulation.findings
    if locus.genome.synthetic:
        found.append(
            Finding(severity="warn", message="The genome is synthetic, for teaching: no such animal exists.")
        )
    if locus.start == 0 or locus.end == locus.contig.length:
        found.append(
            Finding(
                severity="inform",
                message="The window is clipped: the sequence at hand ends within 20 kb of gene or arms.",
                where=locus.window,
            )
        )
    found.append(
        Finding(
            severity="warn",
            message=f"Searched only {unique.searched / 1000:,.0f} kb for repeats, and only the alleles for "
            "further cuts of the guides: uniqueness and specificity in the whole genome are not known.",
        )
    )
    return tuple(found)
