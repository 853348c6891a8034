"""The roster: who is here, in which role, and what is offered to whom."""

from __future__ import annotations

from warroom.core.language import later, say
from warroom.screens.room.part import Part, Room
from warroom.screens.subject import Chosen
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
        return roster_list(
            look.incident,
            look.now,
            look.signs,
            person=look.person,
            people=look.people,
            consoles=look.consoles,
        )

    def title(self) -> str:
        return f"{say(self.TITLE)} {present(self.look.incident)}"

    def subject(self) -> Chosen:
        """Whoever could be called is a person like those who are here."""
        found = super().subject()
        return Chosen("person", found.id) if found.sort == "known" else found

    def enter(self) -> str:
        sort = super().subject().sort
        words = {
            "known": say("call in"),
            "vacant": say("take command"),
            "person": say("give a role"),
            "offer": say("accept"),
        }
        return words.get(sort, "")

    def chosen(self, room: Room) -> None:
        picked = super().subject()
        if picked.sort == "known":
            room.verb("page", person=picked.id)
        elif picked.sort == "vacant":
            room.verb("role", role=picked.id, person="me")
        elif picked.sort == "person":
            room.verb("role")
        elif picked.sort == "offer":
            offer = next((o for o in self.look.incident.offers if o.role == picked.id), None)
            if offer and offer.to == self.look.person:
                room.verb("accept", role=picked.id)
            elif offer:
                room.say(say("{person} has not accepted yet", person=offer.to), "warn")
