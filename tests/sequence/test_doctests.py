"""The examples in the chapter's docstrings run, and its front page is in order."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import loxsmith.sequence as chapter

MODULES = sorted(f"{chapter.__name__}.{module.name}" for module in pkgutil.iter_modules(chapter.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    """What a docstring shows is what happens."""
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_the_chapter_has_examples() -> None:
    """The check above would pass on a chapter without any."""
    tried = sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES)
    assert tried >= 3


def test_the_front_page_lists_its_names_in_order() -> None:
    """Every public name exists; constants come first, then types, then functions, each sorted."""
    assert all(hasattr(chapter, name) for name in chapter.__all__)
    groups = [(not name.isupper(), not name[0].isupper(), name) for name in chapter.__all__]
    assert groups == sorted(groups)
