"""The options that may follow a request inside its line, and how they are written back.

The same names serve ``Request.parse(text, method="es")``, the line ``... --method es`` and, but for ``set``,
the fields of the TOML form.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from loxsmith.errors import RequestError
from loxsmith.request.text import Token, quote, unquote

CONTROL = ("before", "recombinase", "sites")
CUSTOMER = ("name", "institution", "email", "notes")
PLAIN = ("scope", "method", "donor", "transcript", "strain", "lab", "arms", "selection")
NAMES = (*CONTROL, *PLAIN, "set", *(f"customer.{name}" for name in CUSTOMER))

_COMMAND = frozenset(
    {
        "genome", "fasta", "annotation", "region", "locus", "donor-genome", "donor-fasta", "donor-annotation",
        "online", "force", "json", "quiet", "verbose", "out", "output",
    }
)  # fmt: skip


def split_options(words: Iterable[Token]) -> tuple[list[Token], dict[str, str], dict[str, str]]:
    """Part the words of a line into (head, options, rule settings).

    Raises:
        RequestError: an option is unknown, has no value, or is said twice with different values.
    """
    head: list[Token] = []
    said: dict[str, str] = {}
    settings: dict[str, str] = {}
    stream = iter(words)
    for word in stream:
        if not word.text.startswith("--"):
            head.append(word)
            continue
        name, equals, value = word.text[2:].partition("=")
        name = _known(word, name)
        if not equals:
            following = next(stream, None)
            if following is None or following.text.startswith("--"):
                raise word.refuse("has no value after it.", f"Write --{name} and its value.")
            value = following.text
        target = settings if name == "set" else said
        key, value = _setting(word, unquote(value)) if name == "set" else (name, unquote(value))
        if target.setdefault(key, value) != value:
            raise word.refuse(f"gives {key} a second, different value.", "Keep one of the two.")
    return head, said, settings


def _known(word: Token, name: str) -> str:
    name = name.lower()
    if name in NAMES:
        return name
    if name in _COMMAND:
        raise word.refuse("belongs to the command, not to the request.", "Write it outside the quotes.")
    if name == "conditional":
        raise word.refuse("is a word, not an option.", "Write conditional without the dashes.")
    near = difflib.get_close_matches(name[:40], NAMES, n=1)
    hint = f"Did you mean --{near[0]}?" if near else f"There are --{', --'.join(NAMES[:12])}."
    raise word.refuse("is no option of a request.", hint)


def _setting(word: Token, text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (key and equals and value):
        raise word.refuse("sets nothing.", "Write --set rule.R10.limit=4000.")
    return key, value


def merge(
    said: Mapping[str, str], settings: Mapping[str, str], given: Mapping[str, object]
) -> dict[str, object]:
    """Join what the line says with what the caller gave beside it, into the fields of the TOML form.

    Raises:
        RequestError: the caller's option is unknown, or contradicts the line.
    """
    flat: dict[str, object] = dict(said)
    options: dict[str, object] = dict(settings)
    for name, value in given.items():
        if value is None:
            continue
        if name in ("set", "options"):
            _merge_settings(options, value)
        elif name == "customer" and isinstance(value, Mapping):
            for key, entry in value.items():
                _say(flat, f"customer.{key}", entry)
        elif name in NAMES or name == "conditional":
            _say(flat, name, value)
        else:
            raise RequestError(f"'{name}' is no option of a request.", hint=f"There are {', '.join(NAMES)}.")
    return _nested(flat, options)


def _say(flat: dict[str, object], name: str, value: object) -> None:
    if name in flat and _plain(flat[name]) != _plain(value):
        raise RequestError(
            f"The line says --{name} {flat[name]}, and the option beside it says {_plain(value)}.",
            hint="Keep one of the two.",
        )
    flat[name] = value


def _merge_settings(options: dict[str, object], value: object) -> None:
    """Accept a mapping, or a sequence of ``key=value`` texts as a command line collects them."""
    if isinstance(value, Mapping):
        pairs = [(str(key), entry) for key, entry in value.items()]
    elif isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value):
        pairs = [_setting(Token(text=f"--set {entry}"), entry) for entry in value]
    else:
        raise RequestError("The settings are no key=value pairs.", hint="Write --set rule.R10.limit=4000.")
    for key, entry in pairs:
        if key in options and str(options[key]) != str(entry):
            raise RequestError(f"The setting {key} has two different values.", hint="Keep one of the two.")
        options[key] = entry


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ",".join(map(str, value)).casefold()
    return str(value).replace(" ", "").casefold()


def _nested(flat: Mapping[str, object], options: Mapping[str, object]) -> dict[str, object]:
    """Put flat names into the sections ``control``, ``customer`` and ``options``."""
    fields: dict[str, object] = {name: flat[name] for name in PLAIN if name in flat}
    control = {name: flat[name] for name in ("conditional", *CONTROL) if name in flat}
    customer = {name.removeprefix("customer."): flat[name] for name in flat if name.startswith("customer.")}
    for section, content in (("control", control), ("customer", customer), ("options", dict(options))):
        if content:
            fields[section] = content
    return fields


def write_options(pairs: Iterable[tuple[str, Any]]) -> list[str]:
    """Write (name, value) pairs as line options, leaving out what was not said (None)."""
    return [f"--{name} {quote(str(value))}" for name, value in pairs if value is not None]
