"""Commands about whether a record can be trusted: prove it, seal it, and ask before something is taken out of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.failure import DONE, NEEDS_REPAIR, NOT_DONE, Trouble
from warroom.cli.shell import Shell
from warroom.core import registry
from warroom.core.clock import IdMaker
from warroom.core.codec import fields
from warroom.core.families.log import Sealed
from warroom.core.language import later, many, say
from warroom.core.text import for_terminal
from warroom.core.verb import Arg, Circumstance, Given, Verb
from warroom.session import overview
from warroom.storage.trust import seals
from warroom.storage.trust.head import parsed
from warroom.storage.trust.verify import Verification, verify

if TYPE_CHECKING:
    from warroom.session.room import Room

_CAVEAT: Final = later("  not proven: ")


def _verify(shell: Shell, given: Given) -> int:
    head = parsed(given["head"]) if given["head"] else None
    path = shell.path(given["id"])
    report = verify(path, head=head)
    status = DONE if report.ok else NEEDS_REPAIR
    if shell.options.json:
        output.put_json(_as_json(report))
        return status
    writers = many(len(report.origins), "{n} writer", "{n} writers")
    problems = many(len(report.problems), "{n} problem", "{n} problems")
    verdict = say("whole, in order and unaltered") if report.ok else problems
    events = many(report.events, "{n} event", "{n} events")
    output.say(
        say(
            "{path}: {events} of {writers}: {verdict}",
            path=path,
            events=events,
            writers=writers,
            verdict=verdict,
        )
    )
    for problem in report.problems:
        output.say(f"  ✗ {problem}")
    held = say("; it still holds that of {head}", head=head) if report.holds else ""
    output.say(say("  head {head}", head=report.head) + held)
    for seal in report.seals:
        if seal.counts:
            output.say(say("  line {line}: {words}", line=seal.line, words=seal.words))
    if report.redacted:
        output.say(
            say(
                "  {redacted} redacted, on record: the text is gone, the place in the chain holds",
                redacted=many(report.redacted, "{n} line", "{n} lines"),
            )
        )
    for caveat in report.unproven:
        output.say(f"{say(_CAVEAT)}{caveat}")
    if not report.ok:
        output.note(
            say(
                "{path}: `warroom repair {path}` salvages what is whole into a new file",
                path=path,
            )
        )
    return status


def _as_json(report: Verification) -> dict[str, Any]:
    return {
        "file": report.path, "ok": report.ok, "events": report.events, "head": str(report.head), "holds": report.holds,
        "origins": report.origins, "problems": report.problems, "unproven": report.unproven, "unsealed": report.unsealed,
        "redacted": report.redacted,
        "seals": [
            {"line": s.line, "counts": s.counts, "says": s.words or s.problem, "heads": s.heads} for s in report.seals
        ],
    }  # fmt: skip


def _seal(shell: Shell, given: Given) -> int:
    path = shell.path(given["id"])
    report = verify(path)
    if not report.ok:
        raise Trouble(
            say(
                "{path}: {problems}, and a seal would vouch for them; `warroom verify {path}` lists them",
                path=path,
                problems=many(len(report.problems), "{n} problem", "{n} problems"),
            ),
            NEEDS_REPAIR,
        )
    room = shell.room(str(path))
    heads, rests = seals.heads_of(overview.read(path).lines)
    if not heads:
        raise Trouble(say("{path}: there is nothing in it to seal", path=path))
    now = room.now
    bare = Sealed(
        id=IdMaker(os.urandom).new(now), at=now, by=shell.person, heads=heads, signer="", key="", signature=""
    )
    text = seals.statement(room.incident.id, fields(bare)["at"], shell.person, heads, rests)
    from warroom.storage.trust import signing

    signed = signing.sign(text, given["key"] or "")
    mark = signing.fingerprint(signed.key)
    event = Sealed(
        id=bare.id,
        at=now,
        by=shell.person,
        heads=heads,
        signer=mark,
        key=signed.key,
        signature=signed.armored,
        rests=rests,
    )
    room.take_in([event])
    shell.changed(room)
    if shell.options.json:
        output.put_json({"incident": room.incident.id, "id": event.id, "signer": mark, "heads": heads})
    else:
        sealed = many(sum(n for n, _ in heads.values()), "{n} event", "{n} events")
        output.say(
            say(
                "sealed {sealed} of {heads} in {id} with {mark}",
                sealed=sealed,
                heads=many(len(heads), "{n} writer", "{n} writers"),
                id=room.incident.id,
                mark=mark,
            )
        )
    return DONE


def confirmed(verb: Verb, room: Room, tokens: Sequence[str]) -> list[str]:
    """The words without `--yes`, once the person has said yes to what they name.

    Raises:
        Refused: the words do not fit.
        Trouble: the answer was no, or nobody is there to answer.
    """
    words = [word for word in tokens if word != "--yes"]
    why_not = verb.off(room.incident)
    given = Circumstance(room.person, room.now, room.zone(), str)
    question = registry.question(verb, words, room.incident, given)
    if why_not or len(words) < len(tokens):
        return words
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        raise Trouble(
            say("{question} Nobody is here to answer; nothing was changed. --yes says yes", question=question)
        )
    print(f"{for_terminal(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Trouble(say("nothing was changed"), NOT_DONE)
    return words


COMMANDS: Final = (
    command(
        "verify", "prove that a file is whole, in order and unaltered", _verify,
        Arg("id", "path", "which incident, or a file", required=False),
        Arg("head", "text", "COUNT:HASH of a report: whether the file still holds what it held then", required=False, flag=True),
    ),
    command(
        "seal", "sign what the log holds so far with your ssh key", _seal,
        Arg("id", "path", "which incident, or a file", required=False),
        Arg("key", "path", "a private key, or the public half of one that an agent holds", required=False, flag=True),
    ),
)  # fmt: skip
