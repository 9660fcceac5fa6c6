"""Ensembl's REST service: one question, one answer, and every refusal in words.

The service answers an unknown name with status 400 and ``{"error": ...}``, and too many questions with 429 and
``Retry-After`` in fractions of a second (github.com/Ensembl/ensembl-rest/wiki: Rate-Limits, HTTP-Headers).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from loxsmith.adapters.http import BrokenError, Reply, UnreachableError, Web
from loxsmith.adapters.patience import Patience, asked_wait
from loxsmith.errors import DataError, RequestError

SERVER = "https://rest.ensembl.org"
"""The service for vertebrates, current release."""

_OFFLINE = "Check the connection; without one, give the sequence with --fasta and --annotation, or --locus."
_SPECIES_NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*", re.ASCII)
_COMMON = {"mouse": "mus_musculus", "human": "homo_sapiens", "rat": "rattus_norvegicus"}


class UnknownError(Exception):
    """Ensembl has nothing by that name. The text is its own."""


def species_key(species: str) -> str:
    """Return a species as Ensembl writes it in addresses.

    Raises:
        RequestError: no name of a species.

    >>> species_key("Mus musculus (house mouse)"), species_key("mouse")
    ('mus_musculus', 'mus_musculus')
    """
    key = "_".join(re.sub(r"\s*\(.*", "", species).casefold().replace("_", " ").split())
    if _SPECIES_NAME.fullmatch(key) is None:
        raise RequestError(
            f"{species!r} is no species name.", hint="Write it as in mus_musculus.", species=species
        )
    return _COMMON.get(key, key)


@dataclass(kw_only=True)
class Rest:
    """Asks the service."""

    web: Web = field(default_factory=Web)
    """The door to the network."""

    server: str = SERVER
    """Address of the service."""

    patience: Patience = field(default_factory=Patience)
    """How often to ask again."""

    def ask(self, path: str) -> Any:
        """Return the JSON value at a path.

        Raises:
            UnknownError: the service has nothing by a name in the path.
            DataError: no answer, a refusal, or an answer that is no JSON.
        """
        reply = self._asked(path, "application/json")
        try:
            return json.loads(reply.body)
        except ValueError as error:
            raise self._unusable("is cut short or no JSON", path) from error

    def ask_fasta(self, path: str) -> tuple[str, str]:
        """Return header and bases of the one FASTA record at a path.

        Raises:
            UnknownError: the service has nothing by a name in the path.
            DataError: no answer, a refusal, or an answer that is no FASTA.
        """
        header, _, body = self._asked(path, "text/x-fasta").text.strip().partition("\n")
        bases = "".join(body.split())
        if not header.startswith(">") or not bases or not bases.isalpha():
            raise self._unusable("is cut short or no FASTA", path)
        return header[1:].strip(), bases

    def species_near(self, species: str) -> tuple[str, ...]:
        """Return the names of species that are spelled nearly so; empty when none are, or none can be had."""
        try:
            listed = self.ask("/info/species")["species"]
            names = {alias.casefold(): one["name"] for one in listed for alias in _names(one)}
        except (DataError, UnknownError, KeyError, TypeError, AttributeError):
            return ()
        near = get_close_matches(species.casefold(), names, n=5)
        return tuple(dict.fromkeys(names[alias] for alias in near))

    def unusable(self, what: str) -> DataError:
        """Return the refusal of an answer that lacks something."""
        return DataError(
            f"Ensembl's answer {what}.",
            hint="Try again; if it stays so, its service has changed: give the sequence with --fasta and --annotation.",
            server=self.server,
        )

    # -- inside --------------------------------------------------------------------------------------------

    def _asked(self, path: str, kind: str) -> Reply:
        failures = 0
        while True:
            trouble, asked = "", None
            try:
                reply = self.web.get(self.server + path, {"Accept": kind, "Content-Type": kind})
            except UnreachableError as error:
                trouble = f"cannot be reached: {error}"
            except BrokenError as error:
                trouble = f"does not answer: {error}"
            else:
                if reply.status == 200:
                    return reply
                trouble, asked = self._refusal(reply)
            failures += 1
            if failures >= self.patience.attempts or self.patience.is_too_long(asked):
                raise self._gave_up(trouble, asked)
            self.patience.wait(failures, asked)

    def _refusal(self, reply: Reply) -> tuple[str, float | None]:
        """Return what to say of a status worth asking again after, and the wait it names."""
        if reply.status == 429:
            return "is asked too often from this address", asked_wait(reply.headers)
        if reply.status >= 500:
            return f"is down (status {reply.status})", asked_wait(reply.headers)
        said = _error_text(reply)
        if reply.status in (400, 404) and said:
            raise UnknownError(said)
        raise self.unusable(f"is a refusal (status {reply.status}{': ' + said if said else ''})")

    def _gave_up(self, trouble: str, asked: float | None) -> DataError:
        wait = "" if asked is None else f" It asks to wait {asked:.0f} s."
        hint = f"Try again later.{wait}" if "asked too often" in trouble or "is down" in trouble else _OFFLINE
        host = self.server.split("/")[2]
        return DataError(f"Ensembl ({host}) {trouble}.", hint=hint, server=self.server)

    def _unusable(self, what: str, path: str) -> DataError:
        return self.unusable(f"to {path.partition('?')[0]} {what}")


def _error_text(reply: Reply) -> str:
    try:
        said = json.loads(reply.body)
    except ValueError:
        return ""
    text = said.get("error", "") if isinstance(said, dict) else ""
    return text if isinstance(text, str) else ""


def _names(one: dict[str, Any]) -> list[str]:
    own = [one["name"], one.get("common_name"), one.get("display_name"), *one.get("aliases", ())]
    return [name for name in own if isinstance(name, str)]
