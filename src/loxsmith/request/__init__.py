"""What the user wants: one line, a form or a TOML file becomes a frozen ``Request``, or a question back.

The only door: ``Request.parse("Tnf p.A223R conditional")``. Everything that is undecided, unknown or in
contradiction raises ``loxsmith.errors.RequestError``, whose hint is the mend.
"""

from __future__ import annotations

from loxsmith.request.changes import Change, CodingChange, CodingPosition, GenomicChange, ProteinChange
from loxsmith.request.hgvs import read_change, read_changes
from loxsmith.request.model import Control, Customer, Request
from loxsmith.request.payload import PayloadItem, read_payload

__all__ = [
    "Change",
    "CodingChange",
    "CodingPosition",
    "Control",
    "Customer",
    "GenomicChange",
    "PayloadItem",
    "ProteinChange",
    "Request",
    "read_change",
    "read_changes",
    "read_payload",
]
