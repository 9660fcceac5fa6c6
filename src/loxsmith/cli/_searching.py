"""Options that ``guides`` and ``offtargets`` share: which PAMs, how many mismatches, which engine, what format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.wiring.offtargets import Search

_FILE = click.Path(path_type=Path)
NO_PAMS = "none"
"""What switches off-target PAMs off."""

OF_THE_SEARCH = (
    click.option("--pam", metavar="NGG", default="NGG", show_default=True,
                 help="PAM in IUPAC letters, or the enzyme: NGG, NG, NRN, NNGRRT or SaCas9, TTTV or Cas12a, ..."),
    click.option("--offtarget-pams", metavar="NAG,NGA|none",
                 help="Weaker PAMs whose sites count too; those known of the nuclease by default (NAG,NGA for NGG)."),
    click.option("--mismatches", metavar="0-6", type=int, default=4, show_default=True,
                 help="Most mismatches of an off-target."),
    click.option("--engine", type=click.Choice(["auto", "index", "brute"]), default="auto", show_default=True,
                 help="index: what `loxsmith genome index` built; brute: look at every site; same answers."),
)  # fmt: skip
OF_THE_PLACE = (
    click.option("--genome", metavar="NAME", help="Where to search; the teaching genome demo by default."),
    click.option("--fasta", type=_FILE, metavar="FILE", help="Search this FASTA or 2bit file."),
    click.option("--annotation", type=_FILE, metavar="FILE", help="GFF3 or GTF of that file."),
    click.option("--region", metavar="CHR:START-END", help="Only this stretch of that file."),
    click.option("--locus", type=_FILE, metavar="FILE", help="Search this annotated GenBank record."),
)
AS_TABLE = click.option("--tsv", is_flag=True, help="Print a table with tabs between the cells.")


def one_format(*, as_json: bool, tsv: bool) -> None:
    """Refuse two formats at once.

    Raises:
        RequestError: both are asked for.
    """
    if as_json and tsv:
        raise RequestError("--json and --tsv are two formats.", hint="Keep one of them.")


def search_of(pam: str, offtarget_pams: str | None, mismatches: int, engine: Any) -> Search:
    """Read the options of a search.

    Raises:
        RequestError: a PAM is none, or more mismatches are asked for than are searched.
    """
    from loxsmith.guides import pam_of
    from loxsmith.guides.offtargets import MOST_MISMATCHES
    from loxsmith.wiring.offtargets import Search

    if not 0 <= mismatches <= MOST_MISMATCHES:
        raise RequestError(
            f"{mismatches} mismatches cannot be searched for.", hint=f"Ask for 0 to {MOST_MISMATCHES}."
        )
    weaker = None if offtarget_pams is None else listed(offtarget_pams)
    return Search(pam=pam_of(_letters(pam), weaker), mismatches=mismatches, engine=engine)


def _letters(text: str) -> str:
    """Return the PAM that a user names, by its letters or by its enzyme.

    Raises:
        RequestError: it is neither.
    """
    from loxsmith.knowledge import nuclease, nucleases
    from loxsmith.sequence import IUPAC

    letters = text.strip().upper()
    if not letters or set(letters) <= set(IUPAC):
        return letters
    try:
        return nuclease(text).pam
    except RequestError:
        names = ", ".join(known.name for known in nucleases())
        raise RequestError(
            f"{text!r} is not a PAM, nor a nuclease that is known here.",
            hint=f"Write 1 to 8 IUPAC letters, such as NGG, NNGRRT or TTTV, or one of {names}.",
            pam=text,
        ) from None


def in_words(search: Search) -> str:
    """Return what is searched for as a phrase."""
    pam = search.pam
    name = f"{pam.pattern} ({pam.nuclease})" if pam.nuclease else pam.pattern
    side = "5' of the guide" if pam.side == 5 else ""
    weaker = f"with {', '.join(pam.offtargets)} as off-target PAMs" if pam.offtargets else ""
    most = "no mismatch" if search.mismatches == 0 else f"up to {search.mismatches} mismatch"
    many = "es" if search.mismatches > 1 else ""
    return ", ".join(part for part in (f"PAM {name}", side, weaker, f"{most}{many}") if part)


def unannotated(genome: Genome) -> str:
    """Return a sentence for a genome without genes; empty where there are some."""
    if genome.annotated:
        return ""
    return f"{genome.name} has no annotation, so that genes, exons and introns are not known there."


def listed(text: str) -> list[str]:
    if text.strip().lower() == NO_PAMS:
        return []
    return [part.strip() for part in text.split(",")]
