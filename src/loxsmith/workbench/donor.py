"""Guides and donor alone: no simulation, no proof, no package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from loxsmith.design import (
    Candidate,
    Construct,
    CrowdedError,
    Drawing,
    Judged,
    NoGuideError,
    RepeatedArmsError,
    draw,
    order_text,
    own_bases,
)
from loxsmith.errors import InfeasibleError
from loxsmith.genome import Genome
from loxsmith.guides import Guide
from loxsmith.knowledge import limit
from loxsmith.locus import Locus, Uniqueness, uniqueness
from loxsmith.package.document import ArmInfo, EditInfo, GuideInfo, MoleculeInfo
from loxsmith.request import Request
from loxsmith.strategy import Strategy, choose_donor, out_of_repeats, reaching_farther
from loxsmith.workbench.asking import locus_of
from loxsmith.workbench.genome_wide import GuideBench, PathName, strain_findings, variants_at
from loxsmith.workbench.sections import edit_infos, guide_infos, molecule_info


@dataclass(frozen=True, slots=True, kw_only=True)
class Donor:
    """A donor with its guide, as drawn; nothing was simulated, so nothing is proved."""

    request: Request
    """What was asked for."""

    locus: Locus
    """Where; positions of ``drawing`` count on its molecule."""

    strategy: Strategy
    """Which donor, and why."""

    drawing: Drawing
    """Construct, edits and guides as the drawer left them."""

    searched: int
    """Bases that were searched for repeats of the arms."""

    @property
    def construct(self) -> Construct:
        """The donor molecule, drawn in the gene's orientation."""
        return self.drawing.construct

    @property
    def sequence(self) -> str:
        """The donor's own bases, 5'->3'; of a plasmid or an AAV donor the strand that is drawn."""
        return own_bases(self.construct)

    @property
    def order_text(self) -> str | None:
        """What the order form gets, ``*`` for a phosphorothioate bond; None for what is cloned."""
        return order_text(self.construct)

    @property
    def polarity(self) -> Literal["", "target", "non-target"]:
        """Which strand a single-stranded donor is: ``non-target`` holds protospacer and PAM; empty for the others."""
        return self.construct.polarity

    @property
    def strand(self) -> Literal["+", "-"]:
        """``-`` when the own bases are the complement of the drawing."""
        return self.construct.strand

    @property
    def guide(self) -> Guide:
        """The chosen guide, on ``locus``."""
        return self.drawing.candidates[0].guide

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """Every guide examined, the chosen one first."""
        return self.drawing.candidates

    @property
    def molecule(self) -> MoleculeInfo:
        """The donor as a document describes it, positions from 1."""
        return molecule_info(self.drawing, self.locus)

    @property
    def arms(self) -> Mapping[str, ArmInfo]:
        """Arms ``5p`` and ``3p``: length, place on the genome and on the molecule, from 1."""
        return self.molecule.arms

    @property
    def edits(self) -> tuple[EditInfo, ...]:
        """Intended and silent changes with their HGVS names, in the chromosome's order."""
        return edit_infos(self.drawing.edits, self.locus)

    @property
    def guides(self) -> tuple[GuideInfo, ...]:
        """Every guide examined, in rank order, as a document describes it; no allele was simulated to try them on."""
        return guide_infos(self.drawing.candidates, {}, self.locus)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to know before ordering."""
        return (
            *self.strategy.assumptions,
            *self.drawing.remarks,
            *self.drawing.notes,
            f"Searched only {self.searched / 1000:,.0f} kb for repeats of the arms, and "
            f"{self._searched_for_guides / 1000:,.0f} kb for off-targets of the guides; no allele was simulated.",
        )

    @property
    def _searched_for_guides(self) -> int:
        return next((c.offtargets.searched_bp for c in self.candidates if c.offtargets is not None), 0)

    def to_dict(self) -> dict[str, Any]:
        """Return the donor in the words of a design document: request, target, strategy, molecule, guides, edits."""
        locus = self.locus
        return {
            "request": self.request.canonical(customer=False),
            "genome": locus.genome.name,
            "target": {"gene": locus.gene.symbol, "transcript": locus.target.id, "window": locus.window},
            "strategy": {"id": self.strategy.id, "title": self.strategy.title, "why": self.strategy.why},
            "molecules": [self.molecule.model_dump(mode="json", exclude={"file", "features"})],
            "guides": [guide.model_dump(mode="json") for guide in self.guides],
            "edits": [edit.model_dump(mode="json") for edit in self.edits],
            "remarks": list(self.remarks),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text."""
        return json.dumps(self.to_dict(), indent=2, ensure_ascii=False)


