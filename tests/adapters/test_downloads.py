"""Large files: resumed byte for byte, checked before they count, and refused in one sentence."""

from __future__ import annotations

import hashlib
import random
import socket
from errno import ENOSPC
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes.web_server import Answer, StoredFile, WebServer, serving
from loxsmith.adapters.checksums import sum_of
from loxsmith.adapters.downloads import SPARE, Downloader
from loxsmith.adapters.http import Web
from loxsmith.adapters.patience import Patience
from loxsmith.errors import DataError
from loxsmith.genome.sources import Checksum, Progress, RemoteFile

DATA = random.Random(5).randbytes(900_000)
"""Several pieces of a stream."""


def md5(data: bytes) -> Checksum:
    """The sum a server would state."""
    return Checksum(kind="md5", value=hashlib.md5(data, usedforsecurity=False).hexdigest())


def remote(url: str, checksum: Checksum | None = None) -> RemoteFile:
    """The file at an address."""
    return RemoteFile(
        name="genome.fa.gz", url=url, role="fasta", size=len(DATA), checksum=checksum or md5(DATA)
    )


@pytest.fixture
def downloader(patience: Patience) -> Downloader:
    """One that does not sleep."""
    return Downloader(web=Web(silence=5), patience=patience)


def leftovers(folder: Path) -> list[str]:
    """Names in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_arrives_whole(server: WebServer, downloader: Downloader, tmp_path: Path) -> None:
    """Bytes as sent, and nothing beside them."""
    url = server.at("/f", StoredFile(data=DATA))
    got = downloader.fetch(remote(url), tmp_path / "new")
    assert got.read_bytes() == DATA
    assert leftovers(tmp_path / "new") == ["genome.fa.gz"]
    assert server.asked[0].headers["accept-encoding"] == "identity"


def test_a_download_that_stops_half_way_goes_on_from_its_last_byte(
    server: WebServer, downloader: Downloader, tmp_path: Path, waits: list[float]
) -> None:
    """Each later question asks only for what is missing, of the same version."""
    url = server.at("/f", StoredFile(data=DATA, stops=[300_000, 100_000]))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    ranges = [asked.headers.get("range") for asked in server.asked]
    assert ranges == [None, "bytes=300000-", "bytes=400000-"]
    assert [asked.headers.get("if-range") for asked in server.asked] == [None, '"v1"', '"v1"']
    assert waits == [1.0, 1.0]


def test_attempts_that_bring_bytes_do_not_count(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """A bad line with three attempts in a row still brings a file in nine pieces."""
    url = server.at("/f", StoredFile(data=DATA, stops=[100_000] * 8))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert len(server.asked) == 9


@settings(max_examples=25, deadline=None)
@given(
    stops=st.lists(st.one_of(st.none(), st.integers(0, len(DATA))), max_size=6),
    ranges=st.booleans(),
    etag=st.sampled_from(['"v1"', ""]),
)
def test_wherever_it_stops_the_bytes_are_the_same(stops: list[int | None], ranges: bool, etag: str) -> None:
    """With and without ranges, with and without a version: always the file, and in as many attempts as it stops."""
    with serving() as server, TemporaryDirectory() as folder:
        url = server.at("/f", StoredFile(data=DATA, ranges=ranges, etag=etag, stops=stops))
        patience = Patience(attempts=len(stops) + 1, sleep=lambda _: None)
        got = Downloader(web=Web(silence=5), patience=patience).fetch(remote(url), Path(folder))
        assert got.read_bytes() == DATA


def test_a_server_that_always_stops_is_given_up_and_the_part_kept(
    server: WebServer, downloader: Downloader, tmp_path: Path, waits: list[float]
) -> None:
    """Bounded attempts; the next run goes on."""
    stored = StoredFile(data=DATA, stops=[5_000, 0, 0])
    url = server.at("/f", stored)
    with pytest.raises(DataError, match=r"127\.0\.0\.1:\d+ does not deliver genome\.fa\.gz") as refusal:
        downloader.fetch(remote(url), tmp_path)
    assert "5,000 bytes at hand are kept" in refusal.value.hint
    assert waits == [1.0, 2.0]
    assert leftovers(tmp_path) == ["genome.fa.gz.part", "genome.fa.gz.part.json"]
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert server.asked[-1].headers["range"] == "bytes=5000-"


def test_a_server_without_ranges_begins_anew(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """200 in place of 206: what was there is not doubled."""
    url = server.at("/f", StoredFile(data=DATA, ranges=False, stops=[300_000]))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_another_version_begins_anew(server: WebServer, downloader: Downloader, tmp_path: Path) -> None:
    """Two halves of two releases never make one file."""
    older = bytes(reversed(DATA))
    stored = StoredFile(data=older, etag='"old"', stops=[300_000, 0, 0])
    url = server.at("/f", stored)
    with pytest.raises(DataError):
        downloader.fetch(remote(url), tmp_path)
    stored.data, stored.etag = DATA, '"new"'
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_without_version_or_checksum_nothing_is_resumed(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """Nothing could tell that the halves fit."""
    url = server.at("/f", StoredFile(data=DATA, etag="", stops=[300_000]))
    file = RemoteFile(name="x", url=url, role="fasta")
    assert downloader.fetch(file, tmp_path).read_bytes() == DATA
    assert [asked.headers.get("range") for asked in server.asked] == [None, None]


def test_a_part_of_another_address_is_not_used(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """Nor is one whose note is unreadable."""
    (tmp_path / "genome.fa.gz.part").write_bytes(b"foreign")
    (tmp_path / "genome.fa.gz.part.json").write_text('{"url": "http://elsewhere/f"}', encoding="utf-8")
    url = server.at("/f", StoredFile(data=DATA))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    (tmp_path / "genome.fa.gz").unlink()
    (tmp_path / "genome.fa.gz.part").write_bytes(b"foreign")
    (tmp_path / "genome.fa.gz.part.json").write_text("[", encoding="utf-8")
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_a_part_that_is_all_needs_no_more(server: WebServer, downloader: Downloader, tmp_path: Path) -> None:
    """416 with the very size: it only has to be checked."""
    url = server.at("/f", StoredFile(data=DATA))
    (tmp_path / "genome.fa.gz.part").write_bytes(DATA)
    note = f'{{"url": "{url}", "validator": "\\"v1\\""}}'
    (tmp_path / "genome.fa.gz.part.json").write_text(note, encoding="utf-8")
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert len(server.asked) == 1


def test_a_part_that_is_too_long_begins_anew(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """416 with another size."""
    url = server.at("/f", StoredFile(data=DATA))
    (tmp_path / "genome.fa.gz.part").write_bytes(DATA + b"more")
    note = f'{{"url": "{url}", "validator": "\\"v1\\""}}'
    (tmp_path / "genome.fa.gz.part.json").write_text(note, encoding="utf-8")
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_a_range_from_another_place_is_not_appended(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """A proxy that counts wrongly costs time, never bytes."""
    wrong = Answer(status=206, body=DATA[7:], headers={"Content-Range": f"bytes 7-899999/{len(DATA)}"})
    whole = StoredFile(data=DATA, stops=[300_000])
    url = server.at("/f", whole, wrong, whole)
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_a_server_may_hand_out_less_than_the_rest(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """A range that ends early is well formed; the rest is asked for too."""
    first = StoredFile(data=DATA, stops=[300_000])
    some = Answer(
        status=206, body=DATA[300_000:500_000], headers={"Content-Range": f"bytes 300000-499999/{len(DATA)}"}
    )
    url = server.at("/f", first, some, first)
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert [asked.headers.get("range") for asked in server.asked] == [None, "bytes=300000-", "bytes=500000-"]


@pytest.mark.parametrize("kind", ["bsd", "md5", "sha256"])
def test_a_wrong_checksum_discards_the_file(
    server: WebServer, downloader: Downloader, tmp_path: Path, kind: str
) -> None:
    """One sentence names it, and nothing of it is left to be taken for good."""
    url = server.at("/f", StoredFile(data=DATA))
    stated = Checksum(kind=kind, value="12345 879" if kind == "bsd" else "0" * 32)  # type: ignore[arg-type]
    with pytest.raises(DataError, match=r"genome\.fa\.gz does not have the checksum"):
        downloader.fetch(remote(url, stated), tmp_path)
    assert leftovers(tmp_path) == []


def test_a_file_that_lies_there_and_adds_up_is_not_fetched(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """One that does not add up is."""
    url = server.at("/f", StoredFile(data=DATA))
    target = tmp_path / "genome.fa.gz"
    target.write_bytes(DATA)
    downloader.fetch(remote(url), tmp_path)
    assert server.asked == []
    target.write_bytes(DATA[:-1])
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA


def test_redirects_are_followed_with_the_range(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """A mirror may hand over to another; a loop is an end."""
    there = server.at("/there", StoredFile(data=DATA, stops=[100_000]))
    url = server.at("/f", Answer(status=302, headers={"Location": there}))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert server.asked[-1].headers["range"] == "bytes=100000-"
    loop = server.at("/loop", Answer(status=302, headers={"Location": "/loop"}))
    with pytest.raises(DataError, match="leads nowhere"):
        downloader.fetch(remote(loop), tmp_path / "b")


def test_a_busy_server_is_waited_for_as_it_asks(
    server: WebServer, downloader: Downloader, tmp_path: Path, waits: list[float]
) -> None:
    """429 with ``Retry-After``, then 500 without."""
    busy = Answer(status=429, headers={"Retry-After": "1.5"})
    url = server.at("/f", busy, Answer(status=500), StoredFile(data=DATA))
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert waits == [1.5, 2.0]


def test_a_server_that_asks_for_an_hour_is_not_waited_for(
    server: WebServer, downloader: Downloader, tmp_path: Path, waits: list[float]
) -> None:
    """The command ends and says so."""
    url = server.at("/f", Answer(status=503, headers={"Retry-After": "3600"}))
    with pytest.raises(DataError, match="status 503"):
        downloader.fetch(remote(url), tmp_path)
    assert waits == []


@pytest.mark.parametrize("status", [403, 404, 410])
def test_a_file_that_is_not_there_is_said_at_once(
    server: WebServer, downloader: Downloader, tmp_path: Path, status: int, waits: list[float]
) -> None:
    """No second attempt helps."""
    url = server.at("/f", Answer(status=status))
    with pytest.raises(DataError, match=rf"genome\.fa\.gz \(status {status}\)"):
        downloader.fetch(remote(url), tmp_path)
    assert (waits, leftovers(tmp_path)) == ([], [])


def test_a_name_that_cannot_be_resolved(
    downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Offline in words."""

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(DataError, match=r"ftp\.example cannot be reached: its name cannot be resolved\."):
        downloader.fetch(remote("http://ftp.example/f"), tmp_path)


