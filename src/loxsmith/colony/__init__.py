"""The colony: what the animals are called."""

from __future__ import annotations

from loxsmith.colony.names import Names, name_alleles

__all__ = ["Names", "name_alleles"]
