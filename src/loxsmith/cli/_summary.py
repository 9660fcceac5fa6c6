"""A design on one screen: what it is, what the animal is in each state, what is proved, what to open first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from loxsmith.cli._tables import counted, entry, listed

Document = Mapping[str, Any]

_FEW = 3
"""Reasons and assumptions shown; the report has them all."""

_MOST = 6
"""Warnings shown; the report has them all."""

_FIRST = (
    ("report.html", "the design on one page"),
    ("tables/order.csv", "what to buy"),
    ("sequences", "every allele and molecule as GenBank"),
    ("design.json", "the same for programs"),
)


def is_buildable(document: Document) -> bool:
    """Say whether every promise is proved and nothing forbids building."""
    return bool(document["proved"]) and not _unproved(document) and not any(_stops(document))


def summary(document: Document, folder: Path, *, brief: bool = False) -> str:
    """Return the screen for people.

    Args:
        document: the design as JSON.
        folder: where the package lies.
        brief: one line only.
    """
    if brief:
        return f"{folder}: {_verdict(document)}"
    blocks = (_head(document), _states(document), _standing(document), _files(folder))
    return "\n\n".join("\n".join(block) for block in blocks)


def _head(document: Document) -> Iterator[str]:
    target, strategy, genome = document["target"], document["strategy"], document["genome"]
    asked = document["request"].get("text") or target["gene"]
    yield f"{asked}"
    yield entry("Design", strategy["title"])
    if allele := document.get("names", {}).get("allele"):
        yield entry("Allele", allele)
    made_up = ", a made-up teaching genome" if genome.get("synthetic") else ""
    yield entry("Locus", f"{target['gene']}, {target['window']} of {genome['assembly']}{made_up}")
    yield from _several("Why", strategy["why"])
    yield from _several("Assumed", strategy["assumptions"])


def _several(title: str, sentences: Sequence[str]) -> Iterator[str]:
    for i, sentence in enumerate(sentences[:_FEW]):
        yield entry("" if i else title, sentence)
    if len(sentences) > _FEW:
        yield entry("", f"... and {len(sentences) - _FEW} more, in the report.")


def _states(document: Document) -> Iterator[str]:
    """Say what the animal makes in each intended state, by the transcript that the design is about."""
    wanted = document["target"]["transcript"]
    rows = [allele for allele in document["alleles"] if _is_state(allele)]
    indent = max((len(allele["id"]) for allele in rows), default=0) + 4
    yield "The animal"
    for allele in rows:
        own = [t for t in allele["transcripts"] if t["id"].startswith("transgene_")]
        read = next((t for t in (*own, *allele["transcripts"]) if own or t["id"] == wanted), None)
        if read is not None and len(read.get("chains", ())) > 1:
            text = _in_chains(document, allele["id"])
        else:
            text = allele["state"] if read is None else _meaning(allele["state"], read)
        yield entry(f"  {allele['id']}", text, indent=indent)


def _in_chains(document: Document, allele: str) -> str:
    """Say what an allele makes whose product a 2A peptide parts, as the report says it."""
    from loxsmith.package.document import Document as Whole
    from loxsmith.package.words import makes, sentence

    whole = Whole.model_validate(document)
    return sentence(makes(whole, whole.allele(allele)))


def _is_state(allele: Mapping[str, Any]) -> bool:
    return bool(allele["intended"]) and bool(allele.get("bears_locus", True))


def _meaning(state: str, transcript: Mapping[str, Any]) -> str:
    consequence = str(transcript["consequence"] or transcript["status"])
    if not state or consequence in state:
        return state or consequence
    return f"{state}: {consequence}"


def _standing(document: Document) -> Iterator[str]:
    yield _verdict(document)
    for promise in _unproved(document):
        yield entry("  not proved", f"{promise['allele']}: {promise['statement']}", indent=14)
    for message in _stops(document):
        yield entry("  forbids", message, indent=14)
    warnings = _warnings(document)
    for message in warnings[:_MOST]:
        yield entry("  warning", message, indent=14)
    if len(warnings) > _MOST:
        yield f"  and {counted(len(warnings) - _MOST, 'further warning')}, all in the report"


def _verdict(document: Document) -> str:
    promises = document["promises"]
    kept = len(promises) - len(_unproved(document))
    said = [f"{kept} of {counted(len(promises), 'promise')} proved on the simulated alleles"]
    tally = Counter(check["status"] for check in document.get("checks", ()))
    words = [f"{tally[status]} {word}" for status, word in _TALLY if tally[status]]
    if words:
        said.append(f"checks: {listed(words)}")
    text = "; ".join(said) + "."
    return text if is_buildable(document) else f"DO NOT BUILD. {text}"


_TALLY = (("pass", "passed"), ("warn", "to weigh"), ("fail", "failed"))


def _unproved(document: Document) -> list[Mapping[str, Any]]:
    return [promise for promise in document["promises"] if not promise["proved"]]


def _stops(document: Document) -> Iterator[str]:
    for check in document.get("checks", ()):
        if check["status"] == "fail" and check["severity"] == "stop":
            yield f"{check['id']} {check['title']}: {check['message']}"
    for finding in document.get("findings", ()):
        if finding["severity"] == "stop":
            yield finding["message"]


def _warnings(document: Document) -> list[str]:
    found = [
        f"{check['id']} {check['title']}: {check['message']}"
        for check in document.get("checks", ())
        if check["status"] == "warn" or (check["status"] == "fail" and check["severity"] != "stop")
    ]
    found += [f["message"] for f in document.get("findings", ()) if f["severity"] == "warn"]
    return list(dict.fromkeys(found))


def _files(folder: Path) -> Iterator[str]:
    yield f"Written to {folder}"
    for name, what in _FIRST:
        if (folder / name).exists():
            yield entry(f"  {name}", what, indent=20)