def test_ctrl_c_keeps_the_part(server: WebServer, downloader: Downloader, tmp_path: Path) -> None:
    """The next run asks for the rest only."""

    def interrupt(progress: Progress) -> None:
        if progress.done > 400_000:
            raise KeyboardInterrupt

    url = server.at("/f", StoredFile(data=DATA))
    with pytest.raises(KeyboardInterrupt):
        downloader.fetch(remote(url), tmp_path, interrupt)
    held = (tmp_path / "genome.fa.gz.part").stat().st_size
    assert 400_000 < held < len(DATA)
    assert downloader.fetch(remote(url), tmp_path).read_bytes() == DATA
    assert server.asked[-1].headers["range"] == f"bytes={held}-"


def test_progress_counts_bytes_and_their_rate(server: WebServer, patience: Patience, tmp_path: Path) -> None:
    """Bytes only grow up to the total, first fetching, then checking; the rate is that of this attempt."""
    ticks = iter(range(10_000))
    downloader = Downloader(web=Web(), patience=patience, clock=lambda: float(next(ticks)))
    url = server.at("/f", StoredFile(data=DATA, stops=[400_000]))
    seen: list[Progress] = []
    downloader.fetch(remote(url), tmp_path, seen.append)
    fetching = [one for one in seen if one.step == "fetching"]
    assert [one.done for one in fetching] == sorted(one.done for one in fetching)
    assert (fetching[-1].done, fetching[-1].total) == (len(DATA), len(DATA))
    resumed = next(n for n, one in enumerate(fetching) if n and one.done == 400_000 and one.rate == 0)
    steps = len(fetching) - 1 - resumed
    assert fetching[-1].rate == pytest.approx(500_000 / (steps + 1), rel=0.6)
    assert (seen[-1].step, seen[-1].done) == ("checking", len(DATA))


