"""The recombinase sites loxsmith knows, and what happens when two of them meet.

A site is recognised by its sequence, never by its label. ``compatibility`` grades a pair: ``full`` (they
recombine), ``leak`` (they may, now and then: warn, keep out of the closure) or ``none``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from loxsmith.errors import RequestError
from loxsmith.knowledge._files import index_names, look_up, read_toml

Recombinase = Literal["Cre", "Flp", "Dre", "phiC31", "Bxb1"]
Confidence = Literal["two sources", "one source", "unconfirmed"]
Grade = Literal["full", "leak", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One recombinase site, read 5'->3' as ``extended + left + spacer + right``."""

    name: str
    """The short name used in requests and on maps."""

    aliases: tuple[str, ...] = ()
    """Other names it answers to."""

    recombinase: Recombinase
    """The enzyme that cuts it."""

    family: str
    """``lox``, ``FRT``, ``rox``, ``att-phiC31`` or ``att-Bxb1``."""

    extended: str = ""
    """Bases before the core that belong to the long form (48-bp FRT); empty for a plain site."""

    left: str
    """The left arm; for att sites all bases before the shared core."""

    spacer: str
    """The bases between the arms, which give the direction; for att sites the core both partners share."""

    right: str
    """The right arm; for att sites all bases after the shared core."""

    half: Literal["", "attP", "attB"] = ""
    """Which partner an att site is; empty for sites that recombine with their like."""

    inert: bool = False
    """A left-over that is counted as spent although its spacer would fit (lox72)."""

    source: str
    """Where the sequence was read."""

    confidence: Confidence
    """How well the sequence is attested."""

    note: str = ""
    """What a user must know, in one line."""

    @property
    def minimal(self) -> str:
        """The bases the recombinase needs: the 34-bp core of lox and FRT, 32 of rox, a whole att site."""
        return self.left + self.spacer + self.right

    @property
    def sequence(self) -> str:
        """The whole site, with the further repeat of a long form."""
        return self.extended + self.minimal

    @property
    def core(self) -> str:
        """The bases between which strands are exchanged: the spacer, or the shared core of an att site."""
        return self.spacer

    @property
    def core_offset(self) -> int:
        """0-based place of ``core`` in ``sequence``."""
        return len(self.extended) + len(self.left)

    @property
    def crossover(self) -> int:
        """0-based offset in ``sequence`` at which a product changes from one partner to the other.

        It is the middle of the core. Partners share the core, so any point inside it gives the same product.
        """
        return self.core_offset + len(self.spacer) // 2

    @property
    def is_palindromic(self) -> bool:
        """Whether the spacer equals its own reverse complement, so that the site has lost its direction."""
        from loxsmith.sequence import reverse_complement

        return reverse_complement(self.spacer) == self.spacer


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """What happens when two sites meet their recombinase."""

    grade: Grade
    """``full`` recombines, ``leak`` may do so now and then, ``none`` is held not to."""

    rate_low: float | None
    """Lowest rate thought possible, relative to two identical sites; None when nobody has measured it."""

    rate_default: float | None
    """Rate to reckon with, relative to two identical sites; None when nobody has measured it."""

    rate_high: float | None
    """Highest rate thought possible, relative to two identical sites; None when nobody has measured it."""

    source: str
    """The paper or judgement behind the grade."""

    assumption: bool
    """Whether the grade rests on judgement and must be printed as such."""

    statement: str
    """One sentence for the report."""


@cache
def sites() -> tuple[Site, ...]:
    """Return every site of the table, in the table's order, long forms included."""
    return tuple(_site(row) for row in read_toml("sites.toml")["site"])


def site(name: str) -> Site:
    """Return the site called ``name`` (any case, aliases too).

    Raises:
        RequestError: no site has that name; the nearest names are given.
    """
    shown = [text for entry in sites() for text in (entry.name, *entry.aliases)]
    return look_up(_site_index(), name, what="recombinase site", shown=shown, command="loxsmith sites list")


