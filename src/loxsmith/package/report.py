"""The report: one self-contained page drawn from the document, readable on paper, by day and by night.

It carries no script and asks for nothing from any network; its content policy forbids both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from loxsmith.guides import NEITHER, SUITS
from loxsmith.package.document import AlleleInfo, Document, GuideInfo, TranscriptInfo
from loxsmith.package.ordering import is_turned, order_note
from loxsmith.package.outcomes import usual_outcomes
from loxsmith.package.tables import tables
from loxsmith.package.words import State, makes, phrase, sentence, states, when, wild_type

if TYPE_CHECKING:
    from jinja2 import Environment


def report(document: Document, pictures: Mapping[str, str]) -> str:
    """Return the report as HTML.

    Args:
        document: the design; every word of the report comes from it.
        pictures: its figures as `loxsmith.package.pictures.pictures` returns them.
    """
    from markupsafe import Markup

    page = _environment().get_template("report.html")
    return page.render(
        d=document,
        story=_story(document),
        products=_products(document),
        failed=[promise for promise in document.promises if not promise.proved],
        chosen=[guide for guide in document.guides if guide.chosen],
        # our own SVG, whose every label was escaped when it was drawn
        figures={name: Markup(text) for name, text in pictures.items()},
        files=_files(document, pictures),
        first_bases=_first_bases(document),
        outcomes=usual_outcomes(document),
        suits=SUITS,
        neither=NEITHER,
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("loxsmith.package"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters |= {
        "least_width": _least_width,
        "again": _again,
        "asked": _asked,
        "grouped": _grouped,
        "makes": _makes,
        "order_note": order_note,
        "own_remarks": _own_remarks,
        "place": _place,
        "turned": is_turned,
        "when": _when,
    }
    return made


# -- what the page says --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The headline: what the animal makes, state by state."""

    states: tuple[State, ...]
    """Wild type first."""
    before: State | None
    """The targeted allele, when a recombinase is still to act on it."""
    final: State | None
    """The state the design is for."""
    headline: str
    residue: str
    """What can still be made in the state before; empty when there is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One row of "what the animal makes"."""

    allele: AlleleInfo
    when: str
    makes: str
    transcript: TranscriptInfo
    span: int
    """Rows of its state when it is the first of them, else 0."""


def _story(document: Document) -> Story:
    found = states(document)
    made = [state for state in found if state.allele is not wild_type(document)]
    final = _final(document, made)
    before = next((s for s in made if s is not final), None) if final else None
    gene = document.target.gene
    if final is None:
        headline = f"No finished allele of {gene} was simulated."
    elif before is None:
        headline = f"The finished {gene} allele {_verb(final)}."
    elif before.makes == final.makes:
        headline = f"Before any recombinase this {gene} allele {_verb(before)}, and the same {final.title}."
    else:
        headline = (
            f"Before any recombinase this {gene} allele {_verb(before)}; {final.title} it {_verb(final)}."
        )
    return Story(
        states=found,
        before=before,
        final=final,
        headline=headline,
        residue=_note(document, before.allele) if before else "",
    )


def _final(document: Document, made: list[State]) -> State | None:
    """Return the state the design is for: the last promised one that still makes something, else the last."""
    promised = {promise.allele for promise in document.promises}
    wanted = [s for s in made if s.allele.id in promised] or made
    active = [s for s in wanted if any(t.status == "altered" for t in s.allele.transcripts)]
    kept = active or wanted
    return kept[-1] if kept else None


def _verb(state: State) -> str:
    return f"makes {state.makes.replace(': ', ' as ', 1)}"


def _note(document: Document, allele: AlleleInfo) -> str:
    wanted = [t for t in allele.transcripts if t.id == document.target.transcript] or list(allele.transcripts)
    return wanted[0].note if wanted and wanted[0].status == "none" else ""


