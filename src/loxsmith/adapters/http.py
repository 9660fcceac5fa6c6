"""The one door to the network: GET, whole or as a stream, redirects followed, nothing tried twice.

Waiting and trying again belong to those who know what an answer is worth (``patience``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

SILENCE = 30.0
"""Seconds without a byte after which a connection counts as lost (judgement: Ensembl's slow answers take 10 s)."""

_LARGEST = 64 << 20
"""Bytes of the largest answer read whole: Ensembl hands out at most 10 Mb of sequence."""


class UnreachableError(Exception):
    """The server was never reached: no such host, nobody listening, or no trust. The text says which."""


class BrokenError(Exception):
    """The connection was lost half-way, or fell silent. The text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer read whole."""

    status: int
    """HTTP status."""

    headers: Mapping[str, str]
    """Its headers, names in lower case."""

    body: bytes = field(repr=False)
    """Its content, unpacked."""

    @property
    def text(self) -> str:
        """The content as UTF-8."""
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """An answer whose content is yet to be read."""

    status: int
    """HTTP status."""

    headers: Mapping[str, str]
    """Its headers, names in lower case."""

    chunks: Iterator[bytes]
    """Its content as sent; may raise ``BrokenError``."""


class Web:
    """A reader of web addresses.

    Args:
        silence: seconds without a byte after which a connection counts as lost.
    """

    def __init__(self, *, silence: float = SILENCE) -> None:
        self._silence = silence

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Read an address whole.

        Raises:
            UnreachableError: the server was not reached.
            BrokenError: the answer ended half-way, or is larger than any that is expected.
        """
        with self._opened(url, headers or {}) as reply:
            pieces, held = [], 0
            for piece in _read(reply.iter_bytes()):
                pieces.append(piece)
                held += len(piece)
                if held > _LARGEST:
                    raise BrokenError(f"the answer is larger than {_LARGEST >> 20} MB")
            return Reply(status=reply.status_code, headers=_plain(reply), body=b"".join(pieces))

    @contextmanager
    def stream(self, url: str, headers: Mapping[str, str]) -> Iterator[Stream]:
        """Open an address for reading piece by piece, exactly as the server sends it.

        Raises:
            UnreachableError: the server was not reached.
            BrokenError: the connection was lost before the first byte.
        """
        with self._opened(url, {"Accept-Encoding": "identity", **headers}) as reply:
            # Pieces as they come off the wire: a piece of fixed size would hold back, and lose, what came before
            # a connection broke.
            yield Stream(status=reply.status_code, headers=_plain(reply), chunks=_read(reply.iter_raw()))

    @contextmanager
    def _opened(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        import httpx

        try:
            request = self._client.build_request("GET", url, headers=dict(headers))
            reply = self._client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
            raise UnreachableError(_reason(error)) from error
        except (httpx.TooManyRedirects, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            raise UnreachableError(f"the address leads nowhere ({_reason(error)})") from error
        except httpx.TransportError as error:
            raise BrokenError(_reason(error)) from error
        try:
            yield reply
        finally:
            reply.close()

    @cached_property
    def _client(self) -> httpx.Client:
        import httpx

        from loxsmith import __version__

        return httpx.Client(
            follow_redirects=True,
            timeout=httpx.Timeout(self._silence),
            headers={"User-Agent": f"loxsmith/{__version__}"},
            # Each answer gets a connection of its own: nothing stays open behind a value that was handed over.
            limits=httpx.Limits(max_keepalive_connections=0),
        )


def _read(pieces: Iterator[bytes]) -> Iterator[bytes]:
    import httpx

    try:
        yield from pieces
    except httpx.TransportError as error:
        raise BrokenError(_reason(error)) from error
    except httpx.DecodingError as error:
        raise BrokenError("the answer cannot be unpacked") from error


def _plain(reply: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in reply.headers.items()}


def _reason(error: Exception) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    text = str(error)
    if any(words in text for words in ("Name or service", "getaddrinfo", "name resolution", "nodename")):
        return "its name cannot be resolved"
    return text.strip().rstrip(".") or type(error).__name__
