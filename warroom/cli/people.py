"""`warroom people`: whom the team can call, and whether their file is as it should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.failure import DONE, NOT_DONE, Trouble
from warroom.cli.shell import Shell
from warroom.core.directory import Directory, Person
from warroom.core.families.bridge import Bridge, no_call
from warroom.core.language import many, say
from warroom.core.registry import VERBS
from warroom.core.text import quoted
from warroom.core.verb import Arg, Given, Misused
from warroom.core.when import When
from warroom.session import overview
from warroom.session.people import directory, where
from warroom.session.wallclock import wall_clock
from warroom.storage.outfile import write

CHECK: Final = "check"
_EXAMPLE: Final = 'name = "citra", systems = ["payments"], contact = ["+62 …"], zone = "Asia/Jakarta"'


def _people(shell: Shell, given: Given) -> int:
    path = given["file"] or where(shell.library.folder)
    if given["who"] == CHECK:
        return _check(shell, path)
    if given["file"]:
        raise Misused(say("a file goes with check: `warroom people check FILE`"))
    found = directory(path)
    for problem in found.problems:
        output.note(problem)
    people = fitting(found, given["who"] or "")
    if shell.as_json:
        output.put_json([_as_json(person) for person in people])
    elif people:
        heads = (say("name"), say("knows"), say("time there"), say("contact"))
        now = wall_clock()
        output.put_lines(output.table(heads, [_row(p, now) for p in people]), colour=shell.colour)
    elif given["who"]:
        output.say(say("{path} names nobody for {who}", path=path, who=quoted(given["who"])))
    else:
        output.say(
            say(
                "no people yet; write them into {path}, each under [[person]]: {example}",
                path=path,
                example=_EXAMPLE,
            )
        )
    return DONE


def fitting(found: Directory, wanted: str) -> Sequence[Person]:
    """Everybody, or who is called so or knows that."""
    if not wanted:
        return found.people
    named = found.beginning(wanted)
    return [*named, *(person for person, _ in found.knowing([wanted], [p.name for p in named]))]


def _check(shell: Shell, path: str) -> int:
    found = directory(path)
    if shell.options.json:
        output.put_json({"file": path, "people": len(found.people), "problems": list(found.problems)})
    else:
        for problem in found.problems:
            output.say(problem)
        output.say(
            many(
                len(found.people),
                "{path}: {n} person can be called",
                "{path}: {n} people can be called",
                path=path,
            )
        )
    return NOT_DONE if found.problems else DONE


def _as_json(person: Person) -> dict[str, Any]:
    return {
        "name": person.name, "aliases": list(person.aliases), "skills": list(person.skills),
        "systems": list(person.systems), "contact": list(person.contact), "zone": person.zone or None,
    }  # fmt: skip


def _row(person: Person, now: datetime) -> list[str]:
    clock = person.clock(now)
    return [
        person.name,
        ", ".join(person.knows) or "-",
        f"{clock} {person.zone}".strip() or "-",
        ", ".join(person.contact) or "-",
    ]


def _call(shell: Shell, _given: Given) -> int:
    """The link alone, for `open "$(warroom call)"`."""
    incident = overview.read(shell.file()).incident
    link = incident.part(Bridge).link
    if not link:
        raise Trouble(no_call(incident) or "")
    if shell.options.json:
        output.put_json({"incident": incident.id, "link": link})
    else:
        output.say(link)
    return DONE


def _calendar(shell: Shell, given: Given) -> int:
    from warroom.session.invite import LASTS, invitation

    path = shell.file()
    file = overview.read(path)
    if why_not := no_call(file.incident):
        raise Trouble(why_not)
    starts: When | None = given["at"]
    data = invitation(
        file.incident, wall_clock(), starts=starts.at if starts else None, lasts=given["for"] or LASTS,
        people=directory(where(shell.library.folder)),
    )  # fmt: skip
    out = given["out"] or "-"
    if out == "-":
        output.put_bytes(data)
        return DONE
    write(out, data, path, force=bool(given["force"]))
    count = f"{len(data):,}"
    output.say(say("{id} is in {out} ({count} bytes)", id=file.incident.id, out=out, count=count))
    return DONE


_INVITE: Final = (
    Arg("at", "time", "when it begins, if not now", required=False, flag=True),
    Arg("for", "duration", "how long it lasts (1h)", required=False, flag=True),
    Arg("out", "path", "a new file; - is standard output", required=False, flag=True),
    Arg("force", "switch", "replace an existing file", required=False, flag=True),
)
COMMANDS: Final = (
    command(
        "people", "whom the team can call; `people check` says what is wrong with their file", _people,
        Arg("who", "maybe_text", "a name, a system or a skill; or `check`", required=False),
        Arg("file", "path", "with `check`: another file", required=False),
    ),
    command("call", VERBS["call"].help, _call),
    command("invite", VERBS["invite"].help, _calendar, *_INVITE),
    command("calendar", "the same as `invite`", _calendar, *_INVITE),
)  # fmt: skip
