"""The roster: who is here, in which role, and what is offered to whom."""

from __future__ import annotations

from warroom.core.language import later, say
from warroom.screens.room.part import Part, Room
from warroom.views.listing import Listing
from warroom.views.people import present, roster_list


class Roster(Part):
    """The people of the incident."""

    NAME = "roster"
    TITLE = later("Roster")
    SIDE = "left"
    HINT = later("Nobody is here yet: J joins.")

    def source(self) -> Listing:
        look = self.look
        return roster_list(look.incident, look.now, look.signs, person=look.person)

    def title(self) -> str:
        return f"{say(self.TITLE)} {present(self.look.incident)}"

    def enter(self) -> str:
        sort = self.subject().sort
        words = {"vacant": say("take command"), "person": say("give a role"), "offer": say("accept")}
        return words.get(sort, "")

    def chosen(self, room: Room) -> None:
        picked = self.subject()
        if picked.sort == "vacant":
            room.verb("role", role=picked.id, person="me")
        elif picked.sort == "person":
            room.verb("role")
        elif picked.sort == "offer":
            offer = next((o for o in self.look.incident.offers if o.role == picked.id), None)
            if offer and offer.to == self.look.person:
                room.verb("accept", role=picked.id)
            elif offer:
                room.say(say("{person} has not accepted yet", person=offer.to), "warn")
