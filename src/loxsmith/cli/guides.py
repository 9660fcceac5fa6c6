"""``loxsmith guides``: where a nuclease can cut a gene, a region or a file, the best place first."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loxsmith.cli._console import Console, common, options
from loxsmith.cli._searching import (
    AS_TABLE,
    OF_THE_PLACE,
    OF_THE_SEARCH,
    in_words,
    one_format,
    search_of,
    unannotated,
)
from loxsmith.cli._tables import WIDTH, counted, entry, table
from loxsmith.cli.design import Where
from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.genome import Genome
    from loxsmith.wiring.guide_places import Place
    from loxsmith.wiring.offtargets import Search

Row = Mapping[str, Any]
"""A guide as a JSON object."""

_SCREEN = 30
"""Guides shown to a person who set no limit."""

_REASONS = 3
"""Kinds of reasons against guides that are counted for a person."""


@click.command(short_help="List the guides in a gene, a region or a file.")
@click.argument("where")
@options(*OF_THE_PLACE, *OF_THE_SEARCH)
@click.option("--variants", type=click.Path(path_type=Path), metavar="FILE",
              help="VCF, or table, of strain variants: guides over one are marked.")  # fmt: skip
@click.option("--strain", metavar="NAME", help="Count only the variants of this strain, as in 129S1/SvImJ.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Only the N best; all are ranked first."
)
@AS_TABLE
@common
def guides(
    console: Console,
    where: str,
    pam: str,
    offtarget_pams: str | None,
    mismatches: int,
    engine: str,
    variants: Path | None,
    strain: str | None,
    limit: int | None,
    tsv: bool,
    **place: Any,
) -> None:
    """List the guides that cut WHERE: a gene, a region chr:start-end, or a sequence file.

    Of a gene those that cut in one of its exons or within 10 bp of one; of a region or a file those that cut in it. A
    FASTA needs no annotation. The off-targets of a file's guides are searched in the genome that is named, else in the
    file itself.

    Order: guides that can be used before those that cannot; specificity by CFD in whole points (for a nuclease that
    CFD was not made for, the fewest perfect matches, then the fewest sites with one mismatch, and so on); Rule Set 1;
    position. A guide that cannot be used is listed with its reason. At most 250,000 bp are taken at a time.

    With -v, what else is worth knowing about each guide is said; --tsv and --json always say it.

    \b
    loxsmith guides Lumo1
    loxsmith guides chr2:66001-66400 --limit 10
    loxsmith guides Tnf --genome mouse --variants 129S1.vcf.gz --strain 129S1/SvImJ
    loxsmith guides insert.fa --genome mouse --pam Cas12a --tsv
    """
    from loxsmith.wiring.extent import extent
    from loxsmith.wiring.guide_places import names_a_file
    from loxsmith.wiring.guides import guide_cells, guide_columns, guide_row, guides_at
    from loxsmith.wiring.offtargets import line_of

    one_format(as_json=console.json, tsv=tsv)
    if strain is not None and variants is None:
        raise RequestError("--strain belongs to a file of variants.", hint="Add --variants FILE.")
    search = search_of(pam, offtarget_pams, mismatches, engine)
    found, searched = _opened(where, place)
    if searched is found.genome and names_a_file(where):
        itself = "Its off-targets were searched in the file itself: --genome NAME searches a genome instead."
        found = replace(found, notes=(*found.notes, itself))
    with console.working(f"Looking for guides {found.words}"):
        listed = guides_at(found, searched, search, variants=variants, strain=strain or "")
    shown = listed[:limit]
    rows = [guide_row(number, row, found.genome) for number, row in enumerate(shown, 1)]
    if console.json:
        console.write("[" + ",".join(f"\n{json.dumps(row)}" for row in rows) + "\n]\n")
    elif tsv:
        console.write(line_of(guide_columns(search.mismatches)))
        console.write("".join(line_of(guide_cells(rank, row)) for rank, row in enumerate(rows, 1)))
        for note in filter(None, (extent(searched), unannotated(searched), *found.notes)):
            console.note(note)
    else:
        most = len(rows) if limit is not None else _SCREEN
        all_rows = [
            *rows,
            *(guide_row(n, r, found.genome) for n, r in enumerate(listed[len(rows) :], len(rows) + 1)),
        ]
        console.show("\n".join(_told(all_rows, most, found, searched, search, console=console)))


def _opened(where: str, options: dict[str, Any]) -> tuple[Place, Genome]:
    """Open what the guides lie on, and what their off-targets are searched in.

    Raises:
        RequestError: there is no such place, or the options name two.
        DataError: a file is absent, damaged, or does not fit its companion.
    """
    from loxsmith.wiring.guide_places import names_a_file, place_in, place_in_file

    named = Where(**options)
    if not names_a_file(where):
        genome = named.open()
        return place_in(where.strip(), genome), genome
    if named.genome is None and named.fasta is None and named.locus is None:
        place = place_in_file(Path(where), named.annotation, named.region)
        return place, place.genome
    return place_in_file(Path(where)), named.open()


# -- for people --------------------------------------------------------------------------------------------


def _told(
    rows: Sequence[Row], most: int, place: Place, searched: Genome, search: Search, *, console: Console
) -> Iterator[str]:
    from loxsmith.wiring.extent import extent

    many = counted(len(rows), "guide") if rows else "No guide"
    yield from _wrapped(f"{many} {'cuts' if len(rows) < 2 else 'cut'} {place.words}; {in_words(search)}.")
    yield from (line for note in place.notes for line in _wrapped(note))
    yield from _wrapped(extent(searched))
    yield from filter(None, [unannotated(searched)])
    if not rows:
        return
    yield ""
    yield from _table(rows[:most], search)
    if most < len(rows):
        yield f"... and {len(rows) - most:,} more: --limit {len(rows)} shows them, --tsv and --json list all."
    told = [*_reasons(rows[:most]), *_unusable(rows), *_not_there(rows, searched)]
    yield from ("", *told) if told else ()
    if console.verbose:
        yield from _remarks(rows[:most])
        yield from ("", "What the columns say")
        yield from _legend(search)
    elif not console.quiet:
        yield ""
        yield from _short_legend(search)


def _not_there(rows: Sequence[Row], searched: Genome) -> Iterator[str]:
    """Say how many guides the searched sequence does not have, as those of a plasmid in a genome."""
    absent = sum(not row["found"] for row in rows)
    if absent:
        verb = "has" if absent == 1 else "have"
        yield f"{absent:,} of {counted(len(rows), 'guide')} {verb} no perfect match in {searched.name}."


def _remarks(rows: Sequence[Row]) -> Iterator[str]:
    told = [entry(f"  {row['id']}", " ".join(row["remarks"]), indent=8) for row in rows if row["remarks"]]
    if told:
        yield from ("", "Worth knowing of each guide", *told)


def _table(rows: Sequence[Row], search: Search) -> Iterator[str]:
    counts = [str(number) for number in range(search.mismatches + 1)]
    staggered = search.pam.cuts[0] != search.pam.cuts[1]
    scored = search.pam.is_classic
    repair = ["frame"] if not staggered else []
    activity = ["CFD", "MIT", "RS1", "Cscan"] if scored else []
    head = ["", "guide", "PAM", "place", "cuts" if staggered else "cut", *activity, *repair, *counts, ""]
    cells = []
    for row in rows:
        scores, far = row["scores"], row["specificity"]
        cut = f"{row['cut']}/{row['other_cut']}" if staggered else str(row["cut"])
        numbers = [
            *(
                [_1(far["cfd"]), _1(far["mit"]), _2(scores["rule_set_1"]), _2(scores["crisprscan"])]
                if scored
                else []
            ),
            *([] if staggered else [_0(scores["out_of_frame"])]),
        ]
        near = [row["offtargets"][number] for number in counts]
        where = f"{row['chrom']}:{row['start']}-{row['end']}:{row['strand']}"
        mark = "" if row["usable"] and not row["why"] else "weigh" if row["usable"] else "NO"
        cells.append([row["id"], row["protospacer"], row["pam"], where, cut, *numbers, *near, mark])
    yield table(head, cells, right=["cut", *activity, *repair, *counts])


def _reasons(rows: Sequence[Row]) -> Iterator[str]:
    """Say of each marked guide why, the same words once."""
    whose: dict[str, list[str]] = {}
    for row in rows:
        for reason in row["why"]:
            whose.setdefault(reason, []).append(row["id"])
    for reason, ids in whose.items():
        yield entry(_some(ids), reason, indent=14)


def _unusable(rows: Sequence[Row]) -> Iterator[str]:
    """Count the guides that cannot be used, and the commonest reasons."""
    reasons = Counter(row["why"][0] for row in rows if not row["usable"])
    if not reasons:
        return
    yield f"{reasons.total():,} of {len(rows):,} cannot be used and stand last, marked NO; commonest reasons:"
    for reason, often in reasons.most_common(_REASONS):
        yield entry(f"  {often:,} x", reason, indent=14)


def _some(ids: Sequence[str]) -> str:
    return (
        ids[0] if len(ids) == 1 else f"{ids[0]}, {ids[1]}" if len(ids) == 2 else f"{ids[0]} + {len(ids) - 1}"
    )


def _short_legend(search: Search) -> Iterator[str]:
    """Say in three lines what the columns are; ``-v`` says what each is for."""
    counts = f"0-{search.mismatches}" if search.mismatches else "0"
    staggered = search.pam.cuts[0] != search.pam.cuts[1]
    if search.pam.is_classic:
        yield "CFD, MIT: specificity in what was searched, 100 is best. RS1, Cscan: predicted activity, 0-1."
    else:
        yield f"CFD, MIT and activity scores were not made for {search.pam.pattern}: fewest near sites come first."
    cut = (
        "cuts: staggered, the PAM's strand / the other."
        if staggered
        else "frame: out-of-frame repair, 0-100."
    )
    yield f"{cut} {counts}: sites with so many mismatches, its own among 0."
    yield "-v: what each score was made for, and what is worth knowing of each guide."


def _legend(search: Search) -> Iterator[str]:
    """Say what each column is for."""
    from loxsmith.guides.efficiency import NEITHER, SUITS

    if search.pam.is_classic:
        yield entry(
            "CFD, MIT",
            "Specificity in what was searched; 100 is a guide without off-targets there.",
            indent=14,
        )
        yield entry("RS1", f"Rule Set 1, predicted activity 0-1: {SUITS['rule_set_1']}.", indent=14)
        yield entry("Cscan", f"CRISPRscan, predicted activity 0-1: {SUITS['crisprscan']}.", indent=14)
        yield entry("", f"{NEITHER[0].upper()}{NEITHER[1:]}.", indent=14)
    else:
        yield entry("Scores", f"CFD, MIT, Rule Set 1 and CRISPRscan were made for SpCas9 with NGG, not for "
                    f"{search.pam.pattern}: none is given, and fewest near sites come first.", indent=14)  # fmt: skip
    if search.pam.cuts[0] == search.pam.cuts[1]:
        yield entry("frame", f"Out-of-frame score 0-100: {SUITS['out_of_frame']}.", indent=14)
    else:
        yield entry(
            "cuts",
            "Base left of the cut on the PAM's strand, and on the other: the ends are staggered.",
            indent=14,
        )
    counts = f"0-{search.mismatches}" if search.mismatches else "0"
    yield entry(counts, "Sites with so many mismatches in what was searched, the guide's own among those with 0.",
                indent=14)  # fmt: skip


def _wrapped(text: str) -> Iterator[str]:
    import textwrap

    yield from textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _0(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _1(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _2(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
