"""The package: the versioned document, and everything drawn from it."""

from __future__ import annotations

from loxsmith.package.document import Document
from loxsmith.package.folder import design_schema, document_text, write_package

__all__ = ["Document", "design_schema", "document_text", "write_package"]
