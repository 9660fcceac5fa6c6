"""The report that a document gives."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from loxsmith.package.document import Document
from loxsmith.package.pictures import pictures
from loxsmith.package.report import report
from package import examples

VOID = {"meta", "link", "br"}


class Page(HTMLParser):
    """Read a page: its elements, its words, and whether every element is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an empty element of a figure."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which must be the last one opened."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep words that a reader sees."""
        if not {"style", "title", "desc"} & set(self.open):
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words with single spaces."""
        return " ".join(" ".join(self.words).split())


def page(document: Document) -> Page:
    """Write and read a report."""
    return Page(report(document, pictures(document)))


@pytest.mark.parametrize("name", examples.ALL)
def test_the_page_is_whole_and_stands_alone(name: str) -> None:
    """Every element is closed; there is no script, and nothing is fetched from anywhere."""
    document = examples.ALL[name]()
    text = report(document, pictures(document))
    read = Page(text)
    assert read.open == []
    assert text.lower().count("<html") == 1
    names = {tag for tag, _ in read.elements}
    assert not names & {"script", "iframe", "object", "embed", "img", "form", "base"}
    for tag, attributes in read.elements:
        assert not any(key.startswith("on") for key in attributes), (tag, attributes)
        link = attributes.get("href") or attributes.get("src") or ""
        assert ":" not in link or link == "data:,", (tag, link)
    assert "url(" not in text
    assert "@import" not in text
    assert text == report(document, pictures(document))


def test_the_first_words_say_what_the_mouse_makes() -> None:
    """Verdict and headline stand before any heading of a section."""
    text = page(examples.conditional()).text
    top = text[: text.index("What the animal makes")]
    assert "SYNTHETIC TEACHING GENOME" in top
    assert "PROVED ON PAPER" in top
    assert (
        "Before any recombinase this Zzt1 allele makes no full-length Zzt1; after Cre it makes Zzt1 p.Ala216Arg."
        in top
    )
    assert "The first 62 residues can still be made." in top
    assert "The finished Zzt1 allele makes Zzt1 p.Ala216Arg." in page(examples.oligo()).text


def test_a_recombinase_that_changes_no_product_is_said_to_change_none() -> None:
    """When only a marker leaves, the headline does not say the same thing twice."""
    document = examples.conditional()
    changed = document.allele("cre").transcripts
    alleles = tuple(
        a.model_copy(update={"transcripts": changed}) if a.id in ("targeted", "flp") else a
        for a in document.alleles
    )
    text = page(document.model_copy(update={"alleles": alleles})).text
    assert "this Zzt1 allele makes Zzt1 p.Ala216Arg, and the same after Cre." in text


def test_a_design_that_fails_says_so_first() -> None:
    """DO NOT BUILD stands on top with the promises that failed and their evidence, and never PROVED."""
    document = examples.refused()
    text = page(document).text
    top = text[: text.index("What the animal makes")]
    assert "DO NOT BUILD" in top
    assert document.promises[0].statement in top
    assert document.promises[0].evidence in top
    assert "The STOP leaks." in top
    assert "PROVED" not in top
    assert "DO NOT BUILD" in report(document, {}).partition("</title>")[0]


def test_a_real_genome_bears_no_banner() -> None:
    """Only the teaching genome is called synthetic."""
    document = examples.oligo()
    real = document.model_copy(update={"genome": document.genome.model_copy(update={"synthetic": False})})
    assert "SYNTHETIC" not in page(real).text


def test_everything_in_the_document_is_told() -> None:
    """Promises, alleles, molecules, guides, edits, findings, gaps, assumptions and origin are on the page."""
    for document in (examples.conditional(), examples.oligo()):
        read = page(document)
        told = [*(p.statement for p in document.promises), *(p.evidence for p in document.promises)]
        told += [a.id for a in document.alleles] + [a.note for a in document.alleles]
        told += [m.name for m in document.molecules] + [m.order or "" for m in document.molecules]
        told += [g.protospacer for g in document.guides] + [e.hgvs_g for e in document.edits]
        told += [f.message for f in document.findings] + list(document.absent.values())
        told += [*document.strategy.why, *document.strategy.assumptions, document.genome.sha256]
        assert [words for words in told if words not in read.text] == []
        links = {attributes.get("href") for tag, attributes in read.elements if tag == "a"}
        assert {a.file for a in document.alleles} | {m.file for m in document.molecules} <= links


def test_hostile_words_are_only_words() -> None:
    """Markup, quotes and template code in a request are shown as they were typed."""
    document = examples.hostile()
    read = page(document)
    assert document.request["text"] in read.text
    assert "49" not in re.findall(r"\b49\b", read.text)


def test_the_page_can_be_read_aloud() -> None:
    """One main heading, no level skipped, every table captioned, every header cell with its scope."""
    read = page(examples.conditional())
    levels = [int(tag[1]) for tag, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    names = [tag for tag, _ in read.elements]
    assert names.count("table") == names.count("caption")
    assert all(attributes.get("scope") for tag, attributes in read.elements if tag == "th")
    assert next(attributes for tag, attributes in read.elements if tag == "html")["lang"] == "en"
    ids = [attributes["id"] for _, attributes in read.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    assert {a["aria-labelledby"] for _, a in read.elements if a.get("aria-labelledby")} <= set(ids)


def test_guides_name_the_wanted_alleles_they_would_cut() -> None:
    """Cutting the wild type is what a guide is for; cutting the finished allele is told."""
    text = page(examples.oligo()).text
    assert "5 nt no It starts with G." in text
    assert "5 nt targeted It starts with G." in text
