"""Building, keeping and opening the two-half index of a genome.

Rows are first dealt into 256 piles by the first four bases of the half they are sorted by, written to disk as they
come; then each pile is sorted by itself. So memory stays bounded whatever the genome's size.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from loxsmith.errors import DataError, RequestError
from loxsmith.genome.disk import clear_abandoned, draft_of, require_room, room_for
from loxsmith.genome.manifest import fingerprint
from loxsmith.guides.index import Half, SiteIndex
from loxsmith.guides.pam import Pam, pam_of
from loxsmith.guides.sites import HALF, Sites, SiteScan, sites_in

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from loxsmith.genome import Genome
    from loxsmith.guides.sites import Numbers

SCHEMA: Final = "loxsmith.index/1"
"""Layout of the files; another layout needs a new build."""

PILES: Final = 256
"""Piles that rows are dealt into."""

_PILE_SHIFT: Final = 2 * HALF - 8
_HELD: Final = 1 << 22
"""Sites gathered in memory before they are dealt out."""

_MOST_PIECES: Final = 4096
"""Pieces, of small contigs, gathered at most: each costs some hundred bytes beside its sites."""

_ROW: Final = 8
"""Bytes of a row of the finished index, which keeps every site twice."""

_LOOSE: Final = 10
"""Bytes of a row while it waits in its pile."""

MOST_BASES: Final = 1 << 32
"""Bases whose places fit in 32 bits."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Disk space of an index, estimated from a sample of the genome."""

    sites: int
    """Sites expected."""

    finished: int
    """Bytes of the finished index."""

    building: int
    """Bytes taken at most while it is built."""


def index_folder(home: Path, pam: Pam) -> Path:
    """Return where a genome's folder keeps the index for a PAM."""
    side = "" if pam.side == 3 else "5prime-"
    return home / f"index-{side}{'-'.join((pam.pattern, *pam.offtargets))}"


