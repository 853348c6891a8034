"""The roster: who is here, in which role, and what is offered to whom."""

from __future__ import annotations

from warroom.core.verb import Arg, Verb
from warroom.screens.room.part import Part
from warroom.views.listing import Listing
from warroom.views.people import present, roster_list


class Roster(Part):
    """The people of the incident."""

    NAME = "roster"
    TITLE = "Roster"
    SIDE = "left"
    HINT = "Nobody is here yet: J joins."

    def source(self) -> Listing:
        return roster_list(self.look.incident, self.look.now, self.look.signs)

    def title(self) -> str:
        return f"{self.TITLE} {present(self.look.incident)}"

    def proposal(self, verb: Verb, arg: Arg) -> str:
        if verb.name not in ("handover", "release") or arg.kind != "role":
            return ""
        picked = self.subject()
        member = self.look.incident.member(picked.id) if picked.sort == "person" else None
        return member.roles[0] if member and member.roles else "ic"
