"""The package as a folder: written beside its place, complete, and only then given its name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path, PurePosixPath
from typing import Any

from loxsmith.errors import DataError, RequestError
from loxsmith.package.document import Document
from loxsmith.package.pictures import pictures
from loxsmith.package.report import report
from loxsmith.package.tables import tables

_DOCUMENT = "design.json"


def write_package(
    directory: Path, document: Document, genbank: Mapping[str, str], *, force: bool = False
) -> None:
    """Write a design as a folder; nobody ever sees half of it.

    Args:
        directory: the folder to make; missing parents are made too.
        document: the design.
        genbank: GenBank text by path within the folder, as the document's ``file`` fields name them.
        force: replace an existing package; a folder that is none is never touched.

    Raises:
        RequestError: the folder exists.
        DataError: the place cannot be written to.
    """
    _may_write(directory, force=force)
    texts = _texts(document, genbank)
    place = Path.cwd() / directory
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        workshop = _beside(place, "part")
    except OSError as error:
        raise _unwritable(place.parent, error) from error
    try:
        _fill(workshop, texts)
        _may_write(directory, force=force)
        _put(workshop, place)
    except OSError as error:
        raise _unwritable(place, error) from error
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def design_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``design.json``."""
    return Document.model_json_schema(by_alias=True, mode="serialization")


def document_text(document: Document) -> str:
    """Return ``design.json`` as it is written."""
    return document.model_dump_json(by_alias=True, indent=1) + "\n"


def _texts(document: Document, genbank: Mapping[str, str]) -> dict[str, str]:
    """Return every file of the package by its path, in one order."""
    drawn = pictures(document)
    texts = {_DOCUMENT: document_text(document), "report.html": report(document, drawn)}
    texts |= dict(sorted(genbank.items()))
    texts |= {f"figures/{name}": text for name, text in sorted(drawn.items())}
    texts |= {f"tables/{name}": text for name, text in sorted(tables(document).items())}
    for path in texts:
        pure = PurePosixPath(path)
        if pure.is_absolute() or ".." in pure.parts or "\\" in path:
            raise ValueError(f"the package cannot hold a file outside itself: {path!r}")
    return texts


def _fill(workshop: Path, texts: Mapping[str, str]) -> None:
    for path, text in texts.items():
        file = workshop / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode("utf-8"))


def _beside(place: Path, suffix: str) -> Path:
    """Make a hidden folder next to ``place``, on the same file system, as readable as any other."""
    for number in count():
        folder = place.parent / f".{place.name[:80]}.{os.getpid()}-{number}.{suffix}"
        with suppress(FileExistsError):
            folder.mkdir()
            return folder
    raise AssertionError("numbers never end")


def _put(workshop: Path, place: Path) -> None:
    """Give the finished folder its name; an older package steps aside first and is put back on failure."""
    if not os.path.lexists(place):
        workshop.rename(place)
        return
    aside = _beside(place, "old")
    older = aside / "package"
    place.rename(older)
    try:
        workshop.rename(place)
    except BaseException:
        older.rename(place)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _may_write(directory: Path, *, force: bool) -> None:
    if not os.path.lexists(directory):
        return
    if not force:
        raise RequestError(
            f"{directory} exists already.",
            hint="Name another folder with -o, or replace it with --force.",
            directory=str(directory),
        )
    if not _is_package(directory):
        raise RequestError(
            f"{directory} is not a package of loxsmith, so it is not replaced, even with --force.",
            hint="Name another folder with -o.",
            directory=str(directory),
        )


def _is_package(directory: Path) -> bool:
    if directory.is_symlink() or not directory.is_dir():
        return False
    with suppress(OSError, ValueError):
        found = json.loads((directory / _DOCUMENT).read_text(encoding="utf-8"))
        return isinstance(found, dict) and str(found.get("schema", "")).startswith("loxsmith.design")
    return False


def _unwritable(place: Path, error: OSError) -> DataError:
    return DataError(
        f"Nothing can be written to {place}: {error.strerror or error}.",
        hint="Name a folder that you may write to with -o.",
        directory=str(place),
    )
