"""The main verb: a request and a genome become a design with its proof."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from loxsmith.design import SETTINGS, Drawing, NoGuideError, draw
from loxsmith.finding import Finding
from loxsmith.genome import Genome
from loxsmith.locus import Locus, Uniqueness, uniqueness
from loxsmith.package import Document, write_package
from loxsmith.recombination import Foreign, Reading, read_allele, read_transgenes
from loxsmith.request import Request
from loxsmith.sequence import Molecule
from loxsmith.strategy import ORTHOLOGUE_SETTINGS, Strategy, choose, needs_human, without_guide
from loxsmith.workbench.asking import FLANK, locus_of
from loxsmith.workbench.assemble import assemble
from loxsmith.workbench.genome_wide import GuideBench, PathName, strain_findings, variants_at
from loxsmith.workbench.marks import allele_file, construct_file
from loxsmith.workbench.prove import Bench, Proof, prove
from loxsmith.workbench.simulate import Simulation, simulate


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
            f"sequences/{a.id}.gb": allele_file(
                a, self.readings.get(a.id, ()), self.locus, design=self.request.folder_name
            )
            for a in self.simulation.alleles
        }
        construct = self.drawing.construct
        text = construct_file(self.drawing, self.locus, design=self.request.folder_name)
        return found | {f"sequences/{construct.id}.gb": text}

    def write(self, directory: Path | str, *, force: bool = False) -> None:
        """Write the package folder.

        Raises:
            RequestError: the folder exists, and ``force`` is not set.
            DataError: it cannot be written.
        """
        write_package(Path(directory), self.document, self.files, force=force)


def design(
    request: Request | str,
    genome: Genome,
    *,
    variants: PathName | None = None,
    second: Genome | None = None,
) -> Design:
    """Design what ``request`` asks for on ``genome``, simulate it, and try every promise.

    Args:
        request: what is wanted, or its line.
        genome: where.
        variants: a VCF or table of strain variants, which guides must not lie over.
        second: the genome that a humanisation takes its sequence from.

    Raises:
        RequestError: the request cannot be understood or contradicts the genome.
        InfeasibleError: no design can keep what it must promise.
        DataError: the gene, or its orthologue, is not whole on the sequence at hand.
    """
    asked = Request.parse(request) if isinstance(request, str) else request
    wide = locus_of(asked, genome)
    unique = uniqueness(wide)
    strategy = choose(asked, wide, unique, second)
    known = variants_at(wide, variants, asked.strain)
    bench = GuideBench(genome, wide, known)
    while True:
        try:
            drawing = draw(
                strategy,
                wide,
                unique,
                asked,
                specificity=bench.specificity,
                efficiency=bench.efficiency,
                examiner=bench.examine,
            )
        except (
            NoGuideError
        ) as refusal:  # each further choice needs a guide less than the one before, the last none
            strategy = without_guide(asked, wide, unique, refusal.message, strategy, second)
        else:
            further = strain_findings(wide, drawing, known)
            return judge(asked, wide, unique, strategy, drawing, further)


def judge(
    request: Request,
    wide: Locus,
    unique: Uniqueness,
    strategy: Strategy,
    drawing: Drawing,
    further: Sequence[Finding] = (),
) -> Design:
    """Hand locus and construct to the judge, and set down what it finds.

    Args:
        request: what was asked for.
        wide: the locus that strategy and drawing were made on; it is cut to the target window here.
        unique: repeats of that locus.
        strategy: what was promised.
        drawing: what was drawn; nothing but its construct's bases reaches the judge.
        further: what was noticed before, to be set down with the rest.
    """
    start, end = _window(wide, drawing)
    locus, shift = wide.cropped(start, end), start
    simulation = simulate(
        locus.molecule,
        drawing.construct.molecule,
        strategy.orders,
        opener=drawing.construct.opener,
    )
    foreign = tuple(Foreign(sequence=s.sequence, introns=s.introns) for s in strategy.foreign)
    readings = {
        a.id: (
            *read_allele(locus.molecule.sequence, locus.transcripts, a.molecule.sequence, foreign),
            *(
                read_transgenes(locus.molecule.sequence, a.molecule.sequence)
                if request.kind == "harbour"
                else ()
            ),
        )
        for a in simulation.alleles
        if a.bears_locus
    }
    moved = _shifted(drawing, -shift)
    bench = Bench(
        wild=locus.molecule.sequence,
        alleles={a.id: a.molecule.sequence for a in simulation.alleles},
        readings=readings,
        edits=moved.edits,
        cassette=None if strategy.cassette is None else strategy.cassette.shifted(-shift),
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
        findings=(*further, *_findings(request, strategy, moved, simulation, unique, locus)),
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


# -- the locus ---------------------------------------------------------------------------------------------


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


# -- what a reader should know -----------------------------------------------------------------------------


def _searched(unique: Uniqueness, drawing: Drawing, locus: Locus) -> str:
    """Say how far was searched; whether that is a whole genome, only the user can know."""
    repeats = f"Searched only {unique.searched / 1000:,.0f} kb for repeats of the arms"
    found = next((c.offtargets for c in drawing.candidates if c.offtargets is not None), None)
    if found is None:
        return f"{repeats}: uniqueness in the whole genome is not known."
    return (
        f"{repeats}, and only {found.searched_bp / 1000:,.0f} kb ({locus.genome.name}) for off-targets of the guides: "
        "beyond that nothing is known."
    )


def _read(request: Request, strategy: Strategy) -> tuple[str, ...]:
    """Settings that this design was made by."""
    return (
        *(SETTINGS if strategy.route == "zygote" else ()),
        *(ORTHOLOGUE_SETTINGS if needs_human(request) else ()),
        *strategy.settings,
    )


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
        for key in sorted(set(request.options).difference(_read(request, strategy)))
    ]
    found += [Finding(severity="inform", message=text, where="guides") for text in drawing.notes]
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
            message=_searched(unique, drawing, locus),
        )
    )
    return tuple(found)
