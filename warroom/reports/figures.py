"""The words for figures: what each is called, how it is defined, why it is missing, what contradicts what.

`core.metrics` gives the data; here it becomes sentences in the reader's language.
"""

from __future__ import annotations

from typing import Final

from warroom.core.language import Language, later
from warroom.core.metrics import Contradiction, Lack, Metric, Name
from warroom.core.vocabulary import MILESTONE_NAMES, Milestone

FIGURE_NAMES: Final[dict[Name, str]] = {
    "ttd": later("Time to detect"), "tta": later("Time to acknowledge"), "ttm": later("Time to mitigate"),
    "ttr": later("Time to resolve"), "downtime": later("Downtime"), "degraded": later("Degraded"),
    "to_declare": later("Time to declare"), "to_first_update": later("Time to the first update"),
    "latent": later("Cause unnoticed"),
}  # fmt: skip
DEFINITIONS: Final[dict[Name, str]] = {
    "ttd": later("detected - started"), "tta": later("acknowledged - detected"), "ttm": later("mitigated - started"),
    "ttr": later("resolved - started"), "downtime": later("union of the full impact windows"),
    "degraded": later("union of the degraded impact windows, less the full ones"),
    "to_declare": later("declared - detected"), "to_first_update": later("first update - started"),
    "latent": later("started - cause came in"),
}  # fmt: skip
ASSUMED: Final = later("from start to end, no window recorded")


def definition(say: Language, metric: Metric) -> str:
    """What the figure means, in this incident."""
    return say(ASSUMED if metric.assumed else DEFINITIONS[metric.name])


def missing(say: Language, lack: Lack) -> str:
    """Why there is no figure: `mitigated not recorded`."""
    if lack.kind == "no_window":
        return say("no impact window recorded")
    if lack.kind == "unrecorded":
        names = f" {say('and')} ".join(milestone(say, m) for m in lack.milestones)
        return say("{what} not recorded", what=names)
    if lack.kind == "before_impact":
        return say("detected before the impact began")
    return _before(say, *lack.milestones)


def _before(say: Language, then: Milestone, first: Milestone) -> str:
    return say("{then} lies before {first}", then=milestone(say, then), first=milestone(say, first))


def contradiction(say: Language, found: Contradiction) -> str:
    """What cannot be true, as a clause without a full stop."""
    if found.kind == "reversed":
        return _before(say, *found.milestones)
    if found.kind == "future":
        return say("{milestone} lies in the future", milestone=milestone(say, found.milestones[0]))
    if found.kind == "resolved_but_open":
        return say("it is marked as resolved, but still open: resolve it, or take the mark back")
    if found.kind == "window_future":
        return say("an impact window lies in the future")
    return say("an impact window ends before it starts")


def milestone(say: Language, name: Milestone) -> str:
    return say(MILESTONE_NAMES[name])
