"""A server on the loopback, and a patience that counts its waits and never sleeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fakes.web_server import WebServer, serving
from loxsmith.adapters.patience import Patience


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """An empty web server; no proxy stands between."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with serving() as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    """Three attempts, no sleep."""
    return Patience(attempts=3, sleep=waits.append)
