"""Commands that tell people: what would be said, what waits to be sent, whether a channel works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from msgspec import structs

from warroom.cli import output
from warroom.cli.command import Command, command
from warroom.cli.failure import DONE, MISUSED, NOT_DONE, Trouble
from warroom.cli.shell import Shell
from warroom.core import audiences
from warroom.core.arguments import read
from warroom.core.clock import zone
from warroom.core.incident import Incident
from warroom.core.language import LANGUAGES, language, later, many, say, spoken
from warroom.core.registry import VERBS
from warroom.core.shortening import short_form
from warroom.core.text import clean, for_terminal
from warroom.core.verb import Arg, Circumstance, Given, Verb

_STDIN: Final = 256 * 1024
_OWN: Final = (
    Arg("draft", "switch", "print a draft for the audience, and do nothing", required=False, flag=True),
    Arg("dry_run", "switch", "show what would go where, and do nothing", required=False, flag=True),
    Arg("lang", "text", "the draft's language, en or id", required=False, flag=True),
)


# -- update ----------------------------------------------------------------------------------------


def _update(shell: Shell, tokens: Sequence[str]) -> int:
    """The verb, with a draft or a rehearsal where one is wanted. `-` as the text: standard input."""
    own, rest = _sorted(tokens)
    if own.keys() & {"draft", "dry-run"}:
        return _rehearse(shell, own, rest)
    if "lang" in own:
        raise Trouble(say("--lang goes with --draft and --dry-run"), MISUSED)
    if rest[-1:] == ["-"]:
        data = output.stdin_bytes(_STDIN)
        rest = [*rest[:-1], "--", data.decode("utf-8", "replace")]
    from warroom.cli import acts

    return acts.run(shell, "update", rest)


def _sorted(tokens: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What is ours, and what is the verb's; behind `--` everything is the text."""
    own: dict[str, str] = {}
    rest: list[str] = []
    words = list(tokens)
    while words:
        word = words.pop(0)
        if word == "--":
            return own, [*rest, word, *words]
        name, equals, value = word.removeprefix("--").partition("=")
        if word in ("--draft", "--dry-run"):
            own[name] = "yes"
        elif word.startswith("--") and name == "lang":
            own[name] = value if equals else words.pop(0) if words else ""
            if own[name] not in LANGUAGES:
                raise Trouble(say("--lang is one of {languages}", languages=", ".join(LANGUAGES)), MISUSED)
        else:
            rest.append(word)
    return own, rest


def _rehearse(shell: Shell, own: dict[str, str], rest: Sequence[str]) -> int:
    from warroom.reports.can import draft, long_form
    from warroom.reports.context import context
    from warroom.session.posting import composed, language_of

    room = shell.room()
    incident, now = room.incident, room.now
    words = [*rest, *([] if "--" in rest else ["--"]), ""]
    given = read(_LOOSE, words, incident, Circumstance(shell.person, now, room.zone(), str))
    settings = _settings_or_none()
    named = given["audience"] or ("responders",)
    reader = zone(shell.options.zone) if shell.options.zone else None
    found: list[dict[str, Any]] = []
    for audience in named:
        code = own.get("lang") or language_of(incident, settings, audience)
        seen = context(incident, now, code, reader)
        drafted = draft(seen, audience, plan=bool(given["plan"]), after=given["next"])
        text = composed(given["text"], drafted.next_at, seen) if given["text"] else long_form(drafted, seen)
        found.append(
            {
                "audience": audience, "outside": drafted.outside, "language": code, "subject": drafted.subject,
                "text": text, "short": short_form(text, language(code)), "left_out": drafted.left_out,
                "channels": _targets(incident, settings, audience),
            }
        )  # fmt: skip
    if shell.options.json:
        output.put_json({"incident": incident.id, "sent": False, "messages": found})
    elif "draft" in own:
        _put_drafts(found)
    else:
        _put_rehearsal(incident, found)
    return DONE


