"""A team's own sections: chosen, ordered, renamed, added; what can't be used says where and why."""

from __future__ import annotations

import pytest

from tests.helpers.story import Story, at
from tests.reports.conftest import tell
from warroom.core.families.sections import SectionWritten
from warroom.reports import Wanted, render
from warroom.reports.context import context
from warroom.reports.document import Document, Paragraph
from warroom.reports.layout import BadLayout, Layout, parse, standard_text
from warroom.reports.postmortem import postmortem
from warroom.reports.sections import BUILDERS

NOW = at("12:00", 3)
OWN = """
sections = ["learnings", "compliance", "cause", "missing"]
[title.cause]
en = "Why it happened"
[own.compliance]
title = { en = "Compliance", id = "Kepatuhan" }
who = "liaison"
"""


def made(story: Story, layout: Layout, language: str = "en") -> Document:
    return postmortem(context(story.incident(), NOW, language), layout)


def test_the_file_that_is_given_out_is_the_standard() -> None:
    found = parse("post-mortem.toml", standard_text())
    assert found == Layout(tuple(b.key for b in BUILDERS))


def test_sections_are_chosen_ordered_and_renamed(story: Story) -> None:
    document = made(story, parse("x.toml", OWN))
    assert [(s.key, s.title) for s in document.sections] == [
        ("learnings", "Learnings"), ("cause", "Why it happened"), ("missing", "Still missing, and who could know"),
    ]  # fmt: skip
    assert [s.title for s in made(story, parse("x.toml", OWN), "id").sections][1] == "Penyebab akar"


def test_an_own_section_is_missing_until_it_is_written(story: Story) -> None:
    layout = parse("x.toml", OWN)
    lacks = "".join(str(b) for b in made(story, layout, "id").section("missing").blocks)
    assert "Tanyakan kepada Penghubung: Kepatuhan." in lacks
    story.tell(SectionWritten, at("02:00", 1), section="compliance", text="Nobody had to be told.")
    document = made(story, layout)
    assert [s.key for s in document.sections][1] == "compliance"
    assert document.section("compliance").blocks == (Paragraph("Nobody had to be told."),)
    assert "Compliance" not in str(document.section("missing").blocks)


def test_an_own_section_is_printed_where_its_layout_is_not_known(story: Story) -> None:
    titles = {"en": "Compliance", "id": "Kepatuhan"}
    story.tell(SectionWritten, at("02:00", 1), section="compliance", text="Told nobody.", titles=titles)
    text = render("markdown", Wanted(story.incident(), NOW, "id")).decode()
    assert "## Kepatuhan\n\nTold nobody." in text
    assert text.index("## Kepatuhan") < text.index("## Masih kurang")


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_each_form_of_the_post_mortem_follows_the_layout(form: str) -> None:
    layout = parse("x.toml", OWN)
    text = render(form, Wanted(tell().incident(), NOW, layout=layout)).decode()
    assert "Why it happened" in text
    assert "Executive summary" not in text
    assert text.index("Learnings") < text.index("Why it happened")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sections = [", "x.toml: this is not TOML"),
        ('sections = "cause"', "x.toml, line 1: `sections` must be a list"),
        ("sections = []", "sections"),
        ('sections = ["causes"]', "sections: there is no `causes`; there are actions_taken, "),
        ('sections = ["cause", "cause"]', "sections: cause is there 2 times"),
        ('sections = ["cause"]\ntitel = 1', 'did you mean "title"?'),
        ('sections = ["cause"]\n[title.causes]\nen = "x"', "title.causes: there is no such section"),
        (
            'sections = ["cause"]\n[own.x]\ntitle = { en = "X" }',
            "own.x: it stands nowhere; add it to `sections`",
        ),
        ('sections = ["x"]\n[own.x]\ntitle = {}', "own.x: title: say how it is called"),
        ('sections = ["luck"]\n[own.luck]\ntitle = { en = "X" }', "own.luck: warroom has that part already"),
        ('sections = ["X-1"]\n[own.X-1]\ntitle = { en = "X" }', "own.X-1: a key has small letters"),
        ('sections = ["x"]\n[own.x]\ntitle = { en = "X" }\nwho = "boss"', "choose from ic, deputy"),
    ],
)
def test_what_can_not_be_used_says_where_and_why_in_one_line(text: str, said: str) -> None:
    with pytest.raises(BadLayout) as caught:
        parse("x.toml", text)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)
