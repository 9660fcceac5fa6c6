"""What a request may say about the choice of a guide: ``--set guide.max_distance=20`` and the like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from loxsmith.errors import RequestError
from loxsmith.knowledge import limit

FARTHEST: Final = "guide.max_distance"
NEAR: Final = "guide.near"
EXAMINED: Final = "guide.candidates"
DIAGNOSTIC: Final = "diagnostic"

_RULES: Final = {
    "rule.R26.oligo.warn": NEAR,
    "rule.R26.oligo.stop": FARTHEST,
    "rule.R26.plasmid": FARTHEST,
}
"""Limits of rule R26 by their own names, and the setting they are."""

READ: Final = (FARTHEST, NEAR, EXAMINED, DIAGNOSTIC, *_RULES)
"""Settings that the choice of a guide reads."""

MOST: Final = 12
"""Guides nearest to the change that are examined (judgement)."""

_HIGHEST: Final = {FARTHEST: 2000, NEAR: 2000, EXAMINED: 200}
"""Largest value of each number that means anything (judgement)."""

Wish = Literal["no", "auto", "yes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """How guides are chosen."""

    farthest: int
    """Farthest cut from the change (nt)."""

    near: int
    """Farthest cut that is as good as any nearer one (nt)."""

    examined: int = MOST
    """Guides nearest to the change that are examined."""

    diagnostic: Wish = "auto"
    """Whether a restriction site is made: ``auto`` takes one that costs no further base, ``yes`` adds a base for it."""

    said: tuple[str, ...] = ()
    """Every number that was set in place of its default, one sentence each."""


def preferences(options: Mapping[str, object], donor: str) -> Preferences:
    """Read the settings of the choice of a guide.

    Args:
        options: settings of the request by name.
        donor: kind of the donor, which sets how far a cut may lie (R26).

    Raises:
        RequestError: one of them has a value that means nothing.
    """
    rule = "R26.oligo.stop" if donor == "ssodn" else "R26.plasmid"
    defaults = {FARTHEST: limit(rule).whole, NEAR: limit("R26.oligo.warn").whole, EXAMINED: MOST}
    chosen = dict(defaults)
    said = []
    for key in READ:
        name = _RULES.get(key, key)
        if key not in options or name == DIAGNOSTIC or (key in _RULES and not _is_ours(key, rule)):
            continue
        if key in _RULES and name in options:
            continue
        chosen[name] = _whole(key, options[key], _HIGHEST[name])
        if chosen[name] != defaults[name]:
            said.append(f"{key} was set to {chosen[name]} in place of {defaults[name]}.")
    return Preferences(
        farthest=chosen[FARTHEST],
        near=chosen[NEAR],
        examined=chosen[EXAMINED],
        diagnostic=_wish(options.get(DIAGNOSTIC)),
        said=tuple(said),
    )


def _is_ours(key: str, rule: str) -> bool:
    """Whether a limit of R26 is one that this donor goes by."""
    return key in (f"rule.{rule}", "rule.R26.oligo.warn")


def _whole(key: str, value: object, highest: int) -> int:
    lowest = 1 if key == EXAMINED else 0
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise RequestError(
            f"{key} is a whole number from {lowest} to {highest}, not {value}.",
            hint=f"Write --set {key}={min(highest, max(lowest, MOST))}.",
        )
    return value


def _wish(value: object) -> Wish:
    words: dict[str, Wish] = {"yes": "yes", "true": "yes", "no": "no", "false": "no", "auto": "auto"}
    if value is None:
        return "auto"
    found = words.get(str(value).casefold())
    if found is None:
        raise RequestError(
            f"{DIAGNOSTIC} is yes, no or auto, not {value}.", hint=f"Write --set {DIAGNOSTIC}=yes."
        )
    return found
