"""The page: whatever people wrote is text in it, nothing is fetched or run, and it says what the report says."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from tests.reports.test_hostile import HOSTILE
from warroom.core.families.declaration import Declared
from warroom.core.families.impact import ImpactWindow
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.language import language
from warroom.reports import Wanted, render
from warroom.reports.document import Document, Linked, Section, Table
from warroom.reports.htmlform import html, trusted

NOW = at("12:00", 3)
FOLLOWED = frozenset(
    {"href", "src", "srcset", "action", "formaction", "data", "poster", "background", "xlink:href"}
)
OURS = frozenset(
    {
        "html", "head", "meta", "title", "style", "body", "main", "header", "h1", "h2", "h3", "dl", "dt", "dd", "nav", "ul", "ol",
        "li", "a", "section", "p", "br", "table", "thead", "tbody", "tr", "th", "td", "del", "pre", "figure", "figcaption", "div",
        "span", "svg", "rect",
    }
)  # fmt: skip


class Page(HTMLParser):
    """What a browser would find: elements, attributes, the text of each kind of element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.setdefault(self.open[-1] if self.open else "", []).append(data)

    def attributes(self, name: str) -> list[str]:
        return [value or "" for _, attrs in self.found for key, value in attrs.items() if key == name]


def page(story: Story, lang: str = "en") -> Page:
    return Page(render("html", Wanted(story.incident(), NOW, lang)).decode())


@pytest.mark.parametrize("lang", ["en", "id"])
def test_what_people_wrote_can_not_become_markup(lang: str) -> None:
    found = page(tell(HOSTILE), lang)
    assert found.open == []
    assert {tag for tag, _ in found.found} <= OURS
    assert [n for _, attrs in found.found for n in attrs if n.startswith("on") or n == "style"] == []
    followed = [v for _, attrs in found.found for n, v in attrs.items() if n in FOLLOWED]
    assert all(target and re.fullmatch(r"#[a-z_]+", target) for target in followed)
    assert any("<script>alert(1)</script>" in text for text in found.texts["td"])
    calm = page(tell(), lang)
    assert [t for t, _ in found.found if t in ("h1", "h2", "h3", "section")] == [
        t for t, _ in calm.found if t in ("h1", "h2", "h3", "section")
    ]


def test_its_policy_lets_in_its_own_style_and_nothing_else() -> None:
    found = page(tell())
    (policy,) = [v for v in found.attributes("content") if "default-src" in v]
    digest = b64encode(sha256("".join(found.texts["style"]).encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in "".join(found.texts["style"])


def test_it_has_each_section_under_an_anchor_and_the_language_of_its_reader() -> None:
    found = page(tell(), "id")
    assert dict(found.found[0][1])["lang"] == "id"
    anchors = found.attributes("id")
    assert len(anchors) == len(set(anchors))
    assert {"summary", "chronology", "cause", "impact", "learnings"} <= set(anchors)
    assert "Ringkasan eksekutif" in found.texts["h2"]
    assert any("1.210.000" in text for text in found.texts["td"])


def test_phases_and_windows_are_drawn_to_scale() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="x", severity=1)
    for milestone, clock in (
        ("started", "14:00"),
        ("detected", "14:30"),
        ("mitigated", "15:30"),
        ("resolved", "16:00"),
    ):
        told.tell(MilestoneMarked, clock, milestone=milestone)
    told.tell(ImpactWindow, "16:00", starts=at("14:00"), ends=at("15:00"), level="full", component="pay")
    told.tell(ImpactWindow, "16:00", starts=at("14:00"), ends=at("16:00"), level="degraded", component="web")
    drawn = [(a["class"], a["x"], a["width"]) for tag, a in page(told).found if tag == "rect" and "x" in a]
    assert drawn == [
        ("p0", "0.0%", "25.0%"), ("p1", "25.0%", "50.0%"), ("p2", "75.0%", "25.0%"),
        ("full", "0.0%", "50.0%"), ("degraded", "0.0%", "100.0%"),
    ]  # fmt: skip
    assert "full, 1 h" in page(told).attributes("aria-label")


def test_marks_out_of_order_are_not_drawn() -> None:
    told = Story()
    told.tell(Declared, "14:00", title="x", severity=1)
    for milestone, clock in (("started", "15:00"), ("detected", "14:30"), ("resolved", "16:00")):
        told.tell(MilestoneMarked, clock, milestone=milestone)
    assert not [tag for tag, _ in page(told).found if tag == "rect"]


@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://graphs.example/d/1?a=b&c=d", True),
        ("HTTP://graphs.example", True),
        ("javascript:alert(1)", False),
        ("data:text/html,<script>", False),
        ("https://x.example/\" onclick=\"x", False),
        ("https://x.example/ javascript:1", False),
    ],
)  # fmt: skip
def test_only_web_addresses_that_somebody_put_beside_a_row_are_links(address: str, followed: bool) -> None:
    table = Table(("What",), ((Linked("errors", (("graph", address),)),),))
    document = Document("x", (), (Section("a", "A", (table,)),))
    found = Page(html(document, language("en"), ""))
    assert found.attributes("href") == ([address] if followed else [])
    assert any("graph" in text for text in [*found.texts.get("a", []), *found.texts.get("span", [])])


def test_the_same_record_gives_the_same_bytes_whenever_it_is_asked_for() -> None:
    incident = tell().incident()
    for form in ("html", "markdown", "text"):
        assert render(form, Wanted(incident, NOW)) == render(form, Wanted(incident, at("13:07", 3))), form


def test_a_style_that_would_end_its_element_is_named() -> None:
    assert list(trusted("p { color: red }")) == []
    assert list(trusted("</style><script>")) != []
