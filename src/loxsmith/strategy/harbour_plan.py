"""A transgene at a harbour, planned: the cassette in its states, what is promised of them, and the reasons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from loxsmith.errors import InfeasibleError
from loxsmith.knowledge import Harbour, limit
from loxsmith.locus import HarbourSite, Locus, TranscriptModel
from loxsmith.request import Request
from loxsmith.strategy import harbour_words as words
from loxsmith.strategy.cassettes import (
    SELECTION_SETTING,
    SitePair,
    excision_sites,
    marker_cassette,
    selection_agent,
)
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import Cassette, Donor, Makes, NoProduct, Promise, Strategy, spell
from loxsmith.strategy.payload_stops import payload_stop, within
from loxsmith.strategy.promising import not_cut, nothing_else, numbered, one_end
from loxsmith.strategy.transgene_checks import must_be_free, must_not_make
from loxsmith.strategy.transgenes import Cistron, Transgene

TRANSGENE = "transgene_1"
"""What a reader of the allele calls the first transcript that has a promoter of its own."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked for, and where it goes."""

    request: Request
    locus: Locus
    harbour: Harbour
    site: HarbourSite
    transgene: Transgene

    # -- what is there -------------------------------------------------------------------------------------

    @property
    def switch(self) -> str | None:
        """The recombinase that removes the STOP; None where there is none."""
        return self.transgene.switch.recombinase if self.transgene.switch else None

    @property
    def trapped(self) -> bool:
        """Whether the harbour's own transcript carries the transgene."""
        return not self.transgene.promoter

    @cached_property
    def pair(self) -> SitePair | None:
        """The sites of the switch."""
        return excision_sites(self.switch, self.request.control.sites) if self.switch else None

    @property
    def remover(self) -> str:
        """The recombinase that takes the marker out of ES cells."""
        said = self.request.options.get(SELECTION_SETTING)
        return selection_agent(self.switch, None if said is None else str(said))

    @cached_property
    def spliced(self) -> tuple[TranscriptModel, ...]:
        """Transcripts of the harbour that have the place in an intron, the target first."""
        held = [t for t in self.locus.transcripts if any(a < self.site.at < b for a, b in t.introns)]
        return tuple(sorted(held, key=lambda t: t.id != self.locus.target.id))

    def must_hold(self) -> None:
        """Refuse what cannot be kept: a splice acceptor where nothing is spliced, a STOP that removes itself.

        Raises:
            InfeasibleError: no transcript of the harbour has the place in an intron, or the payload makes the
                recombinase that switches it.
        """
        if self.switch:
            must_not_make(
                self.transgene,
                self.switch,
                "and that is what takes out the STOP in front of it: the first leak would switch it for good",
                "Use a switch of another recombinase: LSL (Cre), FSF (Flp) or RSR (Dre).",
            )
        if self.trapped and not self.spliced:
            raise InfeasibleError(
                f"No annotated transcript of {self.locus.gene.symbol} has the insertion point in an intron, so "
                "nothing is spliced to the transgene's acceptor.",
                hint="Give the transgene a promoter of its own, as in CAG-...",
            )

    @cached_property
    def size(self) -> int:
        """Bases that a donor for zygotes carries between its arms."""
        return len(spell(self._cassette(marked=False).pieces("targeted")))

    def _cassette(self, *, marked: bool) -> Cassette:
        driver, body, at = self.transgene.driver, self.transgene.body, self.site.at
        if self.switch and self.pair:
            stop = payload_stop(
                at,
                self.switch,
                self.pair,
                marked=marked,
                selection=self.request.selection,
                remover=self.remover,
            )
            return within(stop, driver, body)
        if marked:
            return within(marker_cassette(at, self.request.selection), (*driver, *body), ())
        return Cassette.at(at, (("targeted", (*driver, *body)),))

    # -- how -----------------------------------------------------------------------------------------------

    def in_zygotes(self) -> Strategy:
        """A donor with Cas9 in zygotes: the transgene alone, with its STOP."""
        must_be_free(self.transgene, [self.switch] if self.switch else [])
        self._must_fit()
        cassette = self._cassette(marked=False)
        pieces = cassette.pieces("targeted")
        edit = Edit(start=self.site.at, end=self.site.at, ref="", alt=spell(pieces), what=self.transgene.name)
        on = (self.switch or "targeted").casefold()
        promises = [
            *(self._silent("targeted", f"without {self.switch}") if self.switch else ()),
            nothing_else("targeted", "the transgene"),
            *self._made(on, f"after {self.switch}, " if self.switch else ""),
            *([nothing_else(on, "the transgene without its STOP")] if self.switch else ()),
            not_cut("targeted"),
        ]
        donor: Donor = "plasmid" if self.request.donor in {"auto", "plasmid"} else _named(self.request.donor)
        return Strategy(
            id="harbour-zygote",
            title=f"{self._what}: {words.DONORS[donor]} with Cas9 in zygotes",
            route="zygote",
            donor=donor,
            edits=(edit,),
            payload=pieces,
            cassette=cassette,
            orders=((self.switch,),) if self.switch else (),
            arms=self._classic_arms(),
            promises=numbered(promises),
            why=(*self._why(), words.small_enough(self.size)),
            alternatives=words.alternatives(self.trapped, zygote=True),
            assumptions=self._assumptions(),
        )

    def _must_fit(self) -> None:
        """Refuse a long single strand that would be too long.

        Raises:
            InfeasibleError: it would.
        """
        total, most = self.size + 2 * limit("R24.arm.low").whole, limit("R24.total").whole
        if self.request.donor == "lssdna" and total > most:
            raise InfeasibleError(
                f"The insert has {self.size} bp, and with its arms a long single strand holds at most {most} nt (R24).",
                hint="Use --donor plasmid.",
            )

    def in_es_cells(self, reason: str) -> Strategy:
        """A targeting vector with a marker that another recombinase removes."""
        remover = self.remover if self.switch else "Flp"
        must_be_free(self.transgene, filter(None, (self.switch, remover)))
        if not self.switch:
            must_not_make(
                self.transgene,
                remover,
                f"and {remover} is to remove the marker, which would be gone before the clones are picked",
                "Use --method zygote, which needs no marker.",
            )
        off = remover.casefold()
        return Strategy(
            id="harbour-es",
            title=f"{self._what}: targeting vector with a removable marker, in ES cells",
            route="es",
            donor="vector",
            edits=(),
            cassette=self._cassette(marked=True),
            orders=self._orders(remover),
            promises=numbered(self._promises_in_es(remover, off)),
            why=(*self._why(), reason, words.marker(self.switch, remover)),
            alternatives=words.alternatives(self.trapped, zygote=False),
            assumptions=(*self._assumptions(), words.strain(self.locus.genome.assembly)),
        )

    def _orders(self, remover: str) -> tuple[tuple[str, ...], ...]:
        if not self.switch:
            return ((remover,),)
        return (remover,), (self.switch,), (remover, self.switch), (self.switch, remover)

    def _promises_in_es(self, remover: str, off: str) -> list[Promise]:
        if not self.switch:
            return [
                nothing_else("targeted", "the transgene and the marker cassette"),
                *self._made(off, f"after {remover}, "),
                nothing_else(off, "the transgene and one site of the marker"),
            ]
        on = self.switch.casefold()
        return [
            *self._silent("targeted", f"without {self.switch}"),
            nothing_else("targeted", "the transgene with its STOP and the marker"),
            *self._silent(off, f"without {self.switch}, marker removed"),
            nothing_else(off, "the transgene with its STOP"),
            *self._made(on, f"after {self.switch}, "),
            nothing_else(on, "the transgene without its STOP"),
            one_end(self.switch, remover),
        ]

    def _classic_arms(self) -> tuple[int, int] | None:
        first, second = self.harbour.arm_5p, self.harbour.arm_3p
        return (first, second) if first and second else None

    # -- promises ------------------------------------------------------------------------------------------

    def _rows(self) -> Iterable[tuple[str, str]]:
        """What carries the transgene: the name of its row in a reading, and what to call it."""
        if not self.trapped:
            return [(TRANSGENE, "the transgene")]
        return [(t.id, f"{t.id}, spliced to the transgene,") for t in self.spliced]

    def _silent(self, allele: str, when: str) -> list[Promise]:
        return [
            Promise(
                id="",
                allele=allele,
                statement=_capital(
                    f"{when}: {name} is ended by the STOP before anything of the transgene is made"
                ),
                claim=NoProduct(transcript=row, residues=0),
            )
            for row, name in self._rows()
        ]

    def _made(self, allele: str, when: str) -> list[Promise]:
        return [
            Promise(
                id="",
                allele=allele,
                statement=_capital(f"{when}{name} makes {_said(cistron)}"),
                claim=Makes(transcript=row + (f":orf{number}" if number > 1 else ""), chains=cistron.chains),
            )
            for row, name in self._rows()
            for number, cistron in enumerate(self.transgene.cistrons, 1)
        ]

    # -- words ---------------------------------------------------------------------------------------------

    @property
    def _what(self) -> str:
        return f"{self.transgene.name} at {self.harbour.name}"

    def _why(self) -> tuple[str, ...]:
        place = self.locus.chromosome_position(self.site.at - 1)
        return (
            f"The insertion point ({self.harbour.place}) was found {self.site.how}: "
            f"{self.locus.contig.chrom}:{place} is the base in front of it.",
            words.driven(self.transgene, self.locus.gene.symbol),
            *filter(None, [words.stopped(self.switch, self.trapped)]),
        )

    def _assumptions(self) -> tuple[str, ...]:
        return words.assumptions(
            self.transgene, self.harbour, self.locus, self.pair, self.request, trapped=self.trapped
        )


def _named(donor: str) -> Literal["lssdna", "aav"]:
    return "aav" if donor == "aav" else "lssdna"


def _said(cistron: Cistron) -> str:
    sizes = " and ".join(str(len(chain)) for chain in cistron.chains)
    if len(cistron.chains) > 1:
        return (
            f"{cistron.name} as {len(cistron.chains)} products of {sizes} residues, from one ATG to one stop"
        )
    return f"{cistron.name} ({sizes} residues), from its own ATG to its own stop"


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
