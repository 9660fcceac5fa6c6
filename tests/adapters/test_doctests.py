"""The examples in the adapters' documentation are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

MODULES = [f"loxsmith.adapters.{name}" for name in ("checksums", "ensembl_rest", "patience")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_run_as_printed(name: str) -> None:
    """Each module has some, and none of them fails."""
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
