"""What ``import loxsmith`` offers, and that it offers nothing else."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

import loxsmith

PUBLIC = [
    "Genome",
    "LoxsmithError",
    "Request",
    "__version__",
    "design",
    "donor",
    "read",
    "recombine",
    "target",
]


def test_the_public_names_are_these() -> None:
    """The list, in alphabetical order, is a promise."""
    assert loxsmith.__all__ == PUBLIC
    assert set(PUBLIC) <= set(dir(loxsmith))


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_is_there(name: str) -> None:
    """Lazily, but there."""
    assert getattr(loxsmith, name) is not None


def test_type_checkers_are_told_the_same_names() -> None:
    """The typed face lists what the package lists."""
    face = Path(loxsmith.__file__).with_suffix(".pyi")
    (named,) = (
        statement.value
        for statement in ast.parse(face.read_text(encoding="utf-8")).body
        if isinstance(statement, ast.Assign)
    )
    assert ast.literal_eval(named) == loxsmith.__all__


def test_the_verb_design_survives_the_import_of_its_namesake() -> None:
    """The chapter ``loxsmith.design`` does not take the verb's place."""
    chapter = importlib.import_module("loxsmith.design")
    assert callable(loxsmith.design)
    assert loxsmith.design is not chapter


def test_an_unknown_name_is_an_attribute_error() -> None:
    """With the package's name in it, as Python's own modules say it."""
    with pytest.raises(AttributeError, match="module 'loxsmith' has no attribute 'fish'"):
        _ = loxsmith.fish


def test_every_refusal_is_a_loxsmith_error(tmp_path: Path) -> None:
    """One exception tree."""
    with pytest.raises(loxsmith.LoxsmithError):
        loxsmith.read(tmp_path / "absent.gb")
    with pytest.raises(loxsmith.LoxsmithError):
        loxsmith.Request.parse("nonsense")