def _put_drafts(found: Sequence[dict[str, Any]]) -> None:
    for number, one in enumerate(found):
        output.put_text(("\n" if number else "") + for_terminal(one["text"], multiline=True) + "\n")
        if one["left_out"]:
            output.note(_left_out(one["left_out"]))


def _left_out(count: int) -> str:
    return many(
        count,
        "{n} act is left out: it goes outside only when marked as safe (warroom safe ENTRY)",
        "{n} acts are left out: they go outside only when marked as safe (warroom safe ENTRY)",
    )


def _put_rehearsal(incident: Incident, found: Sequence[dict[str, Any]]) -> None:
    for one in found:
        name = audiences.called(incident, one["audience"], spoken(), spoken().code)
        where = ", ".join(f"{c['name']} ({c['sort'] or c['problem']})" for c in one["channels"])
        output.say(f"{name}: {where or say('no channel is set for them')}")
        for channel in one["channels"]:
            most = channel["limit"]
            if most and len(one["text"]) > most:
                how = say("in several messages") if channel["long"] == "split" else say("in its short form")
                output.say(f"  {channel['name']}: {how} ({most})")
        output.say(f"  {one['subject']}")
        for line in one["text"].split("\n"):
            output.say(f"  {line}".rstrip())
        if one["left_out"]:
            output.note(_left_out(one["left_out"]))
    output.note(say("nothing was recorded and nothing was sent"))


def _targets(incident: Incident, settings: Any, audience: str) -> list[dict[str, Any]]:
    from warroom.outreach.channels import sort_of
    from warroom.session.channels import BadSettings, secret_of
    from warroom.session.posting import channels_of

    found = []
    for name in channels_of(incident, settings, audience):
        channel, sort, problem = settings.channel[name], "", ""
        try:
            sort = f"{sort_of(secret_of(channel))}://…"
        except BadSettings as error:
            problem = str(error)
        found.append(
            {"name": name, "sort": sort, "problem": problem, "limit": channel.limit, "long": channel.long}
        )
    return found


def _settings() -> Any:
    """The channels.

    Raises:
        Trouble: they can't be read; the message says what to do.
    """
    from warroom.session.channels import BadSettings, read_settings

    try:
        return read_settings()
    except BadSettings as error:
        raise Trouble(str(error)) from None


def _settings_or_none() -> Any:
    """The same, where one can do without them: what is wrong is a remark."""
    from warroom.outreach.channels import Settings

    try:
        return _settings()
    except Trouble as error:
        output.note(str(error))
        return Settings()


# -- what waits ------------------------------------------------------------------------------------


def _outbox(shell: Shell, given: Given) -> int:
    from warroom.session.sending import Sending, waiting

    sending = Sending(shell.library.folder)
    act = given["act"] or "list"
    if act in ("retry", "drop"):
        for job_id in _meant(given["id"], [w.id for w in waiting(sending.spool)]):
            (sending.retry if act == "retry" else sending.drop)(job_id)
    left = sending.pass_once(at_once=True) if act in ("send", "retry") else waiting(sending.spool)
    if shell.as_json:
        output.put_json({"outbox": [w._asdict() for w in left]})
    else:
        _put_outbox(shell, left)
    return NOT_DONE if act in ("send", "retry") and left else DONE


def _meant(part: str | None, there: Sequence[str]) -> list[str]:
    if not part:
        raise Trouble(say("say which: a part of its id, or all; `warroom outbox` lists them"), MISUSED)
    found = list(there) if part == "all" else [one for one in there if one.startswith(part.lower())]
    if not found or (len(found) > 1 and part != "all"):
        raise Trouble(
            say("{part} fits {count} of the messages in the outbox", part=clean(part), count=len(found))
        )
    return found


_STATES: Final = {
    "ready": later("waits"), "sending": later("is being sent"), "sent": later("sent, not yet recorded"),
    "failed": later("failed"), "unknown": later("not known whether it arrived"),
}  # fmt: skip


