"""The report in a real browser: it asks for nothing, fits small pages, and reads by day, by night and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loxsmith.package import write_package
from package import examples

pytestmark = pytest.mark.browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

OVERLAPS = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg')) {
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent, t.getBoundingClientRect()]);
    const edge = svg.getBoundingClientRect();
    boxes.forEach(([words, a], i) => {
      if (a.left < edge.left - 1 || a.right > edge.right + 1) found.push(words + ' leaves its figure');
      for (const [other, b] of boxes.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        // line boxes are taller than letters: only a deep overlap means letters on letters
        if (wide > 1 && high > 0.45 * Math.min(a.height, b.height)) found.push(words + ' / ' + other);
      }
    });
  }
  return found;
}"""

CONTRASTS = """() => {
  const parse = c => c.match(/[\\d.]+/g).map(Number);
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] === 1) return c; } return [255, 255, 255]; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!n.textContent.trim() || e.closest('svg')) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.push(n.textContent.trim() + ' ' + ratio.toFixed(2));
  }
  for (const t of document.querySelectorAll('svg .lxf-label, svg .lxf-title, svg .lxf-note, svg .lxf-ruler')) {
    const paper = parse(getComputedStyle(t.closest('svg').querySelector('rect')).fill);
    const [a, b] = [light(parse(getComputedStyle(t).fill)), light(paper)];
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) found.push(t.textContent + ' ' + ratio.toFixed(2));
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """Start the machine's own Chromium once."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write every example."""
    folder = tmp_path_factory.mktemp("packages")
    for name, make in examples.ALL.items():
        write_package(folder / name, make(), {})
    return folder


class Visit:
    """A page open in the browser, with what it asked for and complained of."""

    def __init__(self, browser: Any, report: Path, width: int, scheme: str) -> None:
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append("dialog"), dialog.dismiss()))
        self.address = report.as_uri()
        self.page.goto(self.address)


@pytest.fixture
def visit(browser: Any, packages: Path) -> Iterator[Any]:
    """Open reports, and close them afterwards."""
    held: list[Visit] = []

    def opened(name: str, width: int = 1200, scheme: str = "light") -> Visit:
        held.append(Visit(browser, packages / name / "report.html", width, scheme))
        return held[-1]

    yield opened
    for one in held:
        one.page.close()


@pytest.mark.parametrize("name", examples.ALL)
def test_nothing_is_asked_for_and_nothing_complains(visit: Any, name: str) -> None:
    """The page is its own only request, the console stays empty, and hostile words open no dialog."""
    seen = visit(name)
    assert seen.requests == [seen.address]
    assert seen.complaints == []


@pytest.mark.parametrize("name", examples.ALL)
@pytest.mark.parametrize("width", [400, 1200])
def test_the_page_never_scrolls_sideways(visit: Any, name: str, width: int) -> None:
    """At any width the page fits; figures and tables scroll inside their own boxes."""
    page = visit(name, width).page
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    outside = page.evaluate(
        "() => [...document.querySelectorAll('main > *, main p, main dl, header > *')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 80))"
    )
    assert outside == []


@pytest.mark.parametrize("name", examples.ALL)
@pytest.mark.parametrize("width", [400, 1200])
def test_no_words_lie_on_others_in_a_figure(visit: Any, name: str, width: int) -> None:
    """With the fonts of this machine no label covers another or leaves its figure."""
    assert visit(name, width).page.evaluate(OVERLAPS) == []


@pytest.mark.parametrize("name", ["conditional", "refused"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out(visit: Any, name: str, scheme: str) -> None:
    """By day and by night all text has the contrast that WCAG AA asks for (4.5), figures included."""
    page = visit(name, 1200, scheme).page
    assert page.evaluate(CONTRASTS) == []
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (paper == "rgb(255, 255, 255)") is (scheme == "light")


def test_figures_are_legible_on_a_telephone(visit: Any) -> None:
    """At 400 px figures keep their size and scroll in their box: no letter is smaller than 9 px."""
    page = visit("conditional", 400).page
    smallest = page.evaluate(
        "() => Math.min(...[...document.querySelectorAll('svg text')].map(t => "
        "parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a))"
    )
    assert smallest >= 9


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints(visit: Any, tmp_path: Path, scheme: str) -> None:
    """On paper the page is white, nothing sticks out of the sheet, and it makes a PDF of several pages."""
    page = visit("conditional", 690, scheme).page  # the width of A4 less its margins
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.pdf(path=str(tmp_path / "report.pdf"), prefer_css_page_size=True)
    data = (tmp_path / "report.pdf").read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") + data.count(b"/Type /Page ") >= 2


def test_one_click_selects_the_bases_to_order(visit: Any) -> None:
    """Clicking the oligo marks all of it and nothing else, without spaces."""
    page = visit("oligo").page
    page.click("#order-donor")
    assert page.evaluate("getSelection().toString().trim()") == examples.oligo().molecules[0].order


HINT = """() => [...document.querySelectorAll('.scroll')].map(box => [box.scrollWidth > box.clientWidth + 1,
  parseFloat(getComputedStyle(box, '::before').height) > 0])"""


@pytest.mark.parametrize("width", [400, 1200])
def test_a_box_that_scrolls_says_so(visit: Any, width: int) -> None:
    """Words show that there is more to the right, in the boxes that hold more and in no other."""
    page = visit("oligo", width).page
    page.wait_for_timeout(200)
    found = page.evaluate(HINT)
    assert found
    assert [more for more, _ in found] == [said for _, said in found]
    assert any(more for more, _ in found) is (width == 400)


def test_remarks_on_guides_can_be_read_on_a_telephone(visit: Any) -> None:
    """At 400 px the remarks lie within the window, though the table scrolls."""
    page = visit("oligo", 400).page
    right = page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('tr.remarks span')].map(e => e.getBoundingClientRect().right))"
    )
    assert 0 < right <= 400
