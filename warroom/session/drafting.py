"""A message drafted for the editor: on the desk's thread, because the channels stand in a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import NamedTuple

from warroom.core import audiences
from warroom.core.incident import Incident
from warroom.core.language import many, say, spoken
from warroom.outreach.channels import Settings, sort_of
from warroom.reports.can import draft, long_form
from warroom.reports.context import context
from warroom.session.channels import BadSettings, read_settings, secret_of
from warroom.session.posting import channels_of, language_of


class Drafted(NamedTuple):
    """`audiences`: their ids, with commas. `goes`: where it will be sent, or why nowhere. `remark`: what to mind."""

    audiences: str
    named: str
    text: str
    language: str
    goes: str
    remark: str = ""
    plan: bool = False


def drafted(
    incident: Incident, named: Sequence[str], now: datetime, zone: tzinfo, *, plan: bool = False
) -> Drafted:
    """For one audience or several. Where one of them is outside, what all of them get is made for outside."""
    problem = ""
    try:
        settings = read_settings()
    except BadSettings as error:
        settings, problem = Settings(), str(error)
    first = next((a for a in named if audiences.is_outside(incident, a)), named[0] if named else "responders")
    code = language_of(incident, settings, first)
    seen = context(incident, now, code, zone)
    made = draft(seen, first, plan=plan)
    names = ", ".join(audiences.called(incident, a, spoken(), spoken().code) for a in named) or say(
        "nobody in particular"
    )
    return Drafted(
        ",".join(named), names, long_form(made, seen), code, problem or _goes(incident, settings, named),
        _remark(made.left_out) if made.outside else "", plan,
    )  # fmt: skip


def _goes(incident: Incident, settings: Settings, named: Sequence[str]) -> str:
    found: list[str] = []
    for audience in named:
        for channel in channels_of(incident, settings, audience):
            try:
                sort = sort_of(secret_of(settings.channel[channel]))
            except BadSettings as error:
                return str(error)
            found.append(f"{channel} ({sort})")
    if found:
        return say("goes to {channels}", channels=", ".join(dict.fromkeys(found)))
    return say("no channel is set: it is recorded, and you tell them yourself")


def _remark(left_out: int) -> str:
    told = say("Goes outside: the draft holds only what is marked as safe.")
    if not left_out:
        return told
    left = many(left_out, "{n} act was left out.", "{n} acts were left out.")
    return f"{told} {left}"
