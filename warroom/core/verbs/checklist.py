"""Verbs of the checklist: tick, untick, begin, skip, comment."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.core import events as ev
from warroom.core.checklist import check
from warroom.core.incident import Incident
from warroom.core.verbs.registry import Arg, Given, Make, Refused, Verb

_ITEM = Arg("item", "item", "which item (3.3)")
_SAID: dict[ev.ItemMark, str] = {
    "done": "done", "open": "open", "in_progress": "in progress", "skipped": "skipped",
}  # fmt: skip


def _to(state: ev.ItemMark) -> Make:
    def make(incident: Incident, given: Given) -> Sequence[ev.Event]:
        now = check(incident, given["item"])
        if now and now.state == state:
            raise Refused(f"{now.number} is {_SAID[state]} already{f' (by {now.by})' if now.by else ''}")
        head = incident.heads.get(f"item.{given['item']}", "")
        return [given.fact(ev.ItemSet, item=given["item"], state=state, why=given["why"] or "", prev=head)]

    return make


def _comment(_incident: Incident, given: Given) -> Sequence[ev.Event]:
    return [given.fact(ev.ItemNoted, item=given["item"], text=given["text"])]


VERBS = (
    Verb("tick", "checklist", "tick an item off", _to("done"), (_ITEM,), key="t", pane="steps", on="item"),
    Verb("untick", "checklist", "open an item again", _to("open"), (_ITEM,), key="o", pane="steps", on="item"),
    Verb("begin", "checklist", "mark an item as in progress", _to("in_progress"), (_ITEM,), key="b", pane="steps", on="item"),
    Verb(
        "skip", "checklist", "skip an item, with the reason", _to("skipped"),
        (_ITEM, Arg("why", "text", "the reason", flag=True, rest=True)), key="x", pane="steps", on="item",
    ),
    Verb(
        "comment", "checklist", "leave a note on an item", _comment,
        (_ITEM, Arg("text", "text", "the note", rest=True)), key="c", pane="steps", on="item",
    ),
)  # fmt: skip
