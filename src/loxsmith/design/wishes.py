"""What a request may say about a donor beyond its kind: ``--set donor.polarity=non-target`` and the like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from loxsmith.design.synthesis import ENZYMES
from loxsmith.errors import RequestError
from loxsmith.request import Request

POLARITY: Final = "donor.polarity"
ENDS: Final = "donor.ends"
AVOID: Final = "donor.avoid"

READ: Final = (POLARITY, ENDS, AVOID)
"""Settings that the drawer of donors reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """Settings of a donor."""

    polarity: Literal["", "target", "non-target"] = ""
    """Strand of a single-stranded donor; empty for the default of its kind."""

    protected: bool = True
    """Whether an oligonucleotide gets phosphorothioate ends."""

    avoid: tuple[str, ...] = ()
    """Enzymes whose sites must not be in the donor."""


def wishes(request: Request) -> Wishes:
    """Read the settings of a donor.

    Raises:
        RequestError: one of them has a value that means nothing.
    """
    polarity = _one_of(request, POLARITY, ("target", "non-target"))
    ends = _one_of(request, ENDS, ("phosphorothioate", "plain"))
    return Wishes(
        polarity="target" if polarity == "target" else "non-target" if polarity else "",
        protected=ends != "plain",
        avoid=_enzymes(request),
    )


def _one_of(request: Request, key: str, values: tuple[str, ...]) -> str:
    said = request.options.get(key)
    if said is None:
        return ""
    found = str(said).casefold()
    if found not in values:
        raise RequestError(
            f"{key} is {' or '.join(values)}, not {said}.", hint=f"Write --set {key}={values[-1]}."
        )
    return found


def _enzymes(request: Request) -> tuple[str, ...]:
    said = request.options.get(AVOID)
    if said is None:
        return ()
    known = {name.casefold(): name for name in ENZYMES}
    names = [name.strip() for name in str(said).split(",") if name.strip()]
    if unknown := [name for name in names if name.casefold() not in known]:
        raise RequestError(
            f"{AVOID} knows no enzyme {unknown[0]}.",
            hint=f"There are {', '.join(ENZYMES)}, joined by commas.",
        )
    return tuple(dict.fromkeys(known[name.casefold()] for name in names))
