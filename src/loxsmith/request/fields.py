"""Readers of single fields: each takes what a line, a form or TOML may hold and gives the one clean form."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loxsmith.errors import RequestError
from loxsmith.request import grammar
from loxsmith.request.payload import PayloadItem, read_payload
from loxsmith.request.text import LONGEST, printable

if TYPE_CHECKING:
    from pydantic import ValidationError

Setting = bool | int | float | str

_SCOPE = re.compile(r"cds|exon2-stop|genomic|(domain|exons|residues):([0-9,-]+)")
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
_RULE = re.compile(r"rule\.R(0[1-9]|[1-3][0-9]|4[0-3])(\.|$)")
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,79}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_NUMBER = re.compile(r"-?[0-9]{1,17}(?:\.[0-9]{1,22})?(?:[eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True, eq=False)
class Settings(Mapping[str, Setting]):
    """Settings by dotted name, immutable and picklable, in alphabetical order."""

    pairs: tuple[tuple[str, Setting], ...] = ()
    """Names and values."""

    def __getitem__(self, name: str) -> Setting:
        return dict(self.pairs)[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)


def freeze(settings: Mapping[str, Setting]) -> Settings:
    """Make settings immutable."""
    return Settings(tuple(sorted(settings.items())))


def any_case(*choices: str) -> Callable[[object], object]:
    """Make a reader that accepts a choice in any case and spells it as the contract does."""
    spelled = {choice.lower(): choice for choice in choices}

    def read(value: object) -> object:
        return spelled.get(value.strip().lower(), value) if isinstance(value, str) else value

    return read


def gene(value: str) -> str:
    """Check a gene symbol; its case stays as typed."""
    if grammar.GENE.fullmatch(value) and value.lower() not in grammar.RESERVED:
        return value
    raise RequestError(
        f"'{value[:60]}' is no gene symbol.", hint="Write the symbol as the genome spells it, as in Tnf."
    )


def change(value: str) -> str:
    """Remove white space from a change; dashes and content are checked with the kind."""
    return re.sub(r"\s+", "", printable(value, "change"))


def payload(value: object) -> tuple[PayloadItem, ...]:
    """Read a payload given as text, as texts, or as items already read."""
    if isinstance(value, str):
        return read_payload(printable(value, "payload"))
    if not isinstance(value, Sequence):
        raise ValueError("it is text such as 'T2A-mCherry', or a list of such texts")
    texts = [_item_text(entry) for entry in value]
    return read_payload("-".join(texts)) if texts else ()


def _item_text(entry: object) -> str:
    if isinstance(entry, PayloadItem):
        return entry.text
    text = entry.get("text") if isinstance(entry, Mapping) else entry
    if not isinstance(text, str):
        raise ValueError("an element is the name of a part, @file, LSL, FSF, RSR or SA")
    return printable(text, "payload")


def scope(value: str) -> str:
    """Check a scope and write its numbers in order."""
    text = re.sub(r"\s+", "", value).lower()
    text = re.sub(r"^exons?:?(?=[0-9-]+$)", "exons:", text)
    match = _SCOPE.fullmatch(text)
    if match is None:
        raise RequestError(
            f"The scope '{value[:60]}' is not one that is known.",
            hint="Write cds, exon2-stop, genomic, domain:40-120, residues:165,223, or for flox exons:2-3.",
        )
    if match[1] is None:
        return text
    separator = "," if match[1] == "residues" else "-"
    numbers = match[2].split(separator)
    if not all(re.fullmatch(r"[1-9][0-9]{0,5}", number) for number in numbers):
        raise RequestError(
            f"The scope '{value[:60]}' has an unreadable number.",
            hint="Write domain:40-120, residues:165,223 or exons:2-3.",
        )
    return f"{match[1]}:{_numbers(text, match[1], [int(number) for number in numbers])}"


def _numbers(text: str, word: str, numbers: list[int]) -> str:
    if word == "residues":
        return ",".join(map(str, sorted(set(numbers))))
    if len(numbers) > 2 or (word == "domain" and len(numbers) != 2):
        raise RequestError(f"The scope '{text[:60]}' is no range.", hint=f"Write {word}:2-3.")
    if numbers[0] > numbers[-1]:
        raise RequestError(
            f"The scope '{text[:60]}' ends before it begins.",
            hint=f"Write {word}:{numbers[-1]}-{numbers[0]}.",
        )
    if word == "exons" and numbers[0] == numbers[-1]:
        return str(numbers[0])
    return "-".join(map(str, numbers))


def names(value: object) -> object:
    """Split ``loxP,lox2272``."""
    if isinstance(value, str):
        return tuple(name.strip() for name in value.split(","))
    return value


def known_sites(value: tuple[str, ...]) -> tuple[str, ...]:
    """Check site names against the table and spell them as it does."""
    if len(value) > 2:
        raise RequestError("The request names more than two sites.", hint="Name one or two: loxP,lox2272.")
    if not value:
        return ()
    from loxsmith.knowledge import site

    return tuple(site(name).name for name in value)


def identifier(value: str) -> str:
    """Check a transcript or laboratory code."""
    if _IDENTIFIER.fullmatch(value):
        return value
    raise RequestError(f"'{value[:60]}' is no identifier.", hint="Use letters, digits and _ . : - only.")


def selection(value: str) -> str:
    """Take a marker's name, or ``none`` in any case."""
    value = one_line(value)
    if not value or len(value) > 80:
        raise RequestError("The selection has no usable name.", hint="Name a marker, or write none.")
    return "none" if value.lower() == "none" else value