def donor(request: Request | str, genome: Genome, *, variants: PathName | None = None) -> Donor:
    """Choose guide and donor for ``request`` on ``genome``, and nothing more.

    Args:
        request: what is wanted, or its line.
        genome: where.
        variants: a VCF or table of strain variants, which guides must not lie over.

    Raises:
        RequestError: the request cannot be understood or contradicts the genome.
        InfeasibleError: the change is not one for a donor, or no guide or donor will do.
        DataError: the gene is not whole on the sequence at hand.
    """
    asked = Request.parse(request) if isinstance(request, str) else request
    locus = locus_of(asked, genome)
    strategy = choose_donor(asked, locus)
    unique = _unique(locus, strategy, asked)
    known = variants_at(locus, variants, asked.strain)
    strategy, drawing = _drawn(asked, locus, strategy, unique, GuideBench(genome, locus, known))
    said = tuple(finding.message for finding in strain_findings(locus, drawing, known))
    drawing = replace(drawing, remarks=(*drawing.remarks, *said))
    return Donor(request=asked, locus=locus, strategy=strategy, drawing=drawing, searched=unique.searched)


def _drawn(
    request: Request, locus: Locus, strategy: Strategy, unique: Uniqueness, bench: GuideBench
) -> tuple[Strategy, Drawing]:
    """Draw the donor, or another one where no guide can be used for it; last of all with a guide that is not alone.

    Raises:
        InfeasibleError: none of them will do.
    """
    judged: Judged = {}
    crowded: Strategy | None = None
    last_resort = False
    while True:
        try:
            return strategy, draw(
                strategy,
                locus,
                unique,
                request,
                specificity=bench.specificity,
                efficiency=bench.efficiency,
                examiner=bench.examine,
                crowded=last_resort,
                judged=judged,
            )
        except NoGuideError as refusal:
            if isinstance(refusal, CrowdedError):
                crowded = crowded or strategy
            repeated = isinstance(refusal, RepeatedArmsError)
            another = out_of_repeats if repeated else reaching_farther
            farther = another(request, locus, refusal.message, strategy)
            if farther is None and crowded is not None and not last_resort:
                farther, last_resort = crowded, True
            if farther is None:
                raise InfeasibleError(refusal.message, hint=refusal.hint) from None
            strategy = farther


def _unique(locus: Locus, strategy: Strategy, request: Request) -> Uniqueness:
    """Look for repeats of the bases that a donor may hold; the rest of a long gene does not matter here."""
    reach = limit("H.repeat.search").whole
    longest = max(request.arms or (0,)) + _ARMS_WITHIN
    start = max(0, strategy.edits[0].start - longest)
    end = min(len(locus.molecule), strategy.edits[-1].end + longest)
    found = uniqueness(locus.cropped(start, end), reach=reach)
    flags = bytes(start) + found.flags + bytes(len(locus.molecule) - end)
    return Uniqueness(flags=flags, searched=found.searched, whole=found.whole)


_ARMS_WITHIN = 4000
"""Bases beyond the change in which every arm ends that was not asked for: two kilobases, the slide of a plasmid's arm,
and the silent changes."""
