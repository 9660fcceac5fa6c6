"""Promises, worded for a reader and claimed as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from loxsmith.locus import TranscriptModel
from loxsmith.strategy.edits import Edit
from loxsmith.strategy.model import Locked, Makes, NoProduct, NotCut, NothingElse, OneEnd, Piece, Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What one transcript must make of the finished allele."""

    transcript: str
    """Accession."""

    chains: tuple[str, ...]
    """Its proteins; several behind 2A peptides."""

    words: str
    """The same for a reader: ``makes p.Ala207Arg in its own numbering``, ``stays as in the wild type``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What is to be true of the finished allele, whatever the route."""

    what: str
    """A few words: ``p.A223R``, ``C-terminal T2A-mCherry``."""

    edits: tuple[Edit, ...]
    """Intended edits on the locus."""

    payload: tuple[Piece, ...]
    """Pieces of an inserted payload; empty for changes of bases."""

    products: tuple[Product, ...]
    """One for each coding transcript whose model is complete."""

    assumptions: tuple[str, ...] = ()
    """What was taken for granted so far."""


def makes(aim: Aim, allele: str, when: str = "") -> list[Promise]:
    """Promise what every transcript makes of an allele."""
    return [
        Promise(
            id="",
            allele=allele,
            statement=_capital(f"{when}{product.transcript} {product.words}"),
            claim=Makes(transcript=product.transcript, chains=product.chains),
        )
        for product in aim.products
    ]


def stops(transcripts: Sequence[TranscriptModel], at: int, allele: str, when: str) -> list[Promise]:
    """Promise that a STOP at ``at`` ends every transcript named."""
    found = []
    for transcript in transcripts:
        before = sum(p < at for p in transcript.cds_positions) // 3
        if transcript.incomplete:
            what = f"no product of {transcript.id} (its model is incomplete) runs past the STOP"
        else:
            what = f"no product of {transcript.id} contains residues {before + 1}-{transcript.residues}"
        claim = NoProduct(transcript=transcript.id, residues=before)
        found.append(Promise(id="", allele=allele, statement=_capital(f"{when}: {what}"), claim=claim))
    return found


def nothing_else(allele: str, but: str) -> Promise:
    """Promise that an allele is wild type base for base but for what is declared."""
    return Promise(
        id="",
        allele=allele,
        statement=f"The allele {allele} is wild type base for base, but for {but}",
        claim=NothingElse(),
    )


def not_cut(allele: str) -> Promise:
    """Promise that the chosen guide leaves an allele alone."""
    return Promise(
        id="",
        allele=allele,
        statement="The chosen guide does not cut the finished allele again",
        claim=NotCut(),
    )


def one_end(switch: str, other: str) -> Promise:
    """Promise that the order of the recombinases does not matter."""
    on, off = switch.casefold(), other.casefold()
    return Promise(
        id="",
        allele=on,
        statement=f"{switch} alone, before or after {other}, ends in the same allele",
        claim=OneEnd(orders=(on, f"{off}_{on}", f"{on}_{off}")),
    )


def locked(allele: str, agent: str) -> Promise:
    """Promise that a recombinase has nothing left to do on an allele."""
    return Promise(
        id="",
        allele=allele,
        statement=f"{agent} finds no two sites left that recombine on the allele {allele}",
        claim=Locked(agent=agent),
    )


def numbered(promises: Sequence[Promise]) -> tuple[Promise, ...]:
    """Give promises their ids, P1 first."""
    return tuple(
        Promise(id=f"P{i}", allele=p.allele, statement=p.statement, claim=p.claim)
        for i, p in enumerate(promises, 1)
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
