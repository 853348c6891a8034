"""What a key acts on: the thing behind the selected row."""

from __future__ import annotations

from typing import NamedTuple


class Chosen(NamedTuple):
    """What is selected: a sort as `Verb.on` names it (or another, which no verb acts on), and which one."""

    sort: str = ""
    id: str = ""
