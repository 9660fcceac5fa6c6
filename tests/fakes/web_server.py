"""A web server on this machine that answers as told: in parts, wrongly, late, or not to the end."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    stop_after: int | None = None
    """Bytes of the body after which the connection is cut, though more were announced."""


@dataclass(frozen=True)
class Asked:
    """One question as it arrived."""

    path: str
    headers: Mapping[str, str]


Answerer = Callable[[Asked], Answer]


@dataclass(kw_only=True)
class StoredFile:
    """A file with a version, handed out in ranges as RFC 9110 says."""

    data: bytes
    etag: str = '"v1"'
    ranges: bool = True
    stops: list[int | None] = field(default_factory=list)
    """For each answer to come, the bytes after which it is cut; whole when the list is used up."""

    def __call__(self, asked: Asked) -> Answer:
        """Answer with the whole or the rest."""
        stop = self.stops.pop(0) if self.stops else None
        headers = {"ETag": self.etag, "Accept-Ranges": "bytes"} if self.etag else {}
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", ""))
        same = asked.headers.get("if-range", self.etag) == self.etag
        if not (wanted and self.ranges and same):
            return Answer(body=self.data, headers=headers, stop_after=stop)
        first, size = int(wanted[1]), len(self.data)
        if first >= size:
            return Answer(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
        headers["Content-Range"] = f"bytes {first}-{size - 1}/{size}"
        return Answer(status=206, body=self.data[first:], headers=headers, stop_after=stop)


class WebServer:
    """What is served where, and what was asked."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.port = 0
        self._places: dict[str, list[Answerer]] = {}
        self._otherwise: Answerer = lambda _: Answer(status=404, body=b"<html>Not Found</html>")

    @property
    def url(self) -> str:
        """Address without a path."""
        return f"http://127.0.0.1:{self.port}"

    def at(self, path: str, *answers: Answer | Answerer) -> str:
        """Serve these answers in turn at a path, the last one for ever; return its address."""
        self._places[path] = [self._fixed(one) if isinstance(one, Answer) else one for one in answers]
        return self.url + path

    def otherwise(self, answerer: Answerer) -> None:
        """Answer so wherever nothing else is served."""
        self._otherwise = answerer

    def answer(self, asked: Asked) -> Answer:
        """Return the next answer."""
        self.asked.append(asked)
        held = self._places.get(urlsplit(asked.path).path)
        if held is None:
            return self._otherwise(asked)
        return (held.pop(0) if len(held) > 1 else held[0])(asked)

    @staticmethod
    def _fixed(answer: Answer) -> Answerer:
        return lambda _: answer


@contextmanager
def serving() -> Iterator[WebServer]:
    """Run a server on a free port of the loopback, in a thread."""
    told = WebServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            said = {name.lower(): value for name, value in self.headers.items()}
            answer = told.answer(Asked(self.path, said))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if "Content-Length" not in answer.headers:
                self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer.body[: answer.stop_after])
            self.close_connection = True

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """A client that hangs up is part of the play."""

    server = Quiet(("127.0.0.1", 0), Handler)
    told.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