def test_a_full_disk_is_said_before_the_first_byte(
    server: WebServer, patience: Patience, tmp_path: Path
) -> None:
    """Both what is needed and what is free are named."""
    downloader = Downloader(web=Web(), patience=patience, free=lambda _: SPARE + len(DATA) - 1)
    url = server.at("/f", StoredFile(data=DATA))
    with pytest.raises(DataError, match=r"needs 0\.9 MB on the disk of .*, which has 68\.0 MB free"):
        downloader.fetch(remote(url), tmp_path)
    with pytest.raises(DataError, match=r"needs 0\.9 MB"):
        downloader.need((remote(url),), tmp_path / "not" / "yet")
    assert not (tmp_path / "genome.fa.gz.part").exists()


def test_what_is_needed_leaves_out_what_is_there(patience: Patience, tmp_path: Path) -> None:
    """A part counts by its bytes, a whole file counts as nothing."""
    downloader = Downloader(patience=patience)
    file = remote("http://ftp.example/f")
    assert downloader.need((file,), tmp_path) == len(DATA)
    (tmp_path / "genome.fa.gz.part").write_bytes(DATA[:1000])
    assert downloader.need((file,), tmp_path) == len(DATA) - 1000
    (tmp_path / "genome.fa.gz").write_bytes(DATA)
    assert downloader.need((file,), tmp_path) == 0


def test_a_disk_that_fills_up_on_the_way_keeps_the_part(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """One sentence, and the next run goes on."""

    def fill(progress: Progress) -> None:
        if progress.done > 400_000:
            raise OSError(ENOSPC, "No space left on device")

    url = server.at("/f", StoredFile(data=DATA))
    with pytest.raises(DataError, match="does not fit on the disk"):
        downloader.fetch(remote(url), tmp_path, fill)
    assert (tmp_path / "genome.fa.gz.part").stat().st_size > 400_000


def test_memory_does_not_grow_with_the_file(
    server: WebServer, downloader: Downloader, tmp_path: Path
) -> None:
    """40 MB pass through while Python holds less than 8 MB more."""
    import tracemalloc

    big = bytes(40 << 20)
    url = server.at("/f", StoredFile(data=big))
    file = RemoteFile(name="big", url=url, role="fasta", checksum=md5(big))
    tracemalloc.start()
    try:
        downloader.fetch(file, tmp_path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 8 << 20
    assert sum_of(tmp_path / "big", "md5") == md5(big).value
