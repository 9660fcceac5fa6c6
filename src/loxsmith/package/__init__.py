"""The package: the versioned document, and everything drawn from it."""

from __future__ import annotations

from loxsmith.package.document import Document

__all__ = ["Document"]
