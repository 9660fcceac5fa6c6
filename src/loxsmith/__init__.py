"""loxsmith designs knock-in mouse alleles from one line of text and proves them on paper."""

from __future__ import annotations

__version__ = "0.1.0"
