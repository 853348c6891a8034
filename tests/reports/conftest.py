"""One incident with something in every part of the report, and the same one filled with hostile text."""

from __future__ import annotations

from datetime import date

import pytest

from tests.helpers.story import Story, at
from warroom.core.families.checklist import ItemSet
from warroom.core.families.declaration import Declared, PlaybookAdopted, SymptomsDescribed, SystemsNamed
from warroom.core.families.entries import EntryCorrected, EntryPinned, EntryStruck
from warroom.core.families.followups import ActionAdded
from warroom.core.families.hypotheses import HypothesisJudged, HypothesisRaised
from warroom.core.families.impact import ImpactMeasured, ImpactWindow
from warroom.core.families.milestones import MilestoneMarked
from warroom.core.families.notes import NotesSaved
from warroom.core.families.roster import Joined, Left, RoleAssigned
from warroom.core.families.sections import SectionWritten
from warroom.core.families.severity import SeverityChanged, StatusChanged
from warroom.core.families.updates import UpdatePosted
from warroom.core.playbook import Item, Playbook, Severity, Step

PLAYBOOK = Playbook(
    "ten-steps",
    (
        Step(1, {"en": "Identify", "id": "Kenali"}, (
            Item("1.1", {"en": "name the symptoms", "id": "sebutkan gejala"}),
            Item("1.2", {"en": "collect the logs", "id": "kumpulkan log"}),
        )),
        Step(2, {"en": "Escalate", "id": "Eskalasi"}, (Item("2.1", {"en": "tell the stakeholders"}),)),
    ),
    severities=(Severity(1, {"en": "Critical"}, {"en": "x"}, update_minutes=30, roles=("ic", "comms")),),
)  # fmt: skip


def tell(text: str = "") -> Story:
    """A whole incident over midnight; `text` is added to everything that a person can write."""
    told = Story()
    say = lambda words: f"{text}{words}{text}"  # noqa: E731
    declared = told.tell(
        Declared, "23:30", "ani", title=say("Payment gateway down"), severity=2, zone="Asia/Jakarta"
    )
    told.tell(PlaybookAdopted, "23:30", playbook=PLAYBOOK)
    told.tell(SystemsNamed, "23:30", systems=(say("payments"), "checkout"))
    told.tell(SymptomsDescribed, "23:30", text=say("HTTP 503 on /pay"))
    told.tell(MilestoneMarked, "23:20", milestone="started", precision="about")
    told.log("23:25", say("Error rate 32 %"), "budi", category="alert", source=say("grafana"))
    looking = told.tell(StatusChanged, "23:32", status="investigating", why=say("all hands"), prev=declared)
    told.tell(RoleAssigned, "23:33", role="ic", person="ani")
    told.tell(RoleAssigned, "23:34", role="ops", person="budi")
    told.tell(Joined, "23:35", "citra", person="citra")
    told.tell(SeverityChanged, "23:40", severity=1, why=say("all users"), prev=declared)
    wrong = told.log("23:50", say("restarted the wrong host"), "budi", category="action")
    told.tell(EntryStruck, "23:55", entry=wrong, why=say("see next line"))
    fixed = told.log("23:58", "roll back v2.3.2 budi", "budi", category="action")
    told.tell(EntryCorrected, "23:59", entry=fixed, text=say("rolled back to v2.3.1, said @budi"))
    told.tell(EntryPinned, "23:59", entry=fixed)
    told.log(
        at("00:10", 1),
        say("keep v2.3.1 until load tests exist"),
        category="decision",
        recorded_at=at("02:00", 1),
    )
    told.tell(UpdatePosted, at("00:20", 1), text=say("payments recover"), next_at=at("00:40", 1))
    told.tell(Left, at("00:35", 1), "citra", person="citra")
    leak = told.tell(HypothesisRaised, "23:45", text=say("memory leak in v2.3.2"))
    told.tell(HypothesisJudged, "23:57", hypothesis=leak, verdict="confirmed", why=say("heap dump"))
    told.tell(HypothesisRaised, "23:46", text=say("a slow disk"))
    net = told.tell(HypothesisRaised, "23:47", text=say("the network"))
    told.tell(HypothesisJudged, "23:48", hypothesis=net, verdict="ruled_out", why=say("no loss"))
    told.tell(
        ImpactWindow,
        "23:59",
        starts=at("23:20"),
        ends=at("00:05", 1),
        level="full",
        component=say("payments"),
    )
    told.tell(ImpactMeasured, "23:59", what="users", amount="1210000", unit=say("people"), estimate=True)
    told.tell(ItemSet, "23:41", item="1.1", state="done")
    told.tell(ItemSet, "23:42", item="1.2", state="skipped", why=say("no disk left"))
    for section in ("cause", "factors", "trigger", "learnings"):
        told.tell(SectionWritten, at("01:00", 1), section=section, text=say(f"about the {section}"))
    told.tell(
        ActionAdded,
        at("01:00", 1),
        text=say("alert on memory"),
        owner="budi",
        due=date(2026, 11, 23),
        type="detect",
    )
    told.tell(ActionAdded, at("01:01", 1), text=say("load tests"), owner="Tech Lead")
    told.tell(NotesSaved, at("01:02", 1), text=say("call the bank"))
    told.tell(StatusChanged, at("00:50", 1), status="resolved", prev=looking)
    return told


@pytest.fixture
def story() -> Story:
    return tell()
