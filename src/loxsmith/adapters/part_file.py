"""A file half fetched: the bytes so far, and a note beside them of what they are a part of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(slots=True)
class PartFile:
    """The part of one file that is already here."""

    path: Path
    """The bytes."""

    url: str
    """The address they come from."""

    validator: str = ""
    """The server's name for this version of the file: its ETag, or the date it was last modified."""

    @classmethod
    def beside(cls, target: Path, url: str) -> PartFile:
        """Take up what an earlier attempt left; what does not belong to this address is thrown away."""
        part = cls(target.with_name(target.name + ".part"), url)
        noted = _noted(part._note)
        if noted.get("url") == url:
            part.validator = noted.get("validator", "")
        else:
            part.discard()
        return part

    @property
    def held(self) -> int:
        """Bytes that are here."""
        return self.path.stat().st_size if self.path.is_file() else 0

    def begin(self, headers: Mapping[str, str]) -> None:
        """Start anew with the version of the file that these headers speak of."""
        self.discard()
        self.validator = _validator(headers)
        # The note comes first: bytes without it would be thrown away, never the other way round.
        self._note.write_text(json.dumps({"url": self.url, "validator": self.validator}), encoding="utf-8")

    def discard(self) -> None:
        """Throw away bytes and note."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.validator = ""

    def finish(self, target: Path) -> None:
        """Give the whole file its own name, in one step."""
        self.path.replace(target)
        self._note.unlink(missing_ok=True)

    @property
    def _note(self) -> Path:
        return self.path.with_name(self.path.name + ".json")


def _noted(note: Path) -> dict[str, str]:
    try:
        content = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {key: value for key, value in content.items() if isinstance(value, str)}


def _validator(headers: Mapping[str, str]) -> str:
    """Return what ``If-Range`` may carry: a strong ETag, else the date (RFC 9110, section 13.1.5)."""
    etag = headers.get("etag", "")
    return etag if etag.startswith('"') else headers.get("last-modified", "")
