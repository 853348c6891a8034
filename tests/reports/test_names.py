"""A report that leaves the team: who is called by their role, and what must not be touched."""

from __future__ import annotations

import pytest

from tests.helpers.story import Story, at
from warroom.core.families.declaration import Declared
from warroom.core.families.followups import ActionAdded
from warroom.core.families.roster import Joined, RoleAssigned
from warroom.reports import Wanted, report
from warroom.reports.commands import pieces
from warroom.reports.names import RolesOnly
from warroom.reports.ordinary import ordinary

NOW = at("20:00")


def team(*people: str, title: str = "x") -> Story:
    """An incident in which these took part; the first commands."""
    story = Story()
    story.tell(Declared, "14:00", people[0], title=title, severity=1)
    for person in people:
        story.tell(Joined, "14:01", person, person=person)
    story.tell(RoleAssigned, "14:02", people[0], role="ic", person=people[0])
    return story


def names(*people: str) -> RolesOnly:
    return RolesOnly(team(*people).incident(), str)


def exported(story: Story, form: str = "text") -> tuple[str, str]:
    """The report, all on one line, and the remarks."""
    made = report(form, Wanted(story.incident(), NOW, roles_only=True))
    return " ".join(made.data.decode().split()), "\n".join(made.remarks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ani restarted it", "Incident Commander restarted it"),
        ("Ani's laptop", "Incident Commander's laptop"),
        (
            "asked @ani, @ANI and (ani).",
            "asked Incident Commander, Incident Commander and (Incident Commander).",
        ),
        ("ani: on it", "Incident Commander: on it"),
        ("/home/ani/x ani-laptop ani.local x=ani ani@db-1 https://x/ani ani_2 ANI", ...),
        ("Siti Rahma and siti rahma, Siti, Rahma", "a responder and a responder, a responder, a responder"),
        ("maniac, titani", ...),
    ],
)
def test_what_surely_names_a_person(text: str, expected: str) -> None:
    assert names("ani", "Siti Rahma").text(text) == (text if expected is ... else expected)


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ("root", "root cause unknown; root partition at 100 %; Root volume"),
        ("will", "it will restart; Will it hold? will."),
        ("bagus", "koneksi bagus, semua bagus. Bagus."),
        ("mark", "mark it as done"),
        ("hari", "sudah dua hari"),
        ("grace", "within the grace period"),
        ("postgres", "postgres is down"),
        ("import", "import failed"),
        ("a", "a plan"),
        ("007", "error 007"),
    ],
)
def test_an_ordinary_word_stays(person: str, text: str) -> None:
    assert names(person, "ani").text(text) == text
    assert names(person, "ani").text(f"@{person} knows") == "Incident Commander knows" or person == "import"


def test_a_full_name_of_ordinary_words_is_replaced_whole() -> None:
    assert names("Will Grace").text("Will Grace said it will hold") == "Incident Commander said it will hold"


def test_what_two_people_share_names_neither() -> None:
    assert names("Siti Rahma", "Siti Aminah").text("Siti and Aminah") == "Siti and a responder"


@pytest.mark.parametrize(
    "command",
    [
        "chown ani:ani /data", "sudo -u ani kubectl get pods", "$ su - ani", "`id ani`", "find / -user ani",
        "ssh ani@db-1 uptime", "git log --author ani", "kubectl get pods -n ani | grep ani",
    ],
)  # fmt: skip
def test_a_command_stays_as_it_ran(command: str) -> None:
    assert names("ani").text(command) == command
    assert names("ani").text(f"ran: {command}") == f"ran: {command}"
    assert names("ani").text(f"{command}. Then ani left") == f"{command}. Then Incident Commander left"


@pytest.mark.parametrize(
    "text", ["find ani and ask", "kill it, says ani", "time for ani to rest", "who is ani"]
)
def test_a_sentence_that_begins_like_a_command_is_a_sentence(text: str) -> None:
    assert names("ani").text(text) == text.replace("ani", "Incident Commander")


def test_pieces_are_the_whole_text() -> None:
    text = "a `b` c\nran kubectl x; y. Z — d $ e\n"
    assert "".join(piece for piece, _ in pieces(text)) == text


def test_the_case_of_a_bastion_where_everybody_is_root() -> None:
    story = team("root", title="Root volume full on db-1")
    story.log("14:10", "root cause unknown; root partition at 100 %", "root")
    story.log("14:11", "chown root:root /data", "root", category="action")
    story.log("14:12", "imported", "import")
    text, remarks = exported(story, "markdown")
    for words in (
        "Root volume full on db-1", "root cause unknown; root partition at 100 %", "chown root:root /data",
    ):  # fmt: skip
        assert words in text, words
    assert "14:10 | root cause unknown; root partition at 100 % | note | Incident Commander" in text
    assert "Incident Commander is Incident Commander" in text
    assert "| note | import |" in text
    assert "root (" in remarks
    assert "read the report before you send it" in remarks


def test_facts_name_people_by_role_even_when_their_name_is_a_word() -> None:
    text, _ = exported(team("will", "bagus"), "markdown")
    assert "will" not in text
    assert "bagus" not in text


def test_what_was_replaced_and_what_remains_is_said() -> None:
    story = team("ani", "budi")
    story.log(
        "14:10", "ani told ani that Pak Hendra and @dewi and then Maria Lopez know; ran su - budi", "ani"
    )
    _, remarks = exported(story, "csv")
    assert "names replaced in texts: ani (2)" in remarks
    assert "part of a command: budi (1)" in remarks
    assert "@dewi, Hendra, Maria Lopez" in remarks


def test_with_nothing_to_say_nothing_is_said() -> None:
    story = team("ani")
    story.log("14:10", "restarted", "ani")
    assert exported(story, "csv")[1] == ""
    assert report("csv", Wanted(story.incident(), NOW)).remarks == ()


def test_an_owner_that_is_a_team_stays() -> None:
    story = team("ani")
    story.tell(ActionAdded, "15:00", text="x", owner="Tim Monitoring")
    story.tell(ActionAdded, "15:00", text="y", owner="eko")
    text, _ = exported(story)
    assert "Tim Monitoring" in text
    assert "eko" not in text


@pytest.mark.parametrize("word", ["Will", "root", "Bagus", "x", "42", "HARI"])
def test_ordinary_words(word: str) -> None:
    assert ordinary(word)


@pytest.mark.parametrize("name", ["ani", "Budi", "siti", "Hendra", "dewi", "oliver"])
def test_names_are_not(name: str) -> None:
    assert not ordinary(name)
