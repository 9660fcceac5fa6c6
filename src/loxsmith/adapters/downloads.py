"""Fetching large files: resumed where they stopped, checked before they count, in bounded memory.

Bytes lie in ``NAME.part`` until they are complete and add up; Ctrl-C, a lost connection or a full disk leave
that part, and the next attempt goes on from its last byte.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import Literal, NoReturn

from loxsmith.adapters.checksums import sum_of
from loxsmith.adapters.http import BrokenError, Stream, UnreachableError, Web
from loxsmith.adapters.part_file import PartFile
from loxsmith.adapters.patience import Patience, asked_wait
from loxsmith.errors import DataError
from loxsmith.genome.sources import Progress, RemoteFile, Watcher

SPARE = 64 << 20
"""Bytes of a disk that a download leaves free (judgement)."""

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


class _AgainError(Exception):
    """This attempt brought nothing, and another may."""

    def __init__(self, why: str, asked: float | None = None) -> None:
        super().__init__(why)
        self.asked = asked


@dataclass(kw_only=True)
class Downloader:
    """Fetches files into folders."""

    web: Web = field(default_factory=Web)
    """The door to the network."""

    patience: Patience = field(default_factory=Patience)
    """How often to try again; attempts that brought new bytes do not count."""

    clock: Callable[[], float] = time.monotonic
    """Seconds that only grow."""

    free: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    """Free bytes on a folder's disk."""

    def fetch(self, file: RemoteFile, folder: Path, watch: Watcher | None = None) -> Path:
        """Return the file's place in ``folder``, fetched unless it lies there and adds up.

        Args:
            file: what to fetch.
            folder: where to; made when absent.
            watch: told how far it has come.

        Raises:
            DataError: the server cannot be reached or has no such file, the disk is full, or the content does
                not add up, in which case it is discarded.
        """
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / file.name
        told = _Told(file.name, watch, self.clock)
        if target.is_file() and file.checksum is not None and self._adds_up(file, target, told):
            return target
        part = PartFile.beside(target, file.url)
        self._complete(file, part, told)
        if not self._adds_up(file, part.path, told):
            part.discard()
            raise DataError(
                f"File {file.name} does not have the checksum that {_host(file.url)} states, and was discarded.",
                hint="Fetch it again; if it differs again, the mirror or the connection damages it.",
                file=file.name,
                url=file.url,
            )
        part.finish(target)
        return target

    def need(self, files: tuple[RemoteFile, ...], folder: Path) -> int:
        """Return the bytes that fetching ``files`` would still add to ``folder``, as far as sizes are stated.

        Raises:
            DataError: the disk does not have them.
        """
        needed = 0
        for file in files:
            if file.size is not None and not (folder / file.name).is_file():
                part = folder / f"{file.name}.part"
                needed += max(0, file.size - (part.stat().st_size if part.is_file() else 0))
        self._refuse_full(folder, needed, " and ".join(file.name for file in files))
        return needed

    # -- inside --------------------------------------------------------------------------------------------

    def _complete(self, file: RemoteFile, part: PartFile, told: _Told) -> None:
        failures, furthest = 0, part.held
        while True:
            try:
                self._attempt(file, part, told)
                return
            except (BrokenError, UnreachableError, _AgainError) as trouble:
                failures = 1 if part.held > furthest else failures + 1
                furthest = max(furthest, part.held)
                asked = trouble.asked if isinstance(trouble, _AgainError) else None
                if failures >= self.patience.attempts or self.patience.is_too_long(asked):
                    self._give_up(file, part, trouble)
                self.patience.wait(failures, asked)
            except OSError as error:
                if error.errno not in (ENOSPC, EDQUOT):
                    raise
                self._full(part.path.parent, file.name, None)

    def _attempt(self, file: RemoteFile, part: PartFile, told: _Told) -> None:
        headers = {}
        # Without a name for the version only a checksum could tell that two halves are of one file.
        if part.held and (part.validator or file.checksum is not None):
            headers["Range"] = f"bytes={part.held}-"
            if part.validator:
                headers["If-Range"] = part.validator
        with self.web.stream(file.url, headers) as reply:
            stated = _RANGE.fullmatch(reply.headers.get("content-range", "").strip())
            if reply.status == 206 and part.held:
                total = self._resumed(part, stated)
            elif reply.status == 200:
                part.begin(reply.headers)
                length = reply.headers.get("content-length", "")
                total = int(length) if length.isdigit() else None
            elif reply.status == 416:
                self._beyond(part, stated)
                return
            else:
                self._refused(file, reply)
            self._store(file, part, reply, total, told)

    def _resumed(self, part: PartFile, stated: re.Match[str] | None) -> int | None:
        if stated is None or stated[1] is None or int(stated[1]) != part.held:
            part.discard()
            raise _AgainError("it goes on at another place than the one asked for")
        return int(stated[2]) if stated[2] != "*" else None

    def _beyond(self, part: PartFile, stated: re.Match[str] | None) -> None:
        """Nothing lies behind the bytes at hand: they are all, or too many."""
        if stated is not None and stated[2] == str(part.held):
            return
        part.discard()
        raise _AgainError("it is shorter than the part at hand")

    def _refused(self, file: RemoteFile, reply: Stream) -> NoReturn:
        status, host = reply.status, _host(file.url)
        if status in (408, 425, 429) or status >= 500:
            raise _AgainError(f"it answers with status {status}", asked_wait(reply.headers))
        missing = status in (404, 410)
        raise DataError(
            f"{host} {'has no' if missing else 'does not hand out'} file {file.name} (status {status}).",
            hint="Its release may have changed: try again, or fetch the file by hand.",
            file=file.name,
            url=file.url,
            status=status,
        )

    def _store(self, file: RemoteFile, part: PartFile, reply: Stream, total: int | None, told: _Told) -> None:
        if total is not None:
            self._refuse_full(part.path.parent, total - part.held, file.name)
        held = part.held
        told.begin("fetching", held, total)
        with part.path.open("ab") as out:
            for piece in reply.chunks:
                out.write(piece)
                held += len(piece)
                told.now(held)
        if total is not None and held < total:
            raise BrokenError(f"it stopped after {held} of {total} bytes")
        if total is not None and held > total:
            part.discard()
            raise _AgainError("it sent more bytes than it stated")

    def _adds_up(self, file: RemoteFile, path: Path, told: _Told) -> bool:
        if file.checksum is None:
            return True
        told.begin("checking", 0, path.stat().st_size)
        return sum_of(path, file.checksum.kind, told.now) == file.checksum.value

    def _give_up(self, file: RemoteFile, part: PartFile, trouble: Exception) -> NoReturn:
        host = _host(file.url)
        verb = "cannot be reached" if isinstance(trouble, UnreachableError) else "does not deliver"
        what = "" if isinstance(trouble, UnreachableError) else f" {file.name}"
        kept = f" The {part.held:,} bytes at hand are kept." if part.held else ""
        raise DataError(
            f"{host} {verb}{what}: {trouble}.",
            hint=f"Check the connection and run the command again; it goes on from there.{kept}",
            file=file.name,
            url=file.url,
        ) from trouble

    def _refuse_full(self, folder: Path, needed: int, what: str) -> None:
        place = next(parent for parent in (folder, *folder.absolute().parents) if parent.is_dir())
        if needed > 0 and self.free(place) < needed + SPARE:
            self._full(place, what, needed)

    def _full(self, folder: Path, what: str, needed: int | None) -> NoReturn:
        free = self.free(folder)
        need = "does not fit" if needed is None else f"needs {_mega(needed)}"
        raise DataError(
            f"{what} {need} on the disk of {folder}, which has {_mega(free)} free.",
            hint="Make room there, or set LOXSMITH_HOME to another place.",
            folder=str(folder),
            needed=needed,
            free=free,
        )


class _Told:
    """Turns bytes into progress, and says nothing when nobody listens."""

    def __init__(self, name: str, watch: Watcher | None, clock: Callable[[], float]) -> None:
        self._name, self._watch, self._clock = name, watch, clock
        self._step: Literal["fetching", "checking"] = "fetching"
        self._total: int | None = None
        self._first, self._began = 0, 0.0

    def begin(self, step: Literal["fetching", "checking"], done: int, total: int | None) -> None:
        self._step, self._first, self._total, self._began = step, done, total, self._clock()
        self.now(done)

    def now(self, done: int) -> None:
        if self._watch is None:
            return
        seconds = self._clock() - self._began
        rate = (done - self._first) / seconds if seconds > 0 else 0.0
        self._watch(Progress(name=self._name, step=self._step, done=done, total=self._total, rate=rate))


def _host(url: str) -> str:
    return url.split("/")[2] if url.count("/") > 1 else url


def _mega(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"