def arms(value: object) -> object:
    """Read ``5000,4000``: the 5' and the 3' arm in bp."""
    if isinstance(value, str):
        value = [entry.strip() for entry in value.split(",")]
    if not isinstance(value, Sequence) or len(value) != 2 or not all(_whole(entry) for entry in value):
        raise RequestError("The arms are not two lengths in bp.", hint="Write --arms 5000,4000.")
    lengths = tuple(int(entry) for entry in value)
    if min(lengths) <= 0 or max(lengths) >= 10**9:
        raise RequestError(
            f"An arm of {min(lengths)} bp cannot recombine." if min(lengths) <= 0 else "An arm is too long.",
            hint="Write two lengths in bp, as in --arms 5000,4000.",
        )
    return lengths


def _whole(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and _INTEGER.fullmatch(value) is not None)


def one_line(value: str) -> str:
    """Collapse white space and refuse invisible characters."""
    value = " ".join(value.split())
    if not value:
        raise RequestError("A field is empty.", hint="Leave it out.")
    return printable(value, "value")


def free_text(value: str) -> str:
    """Accept several lines; refuse other invisible characters."""
    return printable(value.replace("\r\n", "\n").replace("\r", "\n"), "notes")


def settings(value: object) -> dict[str, Setting]:
    """Flatten nested tables to dotted names (``rule.R10.limit``) and read numbers out of texts."""
    if not isinstance(value, Mapping):
        raise RequestError("The options are no table.", hint="Write rule.R10.limit = 4000 under [options].")
    flat: dict[str, Setting] = {}
    _flatten("", value, flat)
    return dict(sorted(flat.items()))


def _flatten(prefix: str, table: Mapping[Any, Any], flat: dict[str, Setting]) -> None:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if not _KEY.fullmatch(name):
            raise RequestError(f"'{name[:60]}' is no name of a setting.", hint="Write rule.R10.limit=4000.")
        if isinstance(value, Mapping):
            _flatten(f"{name}.", value, flat)
            continue
        if name in flat:
            raise RequestError(f"The setting {name} is given twice.", hint="Keep one of the two.")
        if name.startswith("rule.") and not _RULE.match(name):
            raise RequestError(
                f"{name} names no design rule.", hint="Rules are R01 to R43: rule.R10.limit=4000."
            )
        flat[name] = _setting(name, value)


def _setting(name: str, value: object) -> Setting:
    """Give a setting its type: true/false, a whole number, a decimal number, or text."""
    if isinstance(value, bool):
        return value
    text = repr(value) if isinstance(value, int | float) else value
    if isinstance(text, str) and (text := text.strip()):
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
        if isinstance(value, str) and len(text) <= 200:
            return one_line(text)
    raise RequestError(
        f"The setting {name} has no usable value.", hint="Give a number, true, false or a short text."
    )


def written(value: Setting) -> str:
    """Write a setting so that it reads back as the same value."""
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, float) else str(value)


def length(line: str) -> None:
    """Refuse a request whose one-line form could not be read back."""
    if len(line) > LONGEST:
        raise RequestError(
            f"The request is longer than {LONGEST:,} characters when written as one line.",
            hint="Put long sequences into a file and name it with @file.fa.",
        )


def overlay(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Join the fields of the line's words with those of its options."""
    joined = dict(base)
    for name, value in over.items():
        mine = joined.get(name)
        if isinstance(mine, Mapping) and isinstance(value, Mapping):
            joined[name] = {**mine, **value}
        elif name in joined and mine != value:
            raise RequestError(f"The request gives {name} twice, differently.", hint="Keep one of the two.")
        else:
            joined[name] = value
    return joined


def with_kind(data: Mapping[str, object]) -> dict[str, object]:
    """Add the kind where the fields leave one choice: a change is a point mutation, tm1a an IKMC allele."""
    known = dict(data)
    if "kind" in known:
        return known
    word = known.get("change")
    if word is not None:
        ikmc = isinstance(word, str) and re.fullmatch(r"tm[0-9]+[a-z]", word.strip())
        known["kind"] = "ikmc" if ikmc else "point"
        return known
    raise RequestError(
        "The request does not say which kind of model it wants.",
        hint="Give change, or kind: point, c-terminal, n-terminal, ires, atg, harbour, humanize, flox, ikmc.",
    )


def explain(refusal: ValidationError) -> RequestError:
    """Turn pydantic's list of problems into one sentence, with all of them in ``fields``."""
    problems = []
    for error in refusal.errors(include_url=False, include_context=False):
        where = ".".join(str(step) for step in error["loc"] if not str(step).startswith("function-"))
        if error["type"] == "extra_forbidden":
            problems.append(f"{where} is no field of a request")
        elif error["type"] == "missing":
            problems.append(f"{where} is missing")
        elif error["type"] == "literal_error":
            choices = error["msg"].removeprefix("Input should be ").replace("'", "")
            problems.append(f"{where} is {str(error['input'])[:40]!r}, and it can be {choices}")
        else:
            problems.append(f"{where} is {str(error['input'])[:40]!r}: {error['msg']}")
    return RequestError(
        f"The request cannot be used: {'; '.join(problems)[:1000]}.",
        hint="`loxsmith schema request` lists the fields and their values.",
        problems=problems,
    )
