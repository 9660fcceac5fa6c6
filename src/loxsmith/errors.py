"""One exception tree: every way in which loxsmith can refuse, each with its exit code.

::

    LoxsmithError
      RequestError      exit 2  the request cannot be understood, or contradicts the genome
      InfeasibleError   exit 4  understood, but no design can satisfy it
      DataError         exit 5  a file, genome or part is missing, unreadable or does not fit

A message is one sentence that names the place; ``hint`` is the mend; ``fields`` carries facts for programs.
"""

from __future__ import annotations

from typing import ClassVar


class LoxsmithError(Exception):
    """The root of all errors a caller may want to catch.

    Args:
        message: one sentence saying what is wrong and where.
        hint: one sentence saying what to do about it; empty when there is nothing to add.
        fields: machine-readable facts (gene, codon, file, ...), shown in ``--json`` output.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "", **fields: object) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.fields = fields

    def __str__(self) -> str:
        """Read the message and its mend as a user sees them."""
        return f"{self.message} {self.hint}".strip()


class RequestError(LoxsmithError):
    """The request cannot be understood, is undecided, or contradicts the genome. Nothing was written."""

    code = "request"
    exit_code = 2


class InfeasibleError(LoxsmithError):
    """The request is understood and no design can satisfy it; ``hint`` names the nearest feasible one."""

    code = "infeasible"
    exit_code = 4


class DataError(LoxsmithError):
    """A file, genome or locus is missing, unreadable, truncated, or does not fit its companions."""

    code = "data"
    exit_code = 5
