"""The report that a document gives."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from loxsmith.guides import Guide, remarks
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


# -- what to order --------------------------------------------------------------------------------------------


def _protected() -> Document:
    document = examples.oligo()
    [donor] = document.molecules
    order = donor.order or ""
    text = "*".join([order[0], order[1], order[2:-2], order[-2], order[-1]])
    said = {
        "order_text": text,
        "modifications": ("2 phosphorothioate bonds at each end, against exonucleases.",),
        "synthesis": ("8 C in a row at 20-27.",),
        "expected_yield": "10 of 46 pups in one project.",
    }
    return document.model_copy(update={"molecules": (donor.model_copy(update=said),)})


def test_what_to_order_stands_before_the_plain_bases() -> None:
    """The text for the order form comes first, then bare bases, then everything the supplier or the lab must know."""
    document = _protected()
    [donor] = document.molecules
    text = page(document).text
    wanted = [
        "Order this", donor.order_text or "", "without modifications", donor.order or "",
        "Single strand, target polarity.", donor.modifications[0], donor.synthesis[0], donor.expected_yield or "",
    ]  # fmt: skip
    places = [text.index(words) for words in wanted]
    assert places == sorted(places)


def test_bases_without_modifications_stand_once() -> None:
    """When there is nothing to modify, one sequence is shown and not the same twice."""
    text = page(examples.oligo()).text
    assert text.count(examples.oligo().molecules[0].order or "-") == 1
    assert "without modifications" not in text


def test_a_drawing_that_is_not_ordered_is_called_a_drawing() -> None:
    """Where the complement is ordered, file, arms and picture are said to be the drawing's; else nothing is said."""
    document = examples.oligo()
    text = page(document).text
    assert "it holds the drawing, not what is ordered" in text
    assert "what is ordered is the reverse complement of the drawing" in text
    assert "on the drawing 1–36" in text
    same = document.molecules[0].model_copy(update={"strand": "+"})
    other = page(document.model_copy(update={"molecules": (same,)})).text
    assert "reverse complement" not in other
    assert "not what is ordered" not in other


def test_what_a_zygote_may_do_instead_is_told() -> None:
    """Indels, large deletions and mosaics are named where a guide cuts; a vector in ES cells is spared them."""
    text = page(examples.oligo()).text
    wrong = text[text.index("What can go wrong") :]
    for words in ("by end joining", "Larger deletions over the cut", "(R31, Kosicki 2018)", "mosaic"):
        assert words in wrong
    assert "blocking change without the intended one" not in wrong
    assert "mosaic" not in page(examples.conditional()).text
    document = examples.oligo()
    blocking = document.edits[0].model_copy(update={"kind": "blocking"})
    both = document.model_copy(update={"edits": (*document.edits, blocking)})
    assert "blocking change without the intended one" in page(both).text


# -- guides ---------------------------------------------------------------------------------------------------


def test_what_holds_of_many_guides_is_said_once() -> None:
    """The remark on a promoter's first base, as the guides' own chapter words it, is told once with their names."""
    document = examples.oligo()
    guides = [
        g.model_copy(
            update={"protospacer": spacer, "remarks": (*remarks(_as_guide(spacer)), "Another thing.")}
        )
        for g, spacer in zip(document.guides, ("ACGTTGCATCACGTTGCATC", "TCGTTGCATCACGTTGCATC"), strict=True)
    ]
    text = page(document.model_copy(update={"guides": tuple(guides)})).text
    assert text.count("for a U6 promoter put a G before it") == 1
    assert "G1 and G2 do not start with G: for a U6 promoter" in text
    assert text.count("Another thing.") == 2
    assert "do not start with G" not in page(document).text


def _as_guide(spacer: str) -> Guide:
    return Guide(protospacer=spacer, pam="TGG", start=0, end=20, strand=1)


def test_the_legend_of_guides_stands_outside_their_box() -> None:
    """The table scrolls; what its columns mean does not."""
    document = examples.oligo()
    text = report(document, pictures(document))
    box = text[text.index('aria-label="Guides"') :]
    box = box[: box.index("</div>")]
    assert "Guides near the change" in box
    assert "Off-targets were not searched" not in box
    assert "Off-targets were not searched" in text
