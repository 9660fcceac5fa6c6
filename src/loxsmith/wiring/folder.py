"""Output folders: refused before the work begins, filled beside their place, and put there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from loxsmith.errors import DataError, RequestError


def refuse_existing(folder: Path, *, force: bool, empty_is_fine: bool = False) -> None:
    """Refuse a folder that must not be written to, before any work is done.

    Args:
        folder: where results shall go.
        force: whether an existing folder was given up by its owner.
        empty_is_fine: whether an existing folder without files may be filled.

    Raises:
        RequestError: it exists and ``force`` is False, or it is a file, or one works inside it.
        DataError: it cannot be made.
    """
    if folder.is_symlink() or folder.exists():
        _refuse_present(folder, force=force, empty_is_fine=empty_is_fine)
    parent = next(place for place in folder.absolute().parents if place.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise DataError(
            f"Folder {folder} cannot be made, because {parent} is {_why_not(parent)}.",
            hint="Choose another place with -o.",
            folder=str(folder),
        )


def _why_not(parent: Path) -> str:
    return "not writable" if parent.is_dir() else "a file"


def _refuse_present(folder: Path, *, force: bool, empty_is_fine: bool) -> None:
    if not folder.is_dir():
        raise RequestError(
            f"{folder} exists and is not a folder.", hint="Choose another name with -o.", folder=str(folder)
        )
    if empty_is_fine and not any(folder.iterdir()):
        return
    if not force:
        raise RequestError(
            f"Folder {folder} {'holds files' if empty_is_fine else 'exists'} already.",
            hint=f"Choose another with -o, or add --force to {'write into' if empty_is_fine else 'replace'} it.",
            folder=str(folder),
        )
    if empty_is_fine:
        return
    held = folder.resolve()
    here = Path.cwd().resolve()
    if held in (here, *here.parents) or held == _home():
        raise RequestError(
            f"Folder {folder} is not replaced, because it holds more than a design.",
            hint="Name a folder of its own with -o.",
            folder=str(folder),
        )


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def fill(folder: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a folder beside ``folder``, then put its files in place, each in one step.

    Files of the same name are replaced, others are left. An interruption leaves no half-written file.

    Args:
        folder: where the files shall stand in the end; made with its parents when absent.
        write: gets an empty folder and writes files into it.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name[:40]}-", dir=folder.parent) as name:
        draft = Path(name) / "files"
        draft.mkdir()
        write(draft)
        if not folder.exists():
            draft.rename(folder)
            return
        for file in sorted(draft.iterdir()):
            file.replace(folder / file.name)
