"""Reads HGVS changes: p. in one- and three-letter code, c. with introns and UTRs, g. with its chromosome.

The notation is that of the HGVS recommendations (varnomen.hgvs.org), narrowed to what one allele design can
mean: no frame shifts, unknowns, mosaics or alleles in brackets. Each refusal says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from loxsmith.request.changes import (
    Change,
    ChangeKind,
    CodingChange,
    CodingPosition,
    GenomicChange,
    ProteinChange,
)
from loxsmith.request.text import Token

_THREE = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E",
    "Gly": "G", "His": "H", "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F",
    "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W", "Tyr": "Y", "Val": "V", "Ter": "*",
}  # fmt: skip
_ONE = frozenset(_THREE.values())
_N = r"[1-9][0-9]{0,8}(?![0-9])"
_RESIDUE = r"(?:[A-Za-z]{3}|[A-Za-z*])"
_SPAN = re.compile(rf"({_RESIDUE})({_N})(?:_({_RESIDUE})({_N}))?(.+)", re.DOTALL)
_EVENT = re.compile(r"(delins|del|ins|dup)(.*)", re.DOTALL)
_PLACE = rf"[-*]?{_N}(?:[+-]{_N})?"
_DNA_SPAN = re.compile(rf"({_PLACE})(?:_({_PLACE}))?([A-Za-z].*)", re.DOTALL)
_DNA_EVENT = re.compile(r"del([A-Za-z]*?)ins([A-Za-z]+)|(del|dup)([A-Za-z]*)|(ins)([A-Za-z]+)")
_SUBSTITUTION = re.compile(r"([A-Za-z]+)>([A-Za-z]+)")
_COORDINATE = re.compile(rf"([-*]?)({_N})([+-]{_N})?")
_GENOMIC = re.compile(r"([A-Za-z0-9_.-]{1,100}):g\.(.*)", re.DOTALL | re.IGNORECASE)
_JOIN = re.compile(r"\+(?=[A-Za-z*(]|[0-9A-Za-z_.]+:g\.)")
_BARE = re.compile(rf"(?P<p>{_RESIDUE}{_N}(?:{_RESIDUE}|del|dup))|(?P<c>{_N}[ACGTacgt]>[ACGTacgt])")

_FORMS = "Write for example p.A223R, p.A223_Q225del, c.667G>C or 17:g.35200185G>C."


def looks_like_change(word: str) -> bool:
    """Tell whether a word means to be a change, well formed or not."""
    return bool(re.match(r"[pcgnmr]\.|human:|[^\s:]+:[pcgnmr]\.", word, re.IGNORECASE))


def bare_change(word: str) -> str | None:
    """Give the HGVS that a bare ``A223R`` or ``667G>C`` most likely means, or None."""
    match = _BARE.fullmatch(word)
    if match is None:
        return None
    letters = re.findall(r"[A-Za-z*]+", word.removesuffix("del").removesuffix("dup"))
    if match["p"] and not all(part.capitalize() in _THREE or part.upper() in _ONE for part in letters):
        return None
    return f"p.{word}" if match["p"] else f"c.{word}"


def read_changes(text: str | Token) -> tuple[Change, ...]:
    """Read one change, or several joined by '+', in the order typed.

    Raises:
        RequestError: a change is malformed, means nothing one can build, or overlaps another.
    """
    token = text if isinstance(text, Token) else Token(text=text)
    places, start = [], 0
    for match in _JOIN.finditer(token.text):
        places.append((start, match.start()))
        start = match.end()
    places.append((start, len(token.text)))
    pieces = [Token(text=token.text[a:b], at=token.at + a if token.at else 0) for a, b in places]
    changes = tuple(read_change(piece) for piece in pieces)
    _refuse_overlap(pieces, changes)
    return changes


def read_change(text: str | Token) -> Change:
    """Read one change: ``p.``, ``human:p.``, ``c.`` or ``CHROM:g.``."""
    token = text if isinstance(text, Token) else Token(text=text)
    word = token.text
    prefix = word[:2].lower()
    if prefix == "p.":
        return _protein(token, word[2:], human=False)
    if word[:6].lower() == "human:":
        if word[6:8].lower() != "p.":
            raise token.refuse("numbers something other than a human protein.", "Write human:p.A221R.")
        return _protein(token, word[8:], human=True)
    if prefix == "c.":
        return _coding(token, word[2:])
    if match := _GENOMIC.fullmatch(word):
        return _genomic(token, match[1], match[2])
    raise _no_prefix(token)


def _no_prefix(token: Token) -> Exception:
    """Choose the question for a word that carries no readable prefix."""
    if meant := bare_change(token.text):
        return token.refuse("does not say whether it counts residues or bases.", f"Write {meant}.")
    if token.text[:2].lower() == "g.":
        return token.refuse("names no chromosome.", f"Write it before the change, as in 17:{token.text}.")
    if re.match(r"[nmr]\.", token.text, re.IGNORECASE):
        return token.refuse("uses a prefix that is not read; only p., c. and g. are.", _FORMS)
    if match := re.match(r"([^\s:]+):([pc]\..*)", token.text, re.IGNORECASE):
        hint = f"Write the gene, a space and {match[2]}; a transcript goes into --transcript {match[1]}."
        return token.refuse("names a sequence before the change.", hint)
    return token.refuse("is not a change in HGVS notation.", _FORMS)


# --- proteins --------------------------------------------------------------------------------------------


def _protein(token: Token, body: str, *, human: bool) -> ProteinChange:
    if body.startswith("(") and body.endswith(")"):
        body = body[1:-1]
    _refuse_unbuildable(token, body)
    match = _SPAN.fullmatch(body)
    if match is None:
        hint = "Write the old residue, its number and the new one, as in p.A223R."
        raise token.refuse("is not a complete protein change.", hint)
    ref = _residue(token, match[1])
    end_ref = _residue(token, match[3]) if match[3] else ref
    position, end = int(match[2]), int(match[4] or match[2])
    if "*" in (ref, end_ref):
        raise token.refuse(
            "changes the stop codon, which no design here does.",
            "Add residues with a C-term payload instead.",
        )
    if match[4] and end <= position:
        raise token.refuse(f"ends at residue {end}, not after residue {position}.", "Write the lower first.")
    kind, alt = _protein_event(token, match[5], ranged=bool(match[4]))
    if kind == "insertion" and end != position + 1:
        hint = f"Name two neighbours, as in p.{ref}{position}_X{position + 1}insGG."
        raise token.refuse("inserts between residues that are not neighbours.", hint)
    if kind == "substitution" and alt == ref:
        raise token.refuse("changes nothing: both residues are the same.", "Name the new residue.")
    return ProteinChange(
        ref=ref,
        position=position,
        end=end,
        end_ref=end_ref,
        alt=alt,
        kind=kind,
        numbering="human" if human else "mouse",
    )


def _refuse_unbuildable(token: Token, body: str) -> None:
    """Refuse notations that describe an observation rather than a sequence to build."""
    if body.startswith("[") or ";" in body:
        raise token.refuse("lists changes in brackets.", "Join them with '+', as in p.Y165H+p.A223R.")
    if "?" in body:
        raise token.refuse("leaves the result unknown ('?').", "Name the residue you want, as in p.A223R.")
    if "=" in body:
        raise token.refuse("says that nothing changes ('=').", "Name the residue you want, as in p.A223R.")
    if re.search(r"[0-9](?:[A-Za-z]{1,3})?fs", body):
        hint = "Name the bases to delete or insert, as in c.10del."
        raise token.refuse("is a frame shift, which does not say which bases change.", hint)
    if re.search(r"[0-9](?:[A-Za-z*]{1,3})?ext", body):
        raise token.refuse("extends the protein.", "Add residues with a C-term payload instead.")


def _protein_event(token: Token, text: str, *, ranged: bool) -> tuple[ChangeKind, str]:
    """Read what follows the residue numbers: a new residue, or del, dup, ins, delins."""
    if match := _EVENT.fullmatch(text):
        verb, rest = match.groups()
        if verb in ("del", "dup"):
            if rest:
                raise token.refuse(f"has '{rest[:20]}' after {verb}.", f"End it with {verb}.")
            return ("deletion" if verb == "del" else "duplication"), ""
        if verb == "ins" and not ranged:
            hint = "Name both, as in p.A223_S224insGG."
            raise token.refuse("inserts without naming the two neighbouring residues.", hint)
        return ("insertion" if verb == "ins" else "delins"), _residues(token, rest)
    if not re.fullmatch(_RESIDUE, text):
        raise token.refuse(f"ends in '{text[:20]}', which is no residue.", "Write one, as in p.A223R.")
    if ranged:
        hint = "Write delins and the new residues, as in p.A223_S224delinsRR."
        raise token.refuse("replaces several residues by one without saying delins.", hint)
    return "substitution", _residue(token, text)


def _residue(token: Token, text: str) -> str:
    one = _THREE.get(text.capitalize()) if len(text) == 3 else text.upper()
    if one in _ONE:
        return one
    hint = "Write * for a stop." if text.upper() in {"X", "XAA"} else "Use one- or three-letter code."
    raise token.refuse(f"holds '{text}', which is none of the 20 residues.", hint)


def _residues(token: Token, text: str) -> str:
    """Read several residues: ``GlyGly`` (three-letter, capitalised) or ``GG`` (one-letter, capitals)."""
    if re.fullmatch(r"(?:[A-Z][a-z]{2})+", text):
        alt = "".join(_residue(token, text[i : i + 3]) for i in range(0, len(text), 3))
    elif re.fullmatch(r"[A-Z*]+", text):
        alt = "".join(_residue(token, letter) for letter in text)
    else:
        hint = "Write them in capitals, as in insGG, or as insGlyGly."
        raise token.refuse("does not spell the new residues.", hint)
    if "*" in alt[:-1]:
        raise token.refuse("has residues after a stop.", "End the new residues with the stop.")
    return alt


# --- bases -----------------------------------------------------------------------------------------------


def _coding(token: Token, body: str) -> CodingChange:
    first, second, rest = _dna_span(token, body)
    start = _coding_position(token, first)
    end = _coding_position(token, second) if second else start
    kind, ref, alt = _dna_event(token, rest, ranged=second is not None)
    if second and end.order <= start.order:
        raise token.refuse(f"ends at {second}, not after {first}.", "Write the place nearer the start first.")
    same_stretch = start.region == end.region and start.base == end.base
    plain = not start.offset and not end.offset and start.region == end.region
    length = None
    if same_stretch:
        length = end.offset - start.offset + 1
    elif plain:
        length = end.order[1] - start.order[1] + 1
    _check_lengths(token, kind, ref, length)
    return CodingChange(start=start, end=end, ref=ref, alt=alt, kind=kind)


def _coding_position(token: Token, text: str) -> CodingPosition:
    match = _COORDINATE.fullmatch(text)
    if match is None:
        raise token.refuse(f"has the unreadable place '{text}'.", "Write it as 667, 186+5, -5 or *10.")
    sign, base, offset = match.groups()
    if sign == "-":
        return CodingPosition(base=int(base), offset=int(offset or 0), region="5utr")
    return CodingPosition(base=int(base), offset=int(offset or 0), region="3utr" if sign else "cds")


def _genomic(token: Token, chrom: str, body: str) -> GenomicChange:
    first, second, rest = _dna_span(token, body)
    if not first.isdecimal() or not (second or "1").isdecimal():
        raise token.refuse("has a place that is no chromosome position.", "Write it as 17:g.35200185G>C.")
    start, end = int(first), int(second or first)
    if second and end <= start:
        raise token.refuse(f"ends at {end}, not after {start}.", "Write the lower position first.")
    kind, ref, alt = _dna_event(token, rest, ranged=second is not None)
    _check_lengths(token, kind, ref, end - start + 1)
    return GenomicChange(chrom=chrom, start=start, end=end, ref=ref, alt=alt, kind=kind)


def _dna_span(token: Token, body: str) -> tuple[str, str | None, str]:
    if "?" in body or "=" in body or "[" in body or ";" in body or "(" in body:
        raise token.refuse("is uncertain, unchanged or a list, not one change to build.", _FORMS)
    match = _DNA_SPAN.fullmatch(body)
    if match is None:
        raise token.refuse(
            "is not a complete change of bases.", "Write the position, the old base, '>' and the new one."
        )
    return match[1], match[2], match[3]


def _dna_event(token: Token, text: str, *, ranged: bool) -> tuple[ChangeKind, str, str]:
    """Read what follows the positions; give (kind, stated reference, new bases)."""
    if match := _SUBSTITUTION.fullmatch(text):
        ref, alt = _acgt(token, match[1]), _acgt(token, match[2])
        if ranged or len(ref) != 1 or len(alt) != 1:
            hint = "Write the range and delins, as in c.667_669delinsCGT."
            raise token.refuse("substitutes more than one base with '>'.", hint)
        if ref == alt:
            raise token.refuse("changes nothing: both bases are the same.", "Name the new base.")
        return "substitution", ref, alt
    match = _DNA_EVENT.fullmatch(text)
    if match is None:
        raise token.refuse("names no change that is read here.", "Use '>', del, ins, dup or delins.")
    if match[2]:
        return "delins", _acgt(token, match[1]), _acgt(token, match[2])
    if match[3]:
        return ("deletion" if match[3] == "del" else "duplication"), _acgt(token, match[4]), ""
    if not ranged:
        raise token.refuse(
            "inserts without naming the two neighbouring bases.", "Name both, as in c.10_11insA."
        )
    return "insertion", "", _acgt(token, match[6])


def _acgt(token: Token, bases: str) -> str:
    for base in bases.upper():
        if base not in "ACGT":
            raise token.refuse(f"holds '{base}', which is none of A, C, G, T.", "Spell the bases out.")
    return bases.upper()


def _check_lengths(token: Token, kind: ChangeKind, ref: str, length: int | None) -> None:
    """Compare the stated span with the stated bases, where the span's length follows from its numbers."""
    if length is None:
        return
    if kind == "insertion" and length != 2:
        raise token.refuse(
            "inserts between bases that are not neighbours.", "Name both neighbours, as in c.10_11insA."
        )
    if kind != "insertion" and ref and len(ref) != length:
        raise token.refuse(f"spans {length} bases but states {len(ref)}.", "Make the two agree.")


# --- several changes -------------------------------------------------------------------------------------


def _extent(change: Change) -> tuple[str, tuple[int, ...], tuple[int, ...]]:
    """Give (axis, first, last) so that two changes on one axis can be compared."""
    if isinstance(change, ProteinChange):
        return f"p.{change.numbering}", (change.position,), (change.end,)
    if isinstance(change, CodingChange):
        return "c.", change.start.order, change.end.order
    return "g.", (change.start,), (change.end,)


def _refuse_overlap(pieces: Sequence[Token], changes: Sequence[Change]) -> None:
    """Two changes of the same residue or base contradict each other; two chromosomes are two requests."""
    chroms = {c.chrom.lower().removeprefix("chr") for c in changes if isinstance(c, GenomicChange)}
    if len(chroms) > 1:
        raise pieces[-1].refuse("lies on another chromosome than the first change.", "Ask for each alone.")
    ordered = sorted((*_extent(change), index) for index, change in enumerate(changes))
    for (axis, _, last, _), (next_axis, first, _, index) in pairwise(ordered):
        if axis == next_axis and first <= last:
            raise pieces[index].refuse(
                "changes a place that another change of the request also changes.",
                "Keep one of the two, or write both as one delins.",
            )
