"""Output folders appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from loxsmith.wiring.folder import fill


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """Neither the folder nor the draft beside it."""

    def breaks(folder: Path) -> None:
        (folder / "a").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(tmp_path / "out", breaks)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_keeps_what_was_there(tmp_path: Path) -> None:
    """An old file is not replaced by half a new one."""
    (tmp_path / "a").write_text("old", encoding="utf-8")

    def breaks(folder: Path) -> None:
        (folder / "a").write_text("half", encoding="utf-8")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fill(tmp_path, breaks)
    assert (tmp_path / "a").read_text(encoding="utf-8") == "old"


def test_parents_are_made_and_old_neighbours_stay(tmp_path: Path) -> None:
    """Files of the same name are replaced, others are left."""
    out = tmp_path / "deep" / "out"
    fill(out, lambda folder: (folder / "a").write_text("1", encoding="utf-8") and None)
    (out / "b").write_text("mine", encoding="utf-8")
    fill(out, lambda folder: (folder / "a").write_text("2", encoding="utf-8") and None)
    assert {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()} == {"a": "2", "b": "mine"}
