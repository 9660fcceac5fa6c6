"""What six designs on real loci say, section by section; what is added later breaks nothing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from golden.refresh import HERE, KEPT, REQUESTS, SEQUENCES, written


@cache
def _now(name: str, folder: Path) -> dict[str, Any]:
    return written(folder, *REQUESTS[name])


@cache
def _golden(name: str) -> dict[str, Any]:
    found = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _missing(golden: Any, now: Any) -> list[str]:
    """Say what of the golden is not there any more; whatever came on top does not matter."""
    if isinstance(golden, dict) and isinstance(now, dict):
        return [
            f"{key}: {miss}"
            for key, value in golden.items()
            for miss in (_missing(value, now[key]) if key in now else ["the field is gone"])
        ]
    if isinstance(golden, list) and golden and all(isinstance(item, dict) for item in golden):
        lost = [item for item in golden if not any(_missing(item, other) == [] for other in now)]
        return [f"no longer there: {json.dumps(item)[:300]}" for item in lost]
    return [] if golden == now else [f"was {golden!r}, is {now!r}"]


@pytest.mark.parametrize("section", KEPT)
@pytest.mark.parametrize("name", REQUESTS)
def test_the_section_says_what_it_said(name: str, section: str, shared: Path) -> None:
    """Every item and field of the golden is in today's document (refresh: ``python tests/golden/refresh.py``)."""
    assert _missing(_golden(name)[section], _now(name, shared)[section]) == []


@pytest.mark.parametrize("name", REQUESTS)
def test_the_design_is_proved(name: str, shared: Path) -> None:
    """Each of the six is proved, as it was."""
    assert _golden(name)["proved"] is True
    assert _now(name, shared)["proved"] is True


@pytest.mark.parametrize("name", REQUESTS)
def test_a_golden_spells_no_sequence_of_a_window(name: str) -> None:
    """Nothing in a golden is a run of bases or residues longer than a guide, but for inserted payloads."""
    inserted = {edit["alt"] for edit in _golden(name)["edits"] if not edit["ref"]}

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            assert not SEQUENCES.intersection(value)
            for item in value.values():
                walk(item)
        elif isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, str) and value not in inserted:
            assert not (len(value) > 23 and value.isupper() and value.isalpha()), value

    walk(_golden(name))


def test_the_comparison_can_fail() -> None:
    """A changed value, a lost item and a lost field are seen; added ones are not."""
    golden = {"a": 1, "b": [{"id": "x", "n": 1}]}
    assert _missing(golden, {"a": 1, "b": [{"id": "y"}, {"id": "x", "n": 1, "more": 2}], "c": 3}) == []
    assert _missing(golden, {"a": 2, "b": golden["b"]})
    assert _missing(golden, {"a": 1, "b": [{"id": "x", "n": 2}]})
    assert _missing(golden, {"b": golden["b"]})
