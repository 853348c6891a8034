"""What a typed line means: nothing that is typed may be lost, run by accident or backdated by accident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warroom.core.entryline import Command, Empty, Parsed, Problem, Run, Say, parse, tokens
from warroom.core.text import clean

WIB = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 21, 14, 30, tzinfo=UTC)


def _parse(line: str) -> Parsed:
    return parse(line, NOW, WIB)


@pytest.mark.parametrize("line", ["", "   ", "\t\n", "\x1b[31m", "\u200b"])
def test_nothing(line: str) -> None:
    assert _parse(line) == Empty()


@pytest.mark.parametrize(
    "line",
    [
        "db is slow",
        "- item of a list",
        "-v flag broke",
        "-5 degrees",
        "-5m30 odd",
        "5m behind",
        "14:02 seen in the log",
        "@ani please look",
        "@hari please look",
        "@ now it works",
        "@",
        "@“14:02” with the quotes of a word processor",
        "mail a@14:02 now",
        "!!! all down",
        "1/2 of the pods",
        "[bold]x[/] `rm -rf` $HOME",
        "error 'can't\nsecond line",
    ],
)
def test_plain_text_is_logged_as_it_is(line: str) -> None:
    assert _parse(line) == Say(line)


def test_plain_text_is_cleaned() -> None:
    assert _parse("  red \x1b[31malert\x1b[0m\r\nnext ") == Say("red alert\nnext")


@pytest.mark.parametrize(
    ("line", "text", "at"),
    [
        ("@14:02 db is slow", "db is slow", "07:02"),
        ("@14.02 db", "db", "07:02"),
        ("@14:02 WIB db", "db", "07:02"),
        ("@14:02Z db", "db", "14:02"),
        ("@2:05 pm db", "db", "07:05"),
        ("@now db", "db", "14:30"),
        ("-5m db", "db", "14:25"),
        ("-1h30m  db", "db", "13:00"),
        ("@-5m db", "db", "14:25"),
        ("-5m 14:02 is what the log says", "14:02 is what the log says", "14:25"),
        ('@"14:02" 10:30 came first', "10:30 came first", "07:02"),
        ("@14:02 AT 5 % now", "AT 5 % now", "07:02"),
        ("@14:02 z-index wrong", "z-index wrong", "07:02"),
        ("@14:02 two  spaces\nand lines", "two  spaces\nand lines", "07:02"),
        ("@14:02 @ani did it", "@ani did it", "07:02"),
        ("@14:02 /etc is full", "/etc is full", "07:02"),
    ],
)
def test_backdated(line: str, text: str, at: str) -> None:
    hour, minute = map(int, at.split(":"))
    assert _parse(line) == Say(text, NOW.replace(hour=hour, minute=minute))


@pytest.mark.parametrize(
    "prefix",
    ['@"yesterday 23:50"', "@yesterday 23:50", "@kemarin 23.50", "@kemarin jam 23.50 WIB",
     "@2026-11-20 23:50", "@2026-11-20T16:50Z", "@2026-11-20 11:50 pm Asia/Jakarta"],
)  # fmt: skip
def test_backdated_to_another_day(prefix: str) -> None:
    assert _parse(f"{prefix} db is slow") == Say("db is slow", datetime(2026, 11, 20, 16, 50, tzinfo=UTC))


def test_precision() -> None:
    assert _parse("@~14:02 db") == Say("db", NOW.replace(hour=7, minute=2), "about")
    assert _parse("@yesterday 5 hosts down") == Say(
        "5 hosts down", datetime(2026, 11, 19, 17, 0, tzinfo=UTC), "date"
    )


def test_todo() -> None:
    assert _parse("TODO fix the alert") == Say("TODO fix the alert", todo=True)
    assert _parse("-5m TODO: fix") == Say("TODO: fix", NOW - timedelta(minutes=5), todo=True)
    assert _parse("the TODO list") == Say("the TODO list")


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("/sev 2 --why 'more users'", Command("sev", "2 --why 'more users'")),
        ("/SEV  2", Command("sev", "2")),
        ("/help", Command("help", "")),
        ("/update down\nsince noon", Command("update", "down\nsince noon")),
        ("//etc is full", Say("/etc is full")),
        ("//", Say("/")),
        ("!kubectl get pods | grep -v \tOK", Run("kubectl get pods | grep -v \tOK")),
        ("! uptime", Run("uptime")),
    ],
)
def test_commands(line: str, command: Parsed) -> None:
    assert _parse(line) == command


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("/", "/sev 2"),
        ("/ sev", "/sev 2"),
        ("/etc/hosts changed", "//"),
        ("!", "!uptime"),
        ("@14:02", "behind the time"),
        ("-5m", "behind the time"),
        ("@now", "behind the time"),
        ("@25:99 db", "try 14:02"),
        ("@14 db", "try 14:02"),
        ("@-5x db", "1h30m"),
        ("-999999w db", "try 14:02"),
        ('@"yesterday 23:50 db', "closing quote"),
        ('@"soon" db', "try 14:02"),
        ("@yesterday 25:61 db", "yesterday 25:61"),
        ("@14:02 EST db", "14:02 EST"),
        ("@14:02 15:02 db", '@"14:02" 15:02'),
    ],
)
def test_problems_say_what_to_do(line: str, hint: str) -> None:
    problem = _parse(line)
    assert isinstance(problem, Problem)
    assert hint in problem.message
    assert problem.message.isprintable()


_LINES = st.one_of(
    st.text(),
    st.text(st.sampled_from("@/!-~\"' \n\t0123456789:.mhdTODOzWIB+apéx\x1b\u200b")),
    st.builds(
        lambda *parts: " ".join(parts),
        *[
            st.sampled_from(
                ["@14:02", '@"14:02', "@", "-5m", "/", "yesterday", "23:50", "EST", "TODO", "x", ""]
            )
        ]
        * 4,
    ),
)


@given(_LINES)
def test_any_line_is_understood_or_explained_and_never_lost(line: str) -> None:
    parsed = _parse(line)
    match parsed:
        case Empty():
            assert not clean(line)
        case Say(text=text, at=None):
            assert text in clean(line, multiline=True)
            assert len(text) >= len(clean(line, multiline=True)) - 1
        case Say(text=text):
            assert text
            assert line.strip()[0] in "@-"
        case Run(command=command):
            assert line.strip() == "!" + line.strip()[1:]
            assert command in line
        case Command(verb=verb):
            assert verb in line.lower()
        case Problem(message=message):
            assert "\n" not in message


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("", []),
        ("  ic   ani ", ["ic", "ani"]),
        ("can't find 'the pod' it's gone", ["can't", "find", "the pod", "it's", "gone"]),
        ('2 --why "more users" now', ["2", "--why", "more users", "now"]),
        ('--why="more users"', ["--why=more users"]),
        ('an "unclosed quote', ["an", '"unclosed', "quote"]),
        ("an 'unclosed quote", ["an", "'unclosed", "quote"]),
        ("'it's one' here", ["'it's", "one'", "here"]),
        ("\"it's\" '5\"'", ["it's", '5"']),
        ("\"\" ''", ["", ""]),
        (r"C:\temp\new", [r"C:\temp\new"]),
    ],
)
def test_tokens(rest: str, words: list[str]) -> None:
    assert tokens(rest) == words


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ("cause one two\n\n    three  4;\n5", ["cause", "one", "two", "\n\n    three  4;\n5"]),
        ("cause  \nfrom here\t on", ["cause", "\nfrom here\t on"]),
        ('cause "in quotes\n    too"', ["cause", "in quotes\n    too"]),
        ("cause on one line", ["cause", "on", "one", "line"]),
        ('cause a\n--at "b"', ["cause", "a", '\n--at "b"']),
    ],
)
def test_tokens_keep_lines_where_a_text_has_some(rest: str, words: list[str]) -> None:
    assert tokens(rest, lines=True) == words


@given(st.text())
def test_tokens_never_lose_a_letter(rest: str) -> None:
    kept = "".join(tokens(rest))
    for letter in set(rest):
        if letter not in "\"'" and not letter.isspace():
            assert kept.count(letter) == rest.count(letter)
