"""The nucleases that guides are made for: the PAM each needs, and where it cuts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from loxsmith.errors import DataError
from loxsmith.knowledge._files import index_names, look_up, read_toml


@dataclass(frozen=True, slots=True, kw_only=True)
class Nuclease:
    """One nuclease."""

    name: str
    """The usual short name."""

    aliases: tuple[str, ...] = ()
    """Other names it answers to."""

    pam: str
    """Its PAM in IUPAC letters, 5'->3' on the strand that reads like the guide."""

    side: Literal[3, 5]
    """Whether the PAM lies 3' or 5' of the protospacer."""

    offtargets: tuple[str, ...] = ()
    """Weaker PAMs that off-targets are searched at as well, in IUPAC letters."""

    cuts: tuple[int, int]
    """Bases between the protospacer's end at the PAM and the cut: on the strand with the PAM, on the other."""

    spacer: tuple[int, int]
    """Usual length of its spacer (bases): fewest and most."""

    source: str
    """The papers behind PAM and cut."""

    note: str = ""
    """What a user must know, in one or two sentences; mostly empty."""

    def __post_init__(self) -> None:
        """Refuse a row whose letters or numbers mean nothing.

        Raises:
            DataError: a PAM is not IUPAC or of another length, or the side is neither 3 nor 5.
        """
        from loxsmith.sequence import IUPAC

        pams = (self.pam, *self.offtargets)
        spelled = all(set(pam) <= set(IUPAC) and len(pam) == len(self.pam) for pam in pams)
        if not (self.pam and spelled and self.side in (3, 5)):
            raise DataError(
                f"nucleases.toml describes {self.name} with a PAM or side that means nothing.",
                hint="Write IUPAC letters, all PAMs equally long, and side 3 or 5.",
                name=self.name,
            )


@cache
def nucleases() -> tuple[Nuclease, ...]:
    """Return every nuclease, in the table's order; the first is SpCas9."""
    return tuple(_nuclease(row) for row in read_toml("nucleases.toml")["nuclease"])


def nuclease(name: str) -> Nuclease:
    """Return the nuclease with this PAM or name (any case, aliases too).

    Raises:
        RequestError: there is none; the nearest three are given.

    >>> nuclease("TTTV").name, nuclease("cas9").cuts
    ('Cas12a', (3, 3))
    """
    shown = [text for entry in nucleases() for text in (entry.name, entry.pam)]
    return look_up(_nuclease_index(), name, what="nuclease", shown=shown)


@cache
def _nuclease_index() -> dict[str, Nuclease]:
    names = ((entry, (entry.name, entry.pam, *entry.aliases)) for entry in nucleases())
    return index_names(names, table="nucleases.toml")


def _nuclease(row: dict[str, Any]) -> Nuclease:
    """Build a nuclease from its row, lists made tuples."""
    values: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in row.items()}
    return Nuclease(**values)
