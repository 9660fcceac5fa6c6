"""How often to try again, and how long to wait before."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """A bounded number of attempts, with waits that double (judgement)."""

    attempts: int = 5
    """Attempts in a row that may fail."""

    first: float = 1.0
    """Seconds before the second attempt."""

    most: float = 60.0
    """Longest wait in seconds, one that the server asks for included."""

    sleep: Callable[[float], None] = time.sleep
    """How to wait."""

    def wait(self, failures: int, asked: float | None = None) -> None:
        """Wait after a failed attempt.

        Args:
            failures: attempts that have failed in a row, 1 or more.
            asked: seconds the server asked for; None when it did not.
        """
        own = self.first * 2 ** (failures - 1)
        self.sleep(min(self.most, own if asked is None else max(asked, 0.0)))

    def is_too_long(self, asked: float | None) -> bool:
        """Say whether the server asks for more than anyone should sit through."""
        return asked is not None and asked > self.most


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of ``Retry-After``; None when absent, or a date, which would need a trusted clock.

    >>> asked_wait({"retry-after": "1.0232"})
    1.0232
    """
    text = headers.get("retry-after", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None
