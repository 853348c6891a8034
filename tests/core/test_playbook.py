"""The ten steps as they are shipped, and what a team's own playbook may hold."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from warroom.core.language import speak
from warroom.core.playbook import Playbook, joined
from warroom.core.playbookfile import KNOWN_RULES, MAX_BYTES, PLANNED_RULES, BadPlaybook, parse

FOLDER = Path(__file__).parents[2] / "warroom" / "playbooks"
BASE = """
id = "small"
language = "en"
[audience]
boss = "The boss"
[severity.1]
name = "Bad"
meaning = "Very bad."
audiences = ["boss"]
[[step]]
number = 1
title = "Look"
[[step.item]]
number = "1.1"
title = "Look twice"
help = "Done when seen."
fulfilled_by = "evidence"
due = { 1 = 5 }
"""
WORDS = """
translates = "small"
language = "id"
[step]
1 = "Lihat"
[item."1.1"]
title = "Lihat dua kali"
"""


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    return parse({path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("ten-steps.*.toml"))})


def test_the_ten_steps_have_three_items_each(shipped: Playbook) -> None:
    numbers = [(step.number, [item.number for item in step.items]) for step in shipped.steps]
    assert numbers == [(n, [f"{n}.1", f"{n}.2", f"{n}.3"]) for n in range(1, 11)]


def test_every_rule_fulfils_exactly_one_item(shipped: Playbook) -> None:
    used = [item.fulfilled_by for step in shipped.steps for item in step.items]
    assert sorted(used) == sorted(KNOWN_RULES)


def test_both_languages_say_everything(shipped: Playbook) -> None:
    items = [item for step in shipped.steps for item in step.items]
    texts = [step.titles for step in shipped.steps]
    texts += [item.titles for item in items] + [item.helps for item in items]
    texts += [s.names for s in shipped.severities] + [s.meanings for s in shipped.severities]
    texts += shipped.audiences.values()
    assert [t for t in texts if set(t) != {"en", "id"} or t["en"] == t["id"]] == []


def test_titles_fit_a_narrow_pane(shipped: Playbook) -> None:
    titles = [title for step in shipped.steps for item in step.items for title in item.titles.values()]
    assert [title for title in titles if len(title) > 38] == []


def test_the_protocol_gets_stricter_with_the_severity(shipped: Playbook) -> None:
    assert [s.number for s in shipped.severities] == [1, 2, 3, 4]
    assert [s.update_minutes for s in shipped.severities] == [20, 30, 60, None]
    assert [s.postmortem for s in shipped.severities] == ["required", "required", "optional", "optional"]
    for graver, milder in zip(shipped.severities, shipped.severities[1:], strict=False):
        assert set(graver.roles) >= set(milder.roles)
        assert set(graver.audiences) >= set(milder.audiences)


def test_a_graver_incident_is_never_given_more_time(shipped: Playbook) -> None:
    for item in (item for step in shipped.steps for item in step.items):
        minutes = [item.due.get(severity, 10**9) for severity in "1234"]
        assert minutes == sorted(minutes), item.number


def test_the_shipped_playbook_is_small_and_comes_back_from_json_as_it_was(shipped: Playbook) -> None:
    packed = msgspec.json.encode(shipped)
    assert len(packed) < 30_000
    assert msgspec.json.decode(packed, type=Playbook) == shipped


def test_a_text_without_translation_is_shown_in_english_or_else_as_written() -> None:
    playbook = parse({"small.en.toml": BASE, "small.id.toml": WORDS})
    item = playbook.steps[0].items[0]
    assert (item.title("id"), item.title("de"), item.help("id")) == (
        "Lihat dua kali",
        "Look twice",
        "Done when seen.",
    )
    only = parse({"small.id.toml": BASE.replace('"en"', '"id"')})
    assert only.steps[0].title("de") == "Look"
    turned = {"a.id.toml": BASE.replace('"en"', '"id"'), "a.en.toml": WORDS.replace('"id"', '"en"')}
    assert parse(turned).steps[0].title("de") == "Lihat", "English goes before the language it was written in"
    assert playbook.audience("boss", "id") == "The boss"
    assert playbook.audience("nobody", "id") == "nobody"


def test_what_one_looks_up_is_found_or_none() -> None:
    playbook = parse({"small.en.toml": BASE})
    item, severity = playbook.item("1.1"), playbook.severity(1)
    assert item
    assert (item.due, item.fulfilled_by) == ({"1": 5}, "evidence")
    assert severity
    assert severity.meaning("en") == "Very bad."
    assert (playbook.item("9.9"), playbook.severity(4)) == (None, None)


def test_text_from_a_file_is_cleaned_like_any_other() -> None:
    hostile = BASE.replace('"Look twice"', r'"Look\u001b[2J\u202etwice"')
    title = parse({"small.en.toml": hostile}).steps[0].items[0].title("en")
    assert "\x1b" not in title
    assert "\u202e" not in title


SLIPS = (
    ("[[step]]", "[[step", 10, "not TOML"), ('title = "Look"\n', "", 10, "`title` is missing; add a line"),
    ('title = "Look"', 'titel = "Look"', 12, "`titel` is no key here; did you mean .title.?"),
    ("number = 1\n", 'number = "1"\n', 11, "step 1: `number` must be a whole number"),
    ('number = "1.1"', 'number = "2.1"', 14, r"item 2.1 stands in step 1; call it 1\.N"),
    ('number = "1.1"', 'number = "1"', 14, "the step, a point and the place in it: 3.2"),
    ('"evidence"', '"evidnce"', 17, "item 1.1: fulfilled_by.*evidnce.*playbook rules"),
    ("due = { 1 = 5 }", "due = { 5 = 5 }", 18, "5 is none of the values of `due`; choose from 1, 2, 3, 4"),
    ("due = { 1 = 5 }", "due = { 2 = 3, 1 = 1.5 }", 18, "`due.1` must be a whole number"),
    ("due = { 1 = 5 }", "due = { 1 = 0 }", 18, "`due.1` must be a whole number >= 1"),
    ("due = { 1 = 5 }", "severities = [1, 5]", 18, "5 is none of the values of `severities`"),
    ('["boss"]', '["bos"]', 9, "severity.1.audiences.*bos.*add it"),
    ('"Very bad."', '"x"\nroles = ["chief"]', 9, "chief.*`roles`; choose from ic, deputy"),
    ("[severity.1]", "[severity.7]", 6, "7 is none of the values of `severity`"),
    ('id = "small"', 'id = "../small"', 2, "`id`.*small letters"), ('id = "small"\n', "", 0, "`id` is missing"),
    ('language = "en"', 'language = "english"', 3, "a language code"),
    ('title = "Look"', f'title = "{"x" * 90}"', 12, "too long; 80"), ('title = "Look"', 'title = ""', 12, "empty"),
    ("[[step]]", "[step]", 10, "`step` must be a list, and is a table"), ('"The boss"', "5", 5, "`boss` must be a text"),
    ('title = "Look"', "title = Look", 12, "not TOML.*quotes"),
    ("[[step.item]]", '[[step.item]]\nnumber = "1.1"\ntitle = "x"\n[[step.item]]', 17, "1.1 is there 2 times; give each"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "says"), SLIPS)
def test_a_slip_is_named_with_its_file_its_line_and_what_to_do(
    old: str, new: str, line: int, says: str
) -> None:
    assert old in BASE
    with pytest.raises(BadPlaybook) as caught:
        parse({"small.en.toml": BASE.replace(old, new, 1)})
    message = str(caught.value)
    assert message.startswith(f"small.en.toml, line {line}: " if line else "small.en.toml: ")
    assert re.search(says, message), message
    assert message.isprintable()


@pytest.mark.parametrize(("old", "new", "line", "says"), SLIPS)
def test_it_is_named_in_the_readers_language(old: str, new: str, line: int, says: str) -> None:
    speak("id")
    with pytest.raises(BadPlaybook) as caught:
        parse({"small.en.toml": BASE.replace(old, new, 1)})
    assert not re.search(r"\b(line|missing|must|is no|none of|add|choose)\b", str(caught.value)), caught.value


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ({}, "no file"),
        ({"a.id.toml": WORDS}, "a.id.toml.*missing"),
        ({"a.toml": BASE, "b.toml": BASE}, "b.toml: a.toml has the steps already"),
        (
            {"a.toml": BASE, "b.toml": WORDS.replace('"small"', '"other"')},
            "b.toml, line 2: translates `other`",
        ),
        ({"a.toml": BASE, "b.toml": WORDS.replace("1.1", "1.2")}, "b.toml, line 6: item.1.2"),
        ({"a.toml": BASE, "b.toml": WORDS.replace('"id"', '"en"')}, "b.toml: .*`en`"),
    ],
)
def test_files_that_do_not_belong_together_are_refused(texts: dict[str, str], says: str) -> None:
    with pytest.raises(BadPlaybook, match=says):
        parse(texts)


def test_a_playbook_that_would_not_fit_an_event_is_refused() -> None:
    items = "".join(
        f'[[step.item]]\nnumber = "1.{n}"\ntitle = "x"\nhelp = "{"y" * 600}"\n' for n in range(2, 99)
    )
    with pytest.raises(BadPlaybook, match=str(MAX_BYTES)):
        parse({"small.en.toml": BASE + items})


def test_the_page_about_playbooks_is_true() -> None:
    """Its examples are two playbooks, each with its translation, and it names every rule."""
    page = (FOLDER.parents[1] / "docs" / "playbook.md").read_text("utf-8")
    blocks = re.findall(r"(?:^(?:    .*)?\n)+", page, re.MULTILINE)
    base, words, security, in_indonesian = (
        b for b in ("\n".join(x[4:] for x in b.splitlines()) for b in blocks) if "language =" in b
    )
    playbook = parse({"network.en.toml": base, "network.id.toml": words})
    other = parse({"security.en.toml": security, "security.id.toml": in_indonesian})
    assert all(set(i.titles) == {"en", "id"} == set(i.helps) for s in other.steps for i in s.items)
    assert playbook.steps[0].items[0].title("id") == "Cari sambungan yang mati"
    rules = dict(re.findall(r"^\| `(\w+)` \| .*? \| .*?(not yet)? \|$", page, re.MULTILINE))
    assert rules.keys() == KNOWN_RULES
    assert {rule for rule, missing in rules.items() if missing} == PLANNED_RULES


def test_steps_that_are_added_never_take_the_numbers_of_others() -> None:
    one, two = parse({"small.en.toml": BASE}), parse({"small.en.toml": BASE.replace('"small"', '"other"')})
    both = joined(joined(one, two), two)
    assert [(s.number, [i.number for i in s.items]) for s in both.steps] == [
        (1, ["1.1"]),
        (2, ["2.1"]),
        (3, ["3.1"]),
    ]
    assert both.id == "small"
    assert both.audience("boss", "en") == "The boss"