def _put_outbox(shell: Shell, left: Sequence[Any]) -> None:
    if not left:
        output.say(say("nothing waits to be sent"))
        return
    heads = [say(h) for h in ("Id", "Incident", "To", "State", "Why")]
    rows = [
        [w.id[:8], w.incident, f"{w.audience} {w.target}".strip(), say(_STATES.get(w.state, w.state)), w.why]
        for w in left
    ]
    output.put_lines(output.table(heads, rows), colour=shell.colour)


# -- channels --------------------------------------------------------------------------------------


def _notify(shell: Shell, given: Given) -> int:
    from warroom.outreach.channels import sort_of
    from warroom.session.channels import BadSettings, channels_file, secret_of

    settings = _settings()
    if given["act"] == "list":
        return _put_channels(shell, settings)
    name = given["channel"] or ""
    channel = settings.channel.get(name)
    if channel is None:
        there = ", ".join(settings.channel) or say("none yet")
        raise Trouble(
            say(
                "your settings have no channel {name}; there are: {there} ({path})",
                name=clean(name) or "?", there=there, path=channels_file(),
            )
        )  # fmt: skip
    try:
        address = secret_of(channel)
    except BadSettings as error:
        raise Trouble(f"{name}: {error}") from None
    subject = say("A test of warroom")
    text = say(
        "{person} tries out the channel {channel}. Nothing has happened.", person=shell.person, channel=name
    )
    if given["dry_run"]:
        output.say(f"{name} ({sort_of(address)}://…): {subject}: {text}")
        output.note(say("nothing was sent"))
        return DONE
    from warroom.outreach.courier import carry

    job = {
        "kind": "notice", "address": address, "subject": subject, "text": text, "limit": channel.limit,
        "long": channel.long, "language": spoken().code,
    }  # fmt: skip
    came = carry(job)
    if came.result != "ok":
        raise Trouble(f"{name}: {came.why or say('the channel did not take it')}")
    output.say(say("{channel}: the test went out", channel=name))
    return DONE


def _put_channels(shell: Shell, settings: Any) -> int:
    from warroom.session.channels import channels_file

    rows = [(audience, _targets(Incident(), settings, audience)) for audience in settings.audience]
    if shell.as_json:
        output.put_json({"file": channels_file(), "audiences": dict(rows)})
        return DONE
    output.say(channels_file())
    for name, found in rows:
        output.say(
            f"  {name}: {', '.join(c['name'] + ' (' + (c['sort'] or c['problem']) + ')' for c in found)}"
        )
    if not rows:
        output.say(say("  no audience has a channel yet; `docs/guide.md` shows how to set one"))
    return DONE


def _words(name: str) -> Verb:
    """The verb as the shell takes it: with what only the shell does."""
    verb = VERBS[name]
    return structs.replace(verb, args=(*verb.args, *_OWN))


_TEXT: Final = Arg("text", "pad", "what they are told", required=False, rest=True)
_LOOSE: Final = structs.replace(
    VERBS["update"], args=tuple(_TEXT if arg.name == "text" else arg for arg in VERBS["update"].args)
)
"""The verb where its text may be left out."""

COMMANDS: Final = (
    Command(_words("update"), _update),
    command(
        "outbox", "what waits to be sent; send it, try it again, or take it out", _outbox,
        Arg("act", "choice", "list, send, retry or drop", required=False, choices=("list", "send", "retry", "drop")),
        Arg("id", "text", "which message, for retry and drop: a part of its id, or all", required=False),
    ),
    command(
        "notify", "look at the channels of your settings, or try one out", _notify,
        Arg("act", "choice", "list or test", choices=("list", "test")),
        Arg("channel", "text", "which channel", required=False),
        Arg("dry_run", "switch", "show what would go out, and send nothing", required=False, flag=True),
    ),
)  # fmt: skip
