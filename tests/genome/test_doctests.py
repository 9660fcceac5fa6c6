"""The examples in the docstrings of this chapter hold."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from loxsmith import genome

MODULES = [module.name for module in pkgutil.iter_modules(genome.__path__) if not module.ispkg]


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name: str) -> None:
    """Each prints what it says."""
    assert doctest.testmod(import_module(f"loxsmith.genome.{name}")).failed == 0


def test_there_are_examples() -> None:
    """Looking for them finds some."""
    assert sum(doctest.testmod(import_module(f"loxsmith.genome.{name}")).attempted for name in MODULES) >= 20
