"""A finding: something noticed that a reader should know, returned rather than raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["stop", "warn", "inform"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One observation about a molecule, a file or a design."""

    severity: Severity
    """``stop`` forbids building, ``warn`` asks for a decision, ``inform`` is context."""

    message: str
    """One sentence a newcomer can act on."""

    where: str = ""
    """The place: a file, an allele, a coordinate; empty when it concerns the whole."""
