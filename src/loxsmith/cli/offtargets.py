"""``loxsmith offtargets``: where else in a genome guides may cut."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from loxsmith.cli._bulges import BULGES, bulges_told, check_bulges, search_bulges, told_of_bulges
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
from loxsmith.cli._tables import table
from loxsmith.cli.design import Where
from loxsmith.errors import RequestError

if TYPE_CHECKING:
    from loxsmith.cli._bulges import BulgedSites
    from loxsmith.genome import Genome
    from loxsmith.guides import OffTargets
    from loxsmith.wiring.guide_list import Asked
    from loxsmith.wiring.offtargets import Search

_STDIN = "-"
_LONG = 1e11
"""Guides times bases from which a search without an index is announced (judgement: more than a minute)."""

_WORST = ((1, 5), (5, 3), (20, 1))
"""Guides asked for, and how many sites of each are shown to a person; beyond, a table of sites is no reading."""


class Answer(NamedTuple):
    """One guide with what it found."""

    name: str
    found: OffTargets


@click.command(short_help="Find where else in a genome guides may cut.")
@click.argument("guide", nargs=-1)
@click.option("--guides", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="One guide a line, a tab and a name if it has one, # before a comment; - for stdin.")  # fmt: skip
@options(*OF_THE_PLACE, *OF_THE_SEARCH)
@click.option("--counts-only", is_flag=True, help="Counts and specificity alone, without the sites.")
@BULGES
@AS_TABLE
@common
def offtargets(
    console: Console,
    guide: tuple[str, ...],
    file: Path | None,
    counts_only: bool,
    bulges: int,
    tsv: bool,
    pam: str,
    offtarget_pams: str | None,
    mismatches: int,
    engine: str,
    **place: Any,
) -> None:
    """Find every site that each GUIDE may cut: 20 bases beside a PAM, on either strand, with few mismatches.

    A GUIDE is its 20 bases, 5' to 3', without the PAM. Sites are counted by their mismatches, the guide's own site
    among those with none, and add up to a specificity of 0-100, for which one perfect match is left out. A guide that
    is given twice is listed once; --tsv and --json have a row for each time, and "found" says whether the searched
    sequence has the guide at all.

    \b
    loxsmith offtargets GGCATCCAATATCAAGAACT
    loxsmith offtargets --guides guides.txt --genome mouse --counts-only
    loxsmith offtargets GGCATCCAATATCAAGAACT --pam NNGRRT --fasta locus.fa
    cut -f1 guides.txt | loxsmith offtargets - --genome mouse --tsv > sites.tsv
    """
    from loxsmith.wiring.extent import extent
    from loxsmith.wiring.guide_list import checked_guides
    from loxsmith.wiring.offtargets import advice, brute_work

    one_format(as_json=console.json, tsv=tsv)
    search = search_of(pam, offtarget_pams, mismatches, engine)
    asked, called = _asked(guide, file, console)
    guides = checked_guides(asked, search.pam, called)
    check_bulges(guides, search, bulges, counts_only=counts_only)
    genome = Where(**place).open()
    if brute_work(genome, len(guides), search) > _LONG:
        console.note(f"Without an index this takes minutes. {advice(genome, search)} to make it seconds.")
    bulged = search_bulges(console, genome, guides, search, bulges)
    found = search.of(genome, guides)
    with console.working(f"Searching {genome.name} for {len(guides):,} guides"):
        first = list(islice(found, 1))
    answers = (Answer(one.name, result) for one, result in zip(asked, _chained(first, found), strict=True))
    if console.json:
        _hand_over(console, answers, genome, bulged, counts_only=counts_only)
    elif tsv:
        absent: list[Answer] = []
        _write(console, _watched(answers, absent), genome, search, bulged, counts_only=counts_only)
        console.note(" ".join(filter(None, [extent(genome), unannotated(genome), told_of_bulges(bulged)])))
        for sentence in _told_absent(absent, genome):
            console.note(sentence)
    else:
        with console.working(f"Searching {genome.name} for {len(guides):,} guides"):
            held = list(answers)
        held, twice = _each_once(held)
        for name in twice:
            console.note(
                f"{name} is given more than once, and is listed once; --tsv and --json list it each time."
            )
        console.show("\n".join(_told(held, genome, search, bulged, counts_only=counts_only)))


def _each_once(answers: Iterable[Answer]) -> tuple[list[Answer], list[str]]:
    """Return every guide once under each of its names, and what was left out."""
    kept: dict[tuple[str, str], Answer] = {}
    twice: dict[str, None] = {}
    for answer in answers:
        key = answer.name, answer.found.guide
        if key in kept:
            twice[answer.name or answer.found.guide] = None
        kept.setdefault(key, answer)
    return list(kept.values()), list(twice)


def _chained(first: Iterable[OffTargets], rest: Iterable[OffTargets]) -> Iterator[OffTargets]:
    yield from first
    yield from rest


def _asked(words: Sequence[str], file: Path | None, console: Console) -> tuple[tuple[Asked, ...], str]:
    """Return the guides asked for, and the file they stand in."""
    from loxsmith.wiring.guide_list import guide_lines, read_guide_list, typed

    if file is not None and words:
        raise RequestError("Guides are given twice, as words and as a file.", hint="Keep one of the two.")
    if str(file) == _STDIN or tuple(words) == (_STDIN,):
        return guide_lines(sys.stdin.buffer.read(), "standard input"), "standard input"
    if file is not None:
        return read_guide_list(file), str(file)
    if not words:
        raise RequestError(
            "There is no guide.",
            hint="Give its 20 bases, as in loxsmith offtargets GGCATCCAATATCAAGAACT, or --guides FILE.",
        )
    return typed(words), ""


# -- for programs ------------------------------------------------------------------------------------------


def _hand_over(
    console: Console, answers: Iterable[Answer], genome: Genome, bulged: BulgedSites, *, counts_only: bool
) -> None:
    """Print a JSON list, one guide a line, as they come."""
    from loxsmith.wiring.bulges import rows
    from loxsmith.wiring.offtargets import Places, result_row

    places = None if counts_only else Places(genome)
    comma = "["
    for name, found in answers:
        row = result_row(found, name, places, annotated=genome.annotated)
        if bulged is not None:
            row["bulged"] = rows(genome, bulged[found.guide])
        console.write(f"{comma}\n{json.dumps(row)}")
        comma = ","
    console.write("\n]\n")


def _write(
    console: Console,
    answers: Iterable[Answer],
    genome: Genome,
    search: Search,
    bulged: BulgedSites,
    *,
    counts_only: bool,
) -> None:
    """Print a table: one guide a line, or one site a line, a guide's bulged sites behind its others."""
    from loxsmith.wiring.bulges import BULGED_COLUMNS, lines, widened
    from loxsmith.wiring.offtargets import SITE_COLUMNS, Places, count_cells, count_columns, line_of

    if counts_only:
        console.write(line_of(count_columns(search.mismatches)))
        for name, found in answers:
            console.write(line_of(count_cells(found, name)))
        return
    places = Places(genome)
    console.write(line_of(SITE_COLUMNS if bulged is None else BULGED_COLUMNS))
    for name, found in answers:
        ordinary = places.lines(found.guide, name, found.sites)
        if bulged is None:
            console.write(ordinary)
        else:
            console.write(widened(ordinary, found.guide))
            console.write(lines(genome, found.guide, name, bulged[found.guide]))