def spacer_mismatches(a: Site, b: Site) -> int:
    """Count the spacer bases in which two sites differ, both read in their own direction.

    Raises:
        RequestError: their spacers differ in length and cannot be compared.
    """
    if len(a.spacer) != len(b.spacer):
        raise RequestError(
            f"The spacers of {a.name} and {b.name} differ in length and cannot be compared.",
            hint="Compare two sites of one family.",
            sites=[a.name, b.name],
        )
    return sum(x != y for x, y in zip(a.spacer, b.spacer, strict=True))


def compatibility(a: Site, b: Site) -> Compatibility:
    """Grade a pair of sites by recombinase, spacer and arms; the order does not matter.

    >>> compatibility(site("loxP"), site("lox511")).grade
    'leak'
    """
    if a.recombinase != b.recombinase:
        return _none(f"{a.name} is cut by {a.recombinase} and {b.name} by {b.recombinase}: they do not meet.")
    if a.half or b.half:
        return _att(a, b)
    if a.spacer == b.spacer:
        return _matched(a, b)
    known = _known_pairs().get(frozenset((a.spacer, b.spacer)))
    if known is not None:
        return known
    return _none(
        f"{a.name} and {b.name} differ in {spacer_mismatches(a, b)} spacer bases and do not recombine.",
        source="Hoess 1986; Sheren 2007",
    )


def _matched(a: Site, b: Site) -> Compatibility:
    """Grade two sites with one spacer: they recombine unless one of them is spent."""
    spent = next((entry for entry in (a, b) if entry.inert), None)
    if spent is None:
        return _full(f"{a.name} and {b.name} have the same spacer and recombine.", "Hoess 1986; Sheren 2007")
    return Compatibility(
        grade="leak",
        rate_low=None,
        rate_default=None,
        rate_high=None,
        source="BMC Biotechnol 2010 10:29",
        assumption=True,
        statement=f"{spent.name} is counted as inert, but weakly active under strong {spent.recombinase}.",
    )


def _att(a: Site, b: Site) -> Compatibility:
    """Grade two att sites: attP meets attB, and nothing else does."""
    if {a.half, b.half} == {"attP", "attB"} and a.core == b.core:
        statement = f"{a.name} and {b.name} recombine once, to attL and attR, which stay as they are."
        return _full(statement, "one-way serine integrase; Ghosh 2003 for Bxb1")
    return _none(f"{a.name} and {b.name} do not recombine: {a.recombinase} joins attP to attB only.")


def _full(statement: str, source: str) -> Compatibility:
    """Grade a pair as recombining at the rate of identical sites."""
    return Compatibility(
        grade="full",
        rate_low=1.0,
        rate_default=1.0,
        rate_high=1.0,
        source=source,
        assumption=False,
        statement=statement,
    )


def _none(statement: str, *, source: str = "different recognition sequences") -> Compatibility:
    """Grade a pair as not recombining."""
    return Compatibility(
        grade="none",
        rate_low=0.0,
        rate_default=0.0,
        rate_high=0.0,
        source=source,
        assumption=False,
        statement=statement,
    )


@cache
def _site_index() -> dict[str, Site]:
    return index_names(((entry, (entry.name, *entry.aliases)) for entry in sites()), table="sites.toml")


@cache
def _known_pairs() -> dict[frozenset[str], Compatibility]:
    """Index the studied pairs of unlike spacers by their two spacers, so that arm mutants are covered too."""
    pairs = {}
    for row in read_toml("sites.toml")["pair"]:
        spacers = frozenset((site(row["a"]).spacer, site(row["b"]).spacer))
        pairs[spacers] = Compatibility(
            grade=row["grade"],
            rate_low=row.get("rate_low"),
            rate_default=row.get("rate_default"),
            rate_high=row.get("rate_high"),
            source=row["source"],
            assumption=row["assumption"],
            statement=row["statement"],
        )
    return pairs


def _site(row: dict[str, Any]) -> Site:
    """Build a site from its row, cutting an att sequence at its shared core."""
    values = {**row, "aliases": tuple(row.get("aliases", ()))}
    if "sequence" in values:
        whole, core, start = values.pop("sequence"), values.pop("core"), values.pop("core_offset")
        values |= {"left": whole[:start], "spacer": core, "right": whole[start + len(core) :]}
    return Site(**values)
