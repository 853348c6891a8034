"""One incident with something in every part of the report, and the same one filled with hostile text."""

from __future__ import annotations

from datetime import date

import pytest

from tests.helpers.story import Story, at
from warroom.core import events as ev
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
        ev.Declared, "23:30", "ani", title=say("Payment gateway down"), severity=2, zone="Asia/Jakarta"
    )
    told.tell(ev.PlaybookAdopted, "23:30", playbook=PLAYBOOK)
    told.tell(ev.SystemsNamed, "23:30", systems=(say("payments"), "checkout"))
    told.tell(ev.SymptomsDescribed, "23:30", text=say("HTTP 503 on /pay"))
    told.tell(ev.MilestoneMarked, "23:20", milestone="started", precision="about")
    told.log("23:25", say("Error rate 32 %"), "budi", category="alert", source=say("grafana"))
    looking = told.tell(
        ev.StatusChanged, "23:32", status="investigating", why=say("all hands"), prev=declared
    )
    told.tell(ev.RoleAssigned, "23:33", role="ic", person="ani")
    told.tell(ev.RoleAssigned, "23:34", role="ops", person="budi")
    told.tell(ev.Joined, "23:35", "citra", person="citra")
    told.tell(ev.SeverityChanged, "23:40", severity=1, why=say("all users"), prev=declared)
    wrong = told.log("23:50", say("restarted the wrong host"), "budi", category="action")
    told.tell(ev.EntryStruck, "23:55", entry=wrong, why=say("see next line"))
    fixed = told.log("23:58", "roll back v2.3.2 budi", "budi", category="action")
    told.tell(ev.EntryCorrected, "23:59", entry=fixed, text=say("rolled back to v2.3.1, said @budi"))
    told.tell(ev.EntryPinned, "23:59", entry=fixed)
    told.log(
        at("00:10", 1),
        say("keep v2.3.1 until load tests exist"),
        category="decision",
        recorded_at=at("02:00", 1),
    )
    told.tell(ev.UpdatePosted, at("00:20", 1), text=say("payments recover"), next_at=at("00:40", 1))
    told.tell(ev.Left, at("00:35", 1), "citra", person="citra")
    leak = told.tell(ev.HypothesisRaised, "23:45", text=say("memory leak in v2.3.2"))
    told.tell(ev.HypothesisJudged, "23:57", hypothesis=leak, verdict="confirmed", why=say("heap dump"))
    told.tell(ev.HypothesisRaised, "23:46", text=say("a slow disk"))
    net = told.tell(ev.HypothesisRaised, "23:47", text=say("the network"))
    told.tell(ev.HypothesisJudged, "23:48", hypothesis=net, verdict="ruled_out", why=say("no loss"))
    told.tell(
        ev.ImpactWindow,
        "23:59",
        starts=at("23:20"),
        ends=at("00:05", 1),
        level="full",
        component=say("payments"),
    )
    told.tell(ev.ImpactMeasured, "23:59", what="users", amount="1210000", unit=say("people"), estimate=True)
    told.tell(ev.ItemSet, "23:41", item="1.1", state="done")
    told.tell(ev.ItemSet, "23:42", item="1.2", state="skipped", why=say("no disk left"))
    for section in ("cause", "factors", "trigger", "learnings"):
        told.tell(ev.SectionWritten, at("01:00", 1), section=section, text=say(f"about the {section}"))
    told.tell(
        ev.ActionAdded,
        at("01:00", 1),
        text=say("alert on memory"),
        owner="budi",
        due=date(2026, 11, 23),
        type="detect",
    )
    told.tell(ev.ActionAdded, at("01:01", 1), text=say("load tests"), owner="Tech Lead")
    told.tell(ev.NotesSaved, at("01:02", 1), text=say("call the bank"))
    told.tell(ev.StatusChanged, at("00:50", 1), status="resolved", prev=looking)
    return told


@pytest.fixture
def story() -> Story:
    return tell()