# -- for people --------------------------------------------------------------------------------------------


def _told(
    answers: Sequence[Answer], genome: Genome, search: Search, bulged: BulgedSites, *, counts_only: bool
) -> Iterator[str]:
    from loxsmith.wiring.extent import extent

    numbers = [str(number) for number in range(search.mismatches + 1)]
    named = any(name for name, _ in answers)
    head = [*(["name"] if named else []), "guide", *numbers, "CFD", "MIT"]
    rows = [
        [*([name] if named else []), found.guide, *found.counts, _score(found.cfd), _score(found.mit)]
        for name, found in answers
    ]
    yield table(head, rows, right=[*numbers, "CFD", "MIT"])
    yield ""
    yield f"Searched for: {in_words(search)}."
    columns = "Column 0" if len(numbers) == 1 else f"Columns 0-{numbers[-1]}"
    yield f"{columns}: sites with so many mismatches, the guide's own among those with 0."
    yield _specificity(search)
    yield extent(genome)
    yield from filter(None, [unannotated(genome)])
    yield from _own_sites(answers, genome)
    if not counts_only:
        yield from _worst(answers, genome, search)
    if bulged is not None:
        most = next(sites for guides, sites in _WORST if len(bulged) <= guides)
        yield from bulges_told(((found.guide, name) for name, found in answers), genome, bulged, most)


