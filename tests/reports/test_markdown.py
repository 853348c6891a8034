"""What is read on the rendered page is what was typed, in GitHub's own renderer and in another one."""

from __future__ import annotations

import html
from html.parser import HTMLParser
from urllib.parse import unquote

import cmarkgfm
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.followups import ActionAdded
from warroom.core.families.notes import NotesSaved
from warroom.core.families.sections import SectionWritten
from warroom.core.text import for_terminal
from warroom.reports import Wanted, render
from warroom.reports.markdown import escape, inside

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
LINKING = MarkdownIt("gfm-like", {"html": True})

ADDRESSES = (
    "https://grafana.example/d/abc_def/pay_api?var=a&from=now-1h#panel_3",
    "https://wiki.example/run_book_1",
    'http://prom.example:9090/graph?g0.expr=rate(x{job="a"}[5m])&g0.tab=1',
    "www.example.com/a_b",
    "https://x.example/a%20b/%C3%A9?q=*bold*~~s~~$x$|y",
    "https://x.example/Outage_(network)",
    "https://bücher.example/ä_b",
    "https://user:pass@x.example/a_b",
    "ftp://files.example/a_b",
    "grafana.example/d/a_b?x=1&y=2",
    "HTTPS://X.example/A_b",
)
COMMANDS = (
    "ssh root@db-1.example uptime",
    "mail sent to ops@example.com",
    "@budi and (@citra), or <@U123>?",
    "curl -u a:b@c 'http://x.example/a|b' | grep '@x`y'",
    r"cat \\host\share\a@b | tee a\|b@c",
    "`kubectl get pods -l app=pay_api`",
)


class Page(HTMLParser):
    """The text and the links of a page, and its tags."""

    def __init__(self, made: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.links, self.tags, self._open = "", dict[str, str](), list[str](), ""
        self.spoken = ""
        self._code = 0
        self.feed(made)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._code += tag == "code"
        if tag == "a":
            self._open = dict(attrs).get("href") or ""
            self.links[self._open] = ""

    def handle_endtag(self, tag: str) -> None:
        self._code -= tag == "code"
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open:
            self.links[self._open] += data
        if not self._code:
            self.spoken += data


def gfm(markdown: str) -> Page:
    return Page(cmarkgfm.github_flavored_markdown_to_html(markdown))


def plain(markdown: str) -> Page:
    return Page(PARSER.render(markdown))


def linking(markdown: str) -> Page:
    return Page(LINKING.render(markdown))


RENDERERS = pytest.mark.parametrize("page", [gfm, plain, linking])


def in_a_table(text: str) -> str:
    return f"| a | b |\n| --- | --- |\n| x | {inside(text)} |"


def flat(text: str) -> str:
    return " ".join(for_terminal(text, multiline=True).split())


@RENDERERS
@pytest.mark.parametrize(
    "text", [*ADDRESSES, *COMMANDS, *(f"see ({a}), then “{a}”. [{a}]" for a in ADDRESSES)]
)
def test_what_was_typed_is_what_is_read(page: type[Page], text: str) -> None:
    assert page(escape(text)).text.strip() == text
    cell = page(in_a_table(text))
    assert "".join(cell.text.split("\n")) == f"abx{text}"
    assert cell.tags.count("td") == 2
    assert page(f"*{inside(text)}*").text.strip() == text


@RENDERERS
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_link_leads_exactly_where_it_says(page: type[Page], address: str) -> None:
    for made in (page(escape(f"see {address}.")), page(in_a_table(address))):
        assert [(unquote(href), shown) for href, shown in made.links.items()] in ([], [(address, address)])


@RENDERERS
def test_a_common_address_is_a_link(page: type[Page]) -> None:
    assert list(page(escape(f"(dashboard {ADDRESSES[0]}).")).links) == [ADDRESSES[0]]


@RENDERERS
@pytest.mark.parametrize("text", COMMANDS)
def test_nobody_is_mentioned(page: type[Page], text: str) -> None:
    assert "@" not in page(escape(text)).spoken


# What is no control or format character: that gate has its own tests.
SPOKEN = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60)
SIGNS = st.text("\\`*_[]<>#|~&$@+-=:./!(){}1\"' \na", max_size=30)
WORDS = st.lists(
    st.sampled_from(
        [
            *ADDRESSES,
            *COMMANDS,
            "**b**",
            "a",
            "http://",
            "www.",
            "@",
            "\\",
            "|",
            "`",
            "https://x.y/<z>",
            "(",
            ")",
        ]
    )
).map("".join)


@given(st.one_of(SPOKEN, SIGNS, WORDS))
@example("_em_ *em* **b** `c` ~~s~~ ~s~ a_b_c")
@example("1) one")
@example(
    "<script>alert(1)</script> ![b](http://evil/x.png) [l](javascript:x) <javascript:alert(1)> @everyone"
)
def test_any_text_reads_as_it_was_written(text: str) -> None:
    for page in (plain, gfm):
        made = page(escape(text))
        assert made.text.strip() == flat(text)
        assert set(made.tags) <= {"p", "code", "a"}
        assert "@" not in made.spoken
        assert all(href.startswith(("http://", "https://")) for href in made.links)
        cell = page(in_a_table(text))
        assert "".join(cell.text.split("\n")) == f"abx{flat(text)}"
        assert cell.tags.count("td") == 2


def test_in_every_part_of_a_report() -> None:
    told = Story()
    told.tell(Declared, "14:30", title=ADDRESSES[0], severity=1)
    told.log("14:31", ADDRESSES[1])
    told.log("14:32", COMMANDS[0], category="action")
    told.tell(SectionWritten, "14:33", section="cause", text=f"- {ADDRESSES[2]}")
    told.tell(ActionAdded, "14:34", text=ADDRESSES[3])
    told.tell(NotesSaved, "14:35", text=f"{COMMANDS[1]}\n{COMMANDS[0]}")
    made = render("markdown", Wanted(told.incident(), at("15:00"))).decode()
    for page in (gfm, plain):
        found = page(made)
        for text in (*ADDRESSES[:4], COMMANDS[0], COMMANDS[1]):
            assert text in html.unescape(found.text), text
