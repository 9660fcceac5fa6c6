"""Room on a disk: said before it is used, and said again when it runs out."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loxsmith.errors import DataError

_FULL = (errno.ENOSPC, errno.EDQUOT)
_LOCKED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR)


def free_bytes(folder: Path) -> int:
    """Return the free space on the disk of a folder, which need not exist yet."""
    return shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists())).free


def require_room(folder: Path, needed: int, what: str) -> None:
    """Refuse to begin what the disk has no room for.

    Args:
        folder: where it shall be written.
        needed: bytes it takes while it is being made.
        what: what is made, as a sentence begins, such as ``Genome mm10``.

    Raises:
        DataError: there is less room than that.
    """
    free = free_bytes(folder)
    if free < needed:
        raise _no_room(folder, needed, free, f"{what} needs about {said(needed)} of disk")


@contextmanager
def room_for(folder: Path, needed: int, what: str) -> Iterator[None]:
    """Say in one sentence that the disk became full, or that the folder cannot be written to.

    Args:
        folder: where is written.
        needed: bytes the work takes.
        what: what is made, as a sentence begins, such as ``Genome mm10``.

    Raises:
        DataError: the disk is full, or the folder is not writable.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_FULL:
            raise
        raise _became_full(folder, needed, what) from error
    except OSError as error:
        if error.errno in _FULL:
            raise _became_full(folder, needed, what) from error
        if error.errno in _LOCKED:
            raise DataError(
                f"{what} cannot be written, because {folder} is not writable.",
                hint="Set LOXSMITH_HOME to a folder of yours.",
                folder=str(folder),
            ) from error
        raise


def draft_of(folder: Path) -> Path:
    """Return the sibling folder in which this process writes what shall become ``folder``."""
    return folder.with_name(f".{folder.name}-{os.getpid()}-draft")


def clear_abandoned(parent: Path) -> None:
    """Remove drafts beside each other that a killed process left: it is gone, and nothing wrote there for an hour."""
    for draft in parent.glob(".*-draft"):
        name, _, number = draft.name.removesuffix("-draft").rpartition("-")
        if name and number.isdigit() and not _runs(int(number)) and time.time() - _last_write(draft) > _QUIET:
            shutil.rmtree(draft, ignore_errors=True)


_QUIET = 3600
"""Seconds without a change after which a draft whose process is gone is abandoned (judgement: the home may be shared
with another machine, whose processes cannot be seen)."""


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _last_write(folder: Path) -> float:
    times = [path.stat().st_mtime for path in (folder, *folder.glob("*")) if path.exists()]
    return max(times, default=0.0)


def said(count: int) -> str:
    """Return a number of bytes for people.

    >>> said(1_350_000_000), said(800)
    ('1.4 GB', '800 bytes')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_dir() and not path.is_symlink():
        return sum(size_of(held) for held in path.iterdir())
    return path.lstat().st_size


def _became_full(folder: Path, needed: int, what: str) -> DataError:
    free = free_bytes(folder)
    return _no_room(folder, needed, free, f"The disk became full: {what} needs about {said(needed)}")


def _no_room(folder: Path, needed: int, free: int, sentence: str) -> DataError:
    return DataError(
        f"{sentence}, and {folder} has {said(free)} free.",
        hint="Make room, or set LOXSMITH_HOME to a folder on a larger disk.",
        folder=str(folder),
        needed_bytes=needed,
        free_bytes=free,
    )
