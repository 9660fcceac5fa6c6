"""The examples in the guides chapter run."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize(
    "name",
    [
        "cutting",
        "cutting_frequency",
        "efficiency",
        "finding_guides",
        "landmarks",
        "microhomology",
        "mit",
        "notes",
        "pam",
        "usability",
    ],
)
def test_examples_hold(name: str) -> None:
    """Every documented example gives what it says."""
    result = doctest.testmod(import_module(f"loxsmith.guides.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
