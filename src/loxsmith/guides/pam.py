"""Protospacer-adjacent motifs: their letters, the side they lie on, and where the nuclease cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final, Literal

from loxsmith.errors import RequestError
from loxsmith.guides.cutting_frequency import PROTOSPACER
from loxsmith.knowledge import nucleases
from loxsmith.sequence import IUPAC

Side = Literal[3, 5]

MOST_SPELLINGS: Final = 2048
"""Spellings of a set of PAMs that the eleven spare bits of a packed site can tell apart."""


@dataclass(frozen=True, kw_only=True)
class Pam:
    """Which windows of a genome a nuclease may cut."""

    pattern: str
    """The PAM of a guide, IUPAC letters, 5'->3' on the strand of the protospacer."""

    side: Side = 3
    """3 when it lies 3' of the protospacer (Cas9), 5 when it lies 5' of it (Cas12a)."""

    offtargets: tuple[str, ...] = ()
    """Weaker PAMs of the same length whose sites count as off-targets too."""

    cuts: tuple[int, int] = (3, 3)
    """Bases between the protospacer's PAM end and the cut of the PAM-bearing strand, and of the other strand."""

    nuclease: str = ""
    """Name of the enzyme; empty for a PAM that no known enzyme explains."""

    @property
    def window(self) -> int:
        """Bases of protospacer and PAM."""
        return PROTOSPACER + len(self.pattern)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every plain spelling of the PAM and its weaker ones, in the order of the alphabet."""
        return spellings((self.pattern, *self.offtargets))

    def fits(self, pam: str) -> bool:
        """Say whether plain bases are a PAM of a guide, not merely one of the weaker ones."""
        return len(pam) == len(self.pattern) and all(
            b in IUPAC[p] for b, p in zip(pam, self.pattern, strict=True)
        )

    @property
    def is_classic(self) -> bool:
        """Whether scores made for SpCas9 and NGG mean anything here."""
        return self.side == 3 and self.pattern == "NGG"


def spellings(patterns: Sequence[str]) -> tuple[str, ...]:
    """Return every plain spelling of several IUPAC patterns, each once, in the order of the alphabet.

    >>> spellings(["NG", "AR"])
    ('AA', 'AG', 'CG', 'GG', 'TG')
    """
    return tuple(sorted({"".join(s) for p in patterns for s in product(*(IUPAC[letter] for letter in p))}))


def pam_of(text: str, offtargets: Sequence[str] | None = None, *, side: Side | None = None) -> Pam:
    """Return the PAM a user names, with what is known of its nuclease.

    Args:
        text: IUPAC letters such as ``NGG`` or ``TTTV``, in any case.
        offtargets: weaker PAMs to count as well; by default those of the known nuclease.
        side: 3 or 5; by default the known nuclease's, else 3.

    Raises:
        RequestError: a PAM is empty, longer than 8 letters, not IUPAC, all N, or of another length.

    >>> pam_of("ngg").offtargets
    ('NAG', 'NGA')
    >>> pam_of("TTTV").side
    5
    """
    pattern = _checked(text)
    known = next((n for n in nucleases() if n.pam == pattern and side in (None, n.side)), None)
    weaker = known.offtargets if known is not None and offtargets is None else tuple(offtargets or ())
    weaker = tuple(dict.fromkeys(_checked(other) for other in weaker))
    for other in weaker:
        if len(other) != len(pattern):
            raise RequestError(
                f"The off-target PAM {other} has {len(other)} letters, and the PAM {pattern} has {len(pattern)}.",
                hint="Give off-target PAMs of the same length, such as NAG and NGA for NGG.",
                pam=other,
            )
    found = Pam(
        pattern=pattern,
        side=side or (known.side if known else 3),
        offtargets=tuple(other for other in weaker if other != pattern),
        cuts=known.cuts if known else (3, 3),
        nuclease=known.name if known else "",
    )
    if len(found.spellings) > MOST_SPELLINGS:
        raise RequestError(
            f"The PAM {pattern} has {len(found.spellings)} spellings, and at most {MOST_SPELLINGS} are searched.",
            hint="Name a PAM with fewer N.",
            pam=pattern,
        )
    return found


def _checked(text: str) -> str:
    pattern = text.strip().upper()
    if not 1 <= len(pattern) <= 8 or not set(pattern) <= set(IUPAC) or set(pattern) == {"N"}:
        raise RequestError(
            f"{text!r} is not a PAM.",
            hint="Write 1 to 8 IUPAC letters, at least one of them not N, such as NGG, NNGRRT or TTTV.",
            pam=text,
        )
    return pattern