def disk_need(genome: Genome, pam: Pam) -> Need:
    """Estimate the space an index takes, from up to 64 stretches of the genome.

    Raises:
        RequestError: the genome is too long for an index.
    """
    _must_fit(genome)
    bases = sum(contig.length for contig in genome.contigs)
    step = max(bases // 64, _SAMPLE)
    seen = found = 0
    for contig in genome.contigs:
        for start in range(0, contig.length, step):
            codes = genome.codes(contig.name, start, min(start + _SAMPLE, contig.length))
            found += sum(len(sites) for sites in sites_in(codes, pam, 0))
            seen += len(codes)
        if seen > 64 * _SAMPLE:
            break
    sites = round(_MARGIN * found / max(seen, 1) * bases)
    fixed = 2 * 4 * (4**HALF + 1)
    return Need(sites=sites, finished=2 * _ROW * sites + fixed, building=2 * (_ROW + _LOOSE) * sites + fixed)


def build_index(genome: Genome, pam: Pam, folder: Path, progress: Progress | None = None) -> SiteIndex:
    """Build the index of a genome in ``folder``, which appears only when it is complete.

    Args:
        genome: what is indexed.
        pam: the PAM and its weaker ones.
        folder: where it shall lie; an index that is there already is replaced.
        progress: told what is being done, and how much of it is.

    Raises:
        RequestError: the genome has no base, or is too long.
        DataError: the disk is too small, or cannot be written to.
    """
    need = disk_need(genome, pam)
    what = f"The index of {genome.name} for {', '.join((pam.pattern, *pam.offtargets))}"
    require_room(folder.parent, need.building, what)
    clear_abandoned(folder.parent)
    unfinished = draft_of(folder)
    try:
        with room_for(folder.parent, need.building, what):
            unfinished.mkdir(parents=True)
            _write(genome, pam, unfinished, progress or (lambda what, done, total: None))
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return open_index(folder, genome)


def open_index(folder: Path, genome: Genome) -> SiteIndex:
    """Open an index, memory-mapped.

    Raises:
        DataError: it is absent, damaged, truncated, of another version, or of another genome.
    """
    import numpy as np

    told = _manifest(folder)
    again = f"Build it again: loxsmith genome index {genome.name} --pam {told.get('pam', 'NGG')}"
    if told.get("schema") != SCHEMA:
        raise DataError(
            f"The index in {folder} was written by another version of loxsmith.",
            hint=f"{again}.",
            folder=str(folder),
        )
    if told["genome_sha256"] != genome.sha256:
        raise DataError(
            f"The index in {folder} belongs to another assembly, {told['genome']!r}, not to genome {genome.name}.",
            hint=f"{again}.",
            folder=str(folder),
        )
    for name, size in told["files"].items():
        there = (folder / name).stat().st_size if (folder / name).is_file() else 0
        if there != size:
            raise DataError(
                f"File {folder / name} of the index has {there} bytes in place of {size}.",
                hint=f"It was truncated. {again}.",
                folder=str(folder),
            )
        if fingerprint(folder / name, 0) != told["fingerprints"].get(name):
            raise DataError(
                f"File {folder / name} of the index is not the file that was written.",
                hint=f"It was damaged. {again}.",
                folder=str(folder),
            )

    def half(which: str) -> Half:
        arrays = {part: np.asarray(np.load(folder / f"{which}_{part}.npy", mmap_mode="r")) for part in _PARTS}
        return Half(**arrays)

    pam = pam_of(told["pam"], told["offtarget_pams"], side=told["side"])
    return SiteIndex(folder=folder, pam=pam, known=told["known_bases"], near=half("near"), far=half("far"))


def indexes_of(genome: Genome) -> tuple[Path, ...]:
    """Return the folders of a genome's indexes, opened or not; none for a genome that is only a file."""
    if genome.folder is None:
        return ()
    return tuple(sorted(path.parent for path in genome.folder.glob("index-*/manifest.json")))


# -- inside ------------------------------------------------------------------------------------------------

_ENTRIES = {
    "genome", "genome_sha256", "pam", "side", "offtarget_pams", "sites", "known_bases", "files", "fingerprints"
}  # fmt: skip
_PARTS = ("bounds", "words", "places")
_SAMPLE = 1 << 16
_MARGIN = 1.1


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError(
            f"There is no index in {folder}.", hint="Build one: loxsmith genome index NAME --pam NGG."
        ) from error
    except (OSError, ValueError) as error:
        raise DataError(
            f"The index in {folder} is damaged.", hint="Build it again: loxsmith genome index NAME --pam NGG."
        ) from error
    whole = isinstance(told, dict) and (told.get("schema") != SCHEMA or set(told) >= _ENTRIES)
    if not whole:
        raise DataError(
            f"The manifest of the index in {folder} lacks entries.",
            hint="Build it again: loxsmith genome index NAME --pam NGG.",
            folder=str(folder),
        )
    return dict(told)


def _must_fit(genome: Genome) -> None:
    bases = sum(contig.length for contig in genome.contigs)
    if bases >= MOST_BASES:
        raise RequestError(
            f"Genome {genome.name} has {bases} bases, and an index holds at most {MOST_BASES - 1}.",
            hint="Search it without an index: --engine brute.",
        )


def _write(genome: Genome, pam: Pam, folder: Path, tell: Progress) -> None:
    bases = max(sum(contig.length for contig in genome.contigs), 1)
    near, far = _Dealer(folder, "near"), _Dealer(folder, "far")
    held: list[Sites] = []

    def deal() -> None:
        near.deal([(s.proximal, s.distal | s.tail, s.place) for s in held])
        far.deal([(s.distal, s.proximal | s.tail, s.place) for s in held])
        held.clear()

    scan, waiting = SiteScan(genome, pam, lambda done: tell("finding sites", done, bases)), 0
    for sites in scan:
        held.append(sites)
        waiting += len(sites)
        if waiting >= _HELD or len(held) >= _MOST_PIECES:
            deal()
            waiting = 0
    deal()
    files: dict[str, int] = {}
    for number, dealer in enumerate((near, far)):
        files |= dealer.sort(partial(tell, f"sorting, copy {number + 1} of 2"))
    manifest = {
        "schema": SCHEMA,
        "genome": genome.name,
        "genome_sha256": genome.sha256,
        "pam": pam.pattern,
        "side": pam.side,
        "offtarget_pams": list(pam.offtargets),
        "sites": near.rows,
        "known_bases": scan.known,
        "files": files,
        "fingerprints": {name: fingerprint(folder / name, 0) for name in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


class _Dealer:
    """Deals the rows of one copy into piles on disk, then sorts the piles."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.rows = 0

    def deal(self, parts: list[tuple[Numbers, Numbers, Numbers]]) -> None:
        """Append rows, given as key, word and place, to their piles."""
        import numpy as np

        if not parts:
            return
        keys, words, places = (np.concatenate(column) for column in zip(*parts, strict=True))
        piles = (keys >> _PILE_SHIFT).astype(np.uint8)
        order = np.argsort(piles, kind="stable")
        loose = np.empty(len(order), dtype=_loose())
        loose["key"] = (keys & ((1 << _PILE_SHIFT) - 1))[order]
        loose["word"] = words[order]
        loose["place"] = places[order]
        edges = np.concatenate(([0], np.cumsum(np.bincount(piles, minlength=PILES)))).tolist()
        for pile, (first, last) in enumerate(pairwise(edges)):
            if last > first:
                with self._pile(pile).open("ab") as out:
                    _put(out, loose[first:last])
        self.rows += len(order)

    def sort(self, tell: Callable[[int, int], None]) -> dict[str, int]:
        """Write the finished arrays and remove the piles; return the files' sizes by name."""
        import numpy as np

        bounds = np.zeros(4**HALF + 1, dtype=np.uint32)
        with self._array("words", self.rows) as words, self._array("places", self.rows) as places:
            for pile in range(PILES):
                path = self._pile(pile)
                if path.exists():
                    loose = np.fromfile(path, dtype=_loose())
                    order = np.argsort(loose["key"], kind="stable")
                    _put(words, loose["word"][order])
                    _put(places, loose["place"][order])
                    first = pile << _PILE_SHIFT
                    bounds[first + 1 : first + 1 + (1 << _PILE_SHIFT)] = np.bincount(
                        loose["key"], minlength=1 << _PILE_SHIFT
                    )
                    path.unlink()
                tell(pile + 1, PILES)
        np.save(self._path("bounds"), np.cumsum(bounds, dtype=np.uint32))
        return {path.name: path.stat().st_size for path in map(self._path, _PARTS)}

    def _pile(self, number: int) -> Path:
        return self.folder / f"{self.name}_{number:03d}.pile"

    def _path(self, part: str) -> Path:
        return self.folder / f"{self.name}_{part}.npy"

    def _array(self, part: str, rows: int) -> IO[bytes]:
        """Open a file for an array whose rows are appended one after the other."""
        import numpy as np

        out = self._path(part).open("wb")
        header = {"descr": np.dtype(np.uint32).str, "fortran_order": False, "shape": (rows,)}
        np.lib.format.write_array_header_1_0(out, header)
        return out


def _put(out: IO[bytes], array: NDArray[Any]) -> None:
    """Append an array; numpy's own ``tofile`` does not say why it failed when a disk is full."""
    out.write(array.tobytes())


def _loose() -> np.dtype[np.void]:
    import numpy as np

    return np.dtype([("key", np.uint16), ("word", np.uint32), ("place", np.uint32)])