def _products(document: Document) -> list[Product]:
    rows = []
    for state in states(document):
        for index, transcript in enumerate(state.allele.transcripts):
            span = len(state.allele.transcripts) if index == 0 else 0
            said = sentence(phrase(document, transcript))
            rows.append(
                Product(allele=state.allele, when=state.title, makes=said, transcript=transcript, span=span)
            )
    return rows


def _files(document: Document, pictures: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every file beside the report with what it is."""
    found = [("design.json", "the whole design for programs")]
    found += [(a.file, f"allele {a.id}: {when(document, a)}") for a in document.alleles]
    found += [(m.file, f"{m.kind} {m.name}") for m in document.molecules]
    found += [(f"figures/{name}", "picture") for name in sorted(pictures)]
    found += [(f"tables/{name}", "table") for name in sorted(tables(document))]
    return list(dict(reversed(found)).items())[::-1]


# -- filters -------------------------------------------------------------------------------------------------


def _when(allele: AlleleInfo, document: Document) -> str:
    return when(document, allele)


def _makes(allele: AlleleInfo, document: Document) -> str:
    return sentence(makes(document, allele))


def _least_width(svg: str) -> int:
    """Return the pixels under which a figure's words become too small: a little over nine tenths of its own."""
    found = re.search(r'viewBox="0 0 ([0-9.]+) ', svg)
    return round(float(found.group(1)) * 0.92) if found else 0


def _again(guide: GuideInfo, document: Document) -> str:
    """Name the wanted alleles that a guide would still cut."""
    wild = wild_type(document)
    wanted = [a.id for a in document.alleles if a.intended and a.bears_locus and a is not wild]
    if not any(allele in guide.recuts for allele in wanted):
        return "not known"
    return ", ".join(allele for allele in wanted if guide.recuts.get(allele)) or "no"


_FIRST_BASE = re.compile(r"The protospacer starts with [ACGT]: ")
"""How the remark on a promoter's first base begins, which nearly every guide has."""


def _own_remarks(guide: GuideInfo) -> list[str]:
    """Return what is worth knowing of this guide and not of nearly all."""
    return [remark for remark in guide.remarks if not _FIRST_BASE.match(remark)]


def _first_bases(document: Document) -> str:
    """Say once what holds of every guide that does not start with G; empty when all do."""
    told = {g.id: r for g in document.guides for r in g.remarks if _FIRST_BASE.match(r)}
    if not told:
        return ""
    rest = _FIRST_BASE.sub("", next(iter(told.values())))
    ids = list(told)
    which = f"{', '.join(ids[:-1])} and {ids[-1]} do" if len(ids) > 1 else f"{ids[0]} does"
    return f"{which} not start with G: {rest}"


def _grouped(number: int) -> str:
    return f"{number:,}"


def _place(place: str) -> str:
    """Write ``17:100-200:+`` with separators; leave anything else alone."""
    chrom, _, rest = place.partition(":")
    span, _, strand = rest.partition(":")
    start, _, end = span.partition("-")
    if not (start.isdecimal() and end.isdecimal()):
        return place
    shown = {"-": " (− strand)", "+": " (+ strand)"}.get(strand, "")
    return f"{chrom}:{int(start):,}–{int(end):,}{shown}"


def _asked(request: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the request says beyond its line, as name and value; what is empty or auto is left out."""
    rows: list[tuple[str, str]] = []
    for key, value in request.items():
        if key in ("text", "gene"):
            continue
        inner = value.items() if isinstance(value, Mapping) else [("", value)]
        rows += [
            ((name or key).replace("_", " ").capitalize(), _plain(v))
            for name, v in inner
            if v not in (None, "", "auto", (), [], {}, False)
        ]
    return rows


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_plain(v)}" for k, v in value.items() if v not in (None, "", (), []))
    if (
        isinstance(value, list | tuple)
        and value
        and all(isinstance(v, Mapping) and "text" in v for v in value)
    ):
        return "-".join(str(one["text"]) for one in value)
    if isinstance(value, list | tuple):
        return ", ".join(_plain(one) for one in value)
    return str(value)
