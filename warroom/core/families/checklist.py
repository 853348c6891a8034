"""What people say of the items of the checklist: done, open, in progress, skipped, and remarks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from warroom.core.checklist import Rule, check
from warroom.core.envelope import Event
from warroom.core.incident import Incident, Item, Remark, Thing
from warroom.core.language import later, say
from warroom.core.sentences import Say
from warroom.core.state import State
from warroom.core.verb import Arg, Given, Make, Refused, Verb
from warroom.core.vocabulary import ItemMark

_SET: Final[dict[ItemMark, str]] = {
    "done": later("ticked {item}"), "open": later("unticked {item}"), "in_progress": later("started {item}"),
    "skipped": later("skipped {item}: {why}"),
}  # fmt: skip
_IS: Final[dict[ItemMark, str]] = {
    "done": "done", "open": "open", "in_progress": "in progress", "skipped": "skipped",
}  # fmt: skip


def of_item(number: str) -> Thing:
    return Thing(later("item"), number)


def _named(incident: Incident, number: str) -> str:
    found = incident.playbook.item(number) if incident.playbook else None
    return f"{number} {found.title('en')}" if found else number


class ItemSet(Event, frozen=True, kw_only=True, tag="item.set", gc=False):
    quiet = True
    item: str
    """Its number in the playbook, such as `3.3`."""
    state: ItemMark
    why: str = ""

    def apply(self, state: State) -> None:
        held = state.items.get(self.item)
        same = held is not None and held.state == self.state
        state.claim(of_item(self.item), self, same=same)
        if same and self.state == "done":
            return  # the first tick has the credit
        state.items.put(self.item, Item(self.state, self.by, self.at, self.why, self.id))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say(_SET[self.state]).format(item=_named(incident, self.item), why=self.why)


class ItemNoted(Event, frozen=True, kw_only=True, tag="item.noted", gc=False):
    quiet = True
    item: str
    text: str

    def apply(self, state: State) -> None:
        before = state.remarks.get(self.item) or ()
        state.remarks.put(self.item, (*before, Remark(self.at, self.by, self.text)))

    def sentence(self, incident: Incident, say: Say) -> str:
        return say("on {item}: {text}").format(item=_named(incident, self.item), text=self.text)


Fact = ItemSet | ItemNoted


def _to(mark: ItemMark) -> Make:
    def make(incident: Incident, given: Given) -> Sequence[Event]:
        now = check(incident, given["item"])
        if now and now.state == mark:
            raise Refused(
                say(
                    "{number} is {state} already{by}",
                    number=now.number,
                    state=say(_IS[mark]),
                    by=f" ({say('by {person}', person=now.by)})" if now.by else "",
                )
            )
        head = incident.head(of_item(given["item"]))
        return [ItemSet(**given.stamp(), item=given["item"], state=mark, why=given["why"] or "", prev=head)]

    return make


def _comment(_incident: Incident, given: Given) -> Sequence[Event]:
    return [ItemNoted(**given.stamp(), item=given["item"], text=given["text"])]


_ITEM = Arg("item", "item", "which item (3.3)")

VERBS = (
    Verb(
        "tick", "checklist", "tick an item off", _to("done"), (_ITEM,), key="t", pane="steps", on="item",
        also="check done checklist", example=("tick 1.2",),
    ),
    Verb(
        "untick", "checklist", "open an item again", _to("open"), (_ITEM,), key="o", pane="steps", on="item",
        example=("tick 1.2", "untick 1.2"),
    ),
    Verb(
        "begin", "checklist", "mark an item as in progress", _to("in_progress"), (_ITEM,), key="b", pane="steps",
        on="item", example=("begin 2.3",),
    ),
    Verb(
        "skip", "checklist", "skip an item, with the reason", _to("skipped"),
        (_ITEM, Arg("why", "text", "the reason", flag=True, rest=True)), key="x", pane="steps", on="item",
        also="checklist not applicable", example=("skip 6.2 nothing to roll back",),
    ),
    Verb(
        "comment", "checklist", "leave a note on an item", _comment,
        (_ITEM, Arg("text", "text", "the note", rest=True)), key="c", pane="steps", on="item",
        example=("comment 2.3 the ticket is at the vendor",),
    ),
)  # fmt: skip
RULES: dict[str, Rule] = {}
