"""What whoever exports a report is told about its wording; the report itself stays as it was written."""

from __future__ import annotations

import pytest

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.roster import Joined
from warroom.core.families.sections import SectionWritten
from warroom.reports import Made, Wanted, report

OWN = """
[[rule]]
category = "house"
patterns = ["gremlin*"]
advice = { en = "name the part" }
better = { en = "Which part?" }
"""


def made(
    text: str, form: str = "markdown", own: str = "", section: str = "cause", roles_only: bool = False
) -> Made:
    story = Story()
    story.tell(Declared, "14:00", "budi", title="x", severity=1)
    story.tell(Joined, "14:01", "budi", person="budi")
    story.tell(SectionWritten, "14:02", "budi", section=section, text=text)
    return report(form, Wanted(story.incident(), at("20:00"), blameless=own, roles_only=roles_only))


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_blame_is_told_with_a_better_question_beside_the_report(form: str) -> None:
    found = made("It was human error.", form)
    assert "wording, root cause: “human error”" in found.remarks[0]
    assert "?" in found.remarks[0]
    assert "wording" not in found.data.decode()


def test_a_plain_cause_is_left_alone() -> None:
    assert made("The pool holds ten connections; the service failed to start.").remarks == ()


def test_a_name_is_not_told_of_where_the_report_says_roles() -> None:
    assert any("“budi”" in r for r in made("budi restarted it").remarks)
    assert not any("wording" in r for r in made("budi restarted it", roles_only=True).remarks)


def test_many_places_are_told_in_few_lines() -> None:
    assert len(made("It was human error. " * 50).remarks) == 11


def test_the_words_of_a_hostile_text_are_one_line() -> None:
    assert all("\n" not in r and "\x1b" not in r for r in made("human\nerror \x1b[31m careless\x1b").remarks)


def test_the_teams_own_rules_count_too_and_say_what_is_wrong_with_them() -> None:
    assert "gremlins" in made("It was gremlins.", own=OWN).remarks[0]
    told = made("It was human error.", own="[[rule").remarks
    assert told[0].startswith("blameless.toml: ")
    assert "human error" in told[1]