def _specificity(search: Search) -> str:
    if not search.pam.is_classic:
        return f"CFD and MIT were made for SpCas9 with NGG, and say nothing about {search.pam.pattern}."
    return "CFD and MIT are specificities: 100 is a guide without off-targets in what was searched."


def _score(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _own_sites(answers: Sequence[Answer], genome: Genome) -> Iterator[str]:
    """Say which guides have no perfect match, and which have several."""
    yield from _told_absent([answer for answer in answers if answer.found.counts[0] == 0], genome)
    several = [
        f"{name or found.guide} ({found.counts[0]:,} times)" for name, found in answers if found.counts[0] > 1
    ]
    if several:
        yield f"Found more than once without a mismatch: {_some(several)}."


def _watched(answers: Iterable[Answer], absent: list[Answer]) -> Iterator[Answer]:
    """Pass answers on, and note those whose guide the searched sequence does not have."""
    for answer in answers:
        if answer.found.counts[0] == 0:
            absent.append(answer)
        yield answer


def _told_absent(absent: Sequence[Answer], genome: Genome) -> Iterator[str]:
    """Say which guides have no site at all, and which none of their own."""
    nowhere = [name or found.guide for name, found in absent if not any(found.counts)]
    if nowhere:
        yield f"{_some(nowhere)} {'has' if len(nowhere) == 1 else 'have'} no site at all in {genome.name}."
    others = [name or found.guide for name, found in absent if any(found.counts)]
    if others:
        verb, whom = ("has", "it") if len(others) == 1 else ("have", "them")
        yield (
            f"{_some(others)} {verb} no perfect match in {genome.name}, so that every site there counts "
            f"against {whom}."
        )


def _some(words: Sequence[str]) -> str:
    shown = ", ".join(words[:5])
    return f"{shown} and {len(words) - 5:,} more" if len(words) > 5 else shown


def _worst(answers: Sequence[Answer], genome: Genome, search: Search) -> Iterator[str]:
    """Show the few sites of each guide that matter most."""
    from loxsmith.wiring.offtargets import Places, marked, other_sites, worst_of

    most = next((sites for guides, sites in _WORST if len(answers) <= guides), 0)
    if not most:
        yield "--tsv lists every site of every guide."
        return
    places, rows, total = Places(genome), [], 0
    for name, found in answers:
        others = other_sites(found, search.pam)
        total += len(others)
        for site in worst_of(others, most):
            spelled = marked(found.guide, site)
            bases = f"{spelled} {site.pam}" if search.pam.side == 3 else f"{site.pam} {spelled}"
            where = site.region if genome.annotated else "-"
            cfd = "-" if site.cfd is None else f"{site.cfd:.3f}"
            whose = [name or found.guide] if len(answers) > 1 else []
            rows.append([*whose, site.mismatches, cfd, bases, places.text(site), where, site.gene])
    yield ""
    if not rows:
        yield "No other site was found."
        return
    shown = "all of them" if len(rows) == total else f"{len(rows):,} of {total:,}: --tsv lists all"
    yield f"Worst sites besides the guide's own, mismatches in lower case ({shown})"
    whose = ["guide"] if len(answers) > 1 else []
    head = [*whose, "mm", "CFD", "site and PAM", "place", "lies in", "gene"]
    yield table(head, rows, right=["mm", "CFD"])
