"""The grammar of the one line: which words name the gene, the kind of model, and what is to change.

Gives plain fields, those of the TOML form; the model checks them. Words are read from the left: a verb
(``flox``, ``humanize``) or a gene comes first, and exactly one kind may be named.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence

from loxsmith.errors import RequestError
from loxsmith.request.hgvs import bare_change, looks_like_change, read_changes
from loxsmith.request.payload import read_payload
from loxsmith.request.text import Token

Fields = dict[str, object]

RESERVED = frozenset({"flox", "humanize", "humanise", "conditional"})
"""Words that no gene symbol may be, case-folded."""

GENE = re.compile(r"[A-Za-z0-9][A-Za-z0-9().@_-]{0,59}")
EXONS = re.compile(r"([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,3}))?")

_PLACES = {
    "c-terminal": re.compile(r"c-?term(?:inal|inus)?", re.IGNORECASE),
    "n-terminal": re.compile(r"n-?term(?:inal|inus)?", re.IGNORECASE),
    "atg": re.compile(r"atg", re.IGNORECASE),
    "ires": re.compile(r"ires(?:-.*)?", re.IGNORECASE | re.DOTALL),
    "ikmc": re.compile(r"tm[0-9]+[a-z]?", re.IGNORECASE),
}
_KEYWORDS = ("C-term", "N-term", "ATG", "IRES", "flox", "humanize", "exon", "conditional", "tm1a", "scope=")
_FORMS = (
    "Write for example `{0} p.A223R`, `{0} C-term T2A-mCherry`, `{0} N-term HA`, `{0} IRES-tdTomato`, "
    "`{0} ATG EGFP-bGHpA`, `humanize {0}` or `flox {0}`."
)


def read_head(words: Sequence[Token]) -> Fields:
    """Read the words of a line that are not options.

    Raises:
        RequestError: a question back; it names the word, its place, and what could be meant.
    """
    words, fields = _modifiers(words)
    if not words:
        raise RequestError("The request is empty.", hint=_FORMS.format("Tnf"))
    verb = words[0].text.lower()
    if verb in {"flox", "humanize", "humanise"}:
        reader = _flox if verb == "flox" else _humanize
        return _joined(reader(words), fields)
    if looks_like_change(words[0].text):
        return _joined(_genomic(words), fields)
    if kind_of(words[0]) not in (None, "ikmc") and not _is_gene_like(words):
        raise words[0].refuse(
            "stands where the gene should.", f"Write the gene first. {_FORMS.format('Tnf')}"
        )
    return _joined({"gene": _gene(words[0]), **_after_gene(words)}, fields)


def _modifiers(words: Sequence[Token]) -> tuple[list[Token], Fields]:
    """Take out the words that may stand anywhere: ``conditional`` and ``scope=...``."""
    left: list[Token] = []
    fields: Fields = {}
    for word in words:
        name, equals, value = word.text.partition("=")
        if word.text.lower() == "conditional":
            fields["control"] = {"conditional": True}
        elif equals and name.lower() == "scope":
            if fields.setdefault("scope", value) != value:
                raise word.refuse("is a second scope.", "Keep one.")
        else:
            left.append(word)
    return left, fields


def _joined(fields: Fields, modifiers: Fields) -> Fields:
    if "scope" in modifiers and "scope" in fields:
        raise RequestError("The request names exons and a scope.", hint="Keep one of the two.")
    return {**fields, **modifiers}


def kind_of(word: Token) -> str | None:
    """Name the kind of model that a word announces, or None."""
    if looks_like_change(word.text):
        return "point"
    if word.text.lower() in {"flox", "humanize", "humanise"}:
        return word.text.lower().replace("ise", "ize")
    return next((kind for kind, form in _PLACES.items() if form.fullmatch(word.text)), None)


def is_harbour(gene: str) -> bool:
    """Tell whether a gene is a safe harbour, which takes a transgene without a word for the place."""
    from loxsmith.knowledge import harbours

    spellings = {name.casefold() for entry in harbours() for name in (entry.name, *entry.aliases)}
    return gene.casefold() in spellings


def _is_gene_like(words: Sequence[Token]) -> bool:
    """A symbol that looks like a keyword is still a gene when a kind follows it."""
    return len(words) > 1 and kind_of(words[1]) is not None and GENE.fullmatch(words[0].text) is not None


def _gene(word: Token) -> str:
    if GENE.fullmatch(word.text) and word.text.lower() not in RESERVED:
        return word.text
    if meant := bare_change(word.text):
        raise word.refuse("stands where the gene should.", f"Write the gene first, as in Tnf {meant}.")
    raise word.refuse("is no gene symbol.", "Write the symbol as the genome spells it, as in Tnf p.A223R.")


def _one_kind(first: str, words: Sequence[Token]) -> None:
    """Refuse a second kind among the words that follow."""
    for word in words:
        kind = kind_of(word)
        if kind == "point" and first == "point":
            raise word.refuse("stands apart from the first change.", "Join changes with '+'.")
        if kind is not None:
            raise word.refuse(
                f"asks for a second kind of model beside {first}.", "Ask for one at a time: two designs."
            )


def _phrase(words: Sequence[Token]) -> Token:
    """Join words to one token, spaces kept where they were, so that places stay true."""
    text, start = "", words[0].at
    for word in words:
        text += " " * max(word.at - start - len(text), 1 if text else 0) + word.text
    return Token(text=text, at=start)


# --- one reader per kind ---------------------------------------------------------------------------------


def _after_gene(words: Sequence[Token]) -> Fields:
    gene, rest = words[0].text, words[1:]
    if not rest:
        if meant := bare_change(gene):
            raise words[0].refuse("names no gene.", f"Write the gene first, as in Tnf {meant}.")
        raise RequestError(
            f"The request names the gene {gene} and nothing to do with it.", hint=_FORMS.format(gene)
        )
    readers: dict[str | None, Callable[[str, Sequence[Token]], Fields]] = {
        "point": _point,
        "c-terminal": _placed,
        "n-terminal": _placed,
        "atg": _placed,
        "ires": _ires,
        "ikmc": _ikmc,
        "flox": _verb_after,
        "humanize": _verb_after,
        None: _harbour if is_harbour(gene) else _undecided,
    }
    return readers[kind_of(rest[0])](gene, rest)


def _genomic(words: Sequence[Token]) -> Fields:
    if re.match(r"[^\s:]+:g\.", words[0].text, re.IGNORECASE) is None:
        read_changes(words[0])
        raise words[0].refuse("names no gene.", f"Write the gene first, as in Tnf {words[0].text[:60]}.")
    return _point("", words)


def _point(gene: str, words: Sequence[Token]) -> Fields:
    """Join ``p.Y165H + p.A223R`` over spaces, then read it."""
    joined = [words[0]]
    for word in words[1:]:
        if not (word.text.startswith("+") or joined[-1].text.endswith("+")):
            _one_kind("point", [word])
            raise _unknown(word, "point mutation")
        joined.append(word)
    text = "".join(word.text for word in joined)
    read_changes(Token(text=text, at=words[0].at))
    return {"kind": "point", "change": text}


def _placed(gene: str, words: Sequence[Token]) -> Fields:
    kind = str(kind_of(words[0]))
    if not words[1:]:
        hint = f"Write for example `{gene} {words[0].text} {'HA' if kind == 'n-terminal' else 'EGFP'}`."
        raise words[0].refuse("says where, but not what to insert.", hint)
    if kind_of(words[1]) == "ires" and kind != "atg":
        hint = f"Write `{gene} {words[1].text}`; an IRES goes behind the stop by itself."
        raise words[1].refuse(f"asks for a second kind of model beside {kind}.", hint)
    _one_kind(kind, words[1:])
    return _payload(kind, words[1:])


def _ires(gene: str, words: Sequence[Token]) -> Fields:
    _one_kind("ires", words[1:])
    phrase = _phrase(words)
    match = re.match(r"ires\s*-?\s*", phrase.text, re.IGNORECASE)
    used = match.end() if match else 4
    if used >= len(phrase.text):
        raise words[0].refuse("says where, but not what to insert.", f"Write `{gene} IRES-tdTomato`.")
    rest = Token(text=phrase.text[used:], at=phrase.at + used)
    return {"kind": "ires", "payload": read_payload(rest)}


def _payload(kind: str, words: Sequence[Token]) -> Fields:
    return {"kind": kind, "payload": read_payload(_phrase(words))}


def _harbour(gene: str, words: Sequence[Token]) -> Fields:
    _one_kind("harbour", words[1:])
    return _payload("harbour", words)


def _ikmc(gene: str, words: Sequence[Token]) -> Fields:
    _one_kind("ikmc", words[1:])
    if words[1:]:
        raise _unknown(words[1], "IKMC allele")
    return {"kind": "ikmc", "change": words[0].text.lower()}


def _verb_after(gene: str, words: Sequence[Token]) -> Fields:
    verb = words[0].text.lower()
    raise words[0].refuse("stands behind the gene.", f"Write the verb first: `{verb} {gene}`.")


def _flox(words: Sequence[Token]) -> Fields:
    fields = _verb(words, "flox")
    rest = words[2:]
    if not rest:
        return fields
    _one_kind("flox", rest)
    if rest[0].text.lower() not in {"exon", "exons"}:
        raise _unknown(rest[0], "flox request")
    if len(rest) == 1 or not EXONS.fullmatch("".join(word.text for word in rest[1:])):
        raise rest[-1].refuse("names no exons.", f"Write `flox {fields['gene']} exon 2-3` or `exon 2`.")
    return {**fields, "scope": "exons:" + "".join(word.text for word in rest[1:])}


def _humanize(words: Sequence[Token]) -> Fields:
    fields = _verb(words, "humanize")
    if words[2:]:
        _one_kind("humanize", words[2:])
        if re.fullmatch(r"cds|exon2-stop|genomic|(domain|residues):.*", words[2].text, re.IGNORECASE):
            raise words[2].refuse("reads like a scope.", f"Write scope={words[2].text[:60]}.")
        raise _unknown(words[2], "humanize request")
    return fields


def _verb(words: Sequence[Token], kind: str) -> Fields:
    if len(words) == 1:
        raise words[0].refuse("names no gene.", f"Write for example `{kind} Tnf`.")
    if kind_of(words[1]) is not None and len(words) == 2:
        _one_kind(kind, words[1:])
    return {"gene": _gene(words[1]), "kind": kind}


# --- questions back --------------------------------------------------------------------------------------


def _undecided(gene: str, words: Sequence[Token]) -> Fields:
    """A gene and something unplaced: ask where, or what it means."""
    word = words[0]
    if meant := bare_change(word.text):
        raise word.refuse("does not say whether it counts residues or bases.", f"Write {gene} {meant}.")
    near = difflib.get_close_matches(word.text[:40].lower(), [k.lower() for k in _KEYWORDS], n=1, cutoff=0.75)
    if near:
        raise _unknown(word, "request")
    try:
        read_payload(word)
    except RequestError as refusal:
        if len(word.text) <= 40 and "-" not in word.text and "@" not in word.text:
            raise word.refuse(
                "is neither a keyword, a change nor a part.", f"{_FORMS.format(gene)} {refusal.hint}".strip()
            ) from None
        raise
    part = word.text[:60]
    raise word.refuse(
        f"has no place: where in {gene} should it go?",
        f"Write `{gene} C-term {part}`, `{gene} N-term {part}`, `{gene} IRES-{part}` (behind the stop), "
        f"`{gene} ATG {part}` (replaces the gene) or `Rosa26 CAG-{part}` (a safe harbour).",
    )


def _unknown(word: Token, what: str) -> RequestError:
    near = difflib.get_close_matches(word.text[:40].lower(), [k.lower() for k in _KEYWORDS], n=1, cutoff=0.7)
    spelled = next((k for k in _KEYWORDS if near and k.lower() == near[0]), "")
    hint = f"Did you mean {spelled}?" if spelled else f"Words known here: {', '.join(_KEYWORDS)}."
    return word.refuse(f"is no word of a {what}.", hint)
