"""What came of one attempt to send something, in words that never hold an address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, NamedTuple

from warroom.core.language import later, say

Result = Literal["ok", "again", "failed", "unknown"]
"""It went out; it did not, and may be tried again; it did not, and trying again is no use; nobody can know."""

REASONS: Final[dict[str, str]] = {
    "refused": later("the connection was refused"),
    "name": later("the name of the server is not known"),
    "connect": later("the server could not be reached in time"),
    "silent": later("the server did not answer in time"),
    "cut": later("the connection was cut"),
    "tls": later("the server's certificate could not be verified"),
    "network": later("there is no way to the network"),
    "status": later("the server answered {detail}"),
    "redirect": later("the server points to another address ({detail}); correct the address"),
    "smtp": later("the mail server answered {detail}"),
    "login": later("the server does not accept the name and password"),
    "rights": later("the server does not accept the token ({detail})"),
    "place": later("the server knows no such place ({detail}); look at the address and the project"),
    "fields": later("the server does not take these fields ({detail})"),
    "many": later("the server wants fewer requests"),
    "answer": later("the server's answer can't be read"),
    "address": later("the address is not understood"),
    "library": later("{detail} is not installed; run: pip install 'warroom[{extra}]'"),
    "channel": later("the channel did not take it"),
    "settings": later("{detail}"),
    "killed": later("the sender was stopped in the middle"),
    "crash": later("the sender failed ({detail})"),
}  # fmt: skip


class Outcome(NamedTuple):
    """`parts`: so many messages have gone out. `after`: the server asked for so many seconds of patience."""

    result: Result
    reason: str = ""
    detail: str = ""
    parts: int = 0
    after: float | None = None
    url: str = ""
    """Of a ticket: its address."""
    name: str = ""

    @property
    def why(self) -> str:
        """The reason in words, in the language of this process; "" where there is none."""
        words = REASONS.get(self.reason, "")
        extra = "notify" if self.detail == "apprise" else "tickets"
        return say(words).format(detail=self.detail, extra=extra) if words else ""


def from_answer(answer: Mapping[str, Any]) -> Outcome:
    """An outcome that another process wrote; what is odd in it becomes `unknown`."""
    result = answer.get("result")
    if result not in ("ok", "again", "failed", "unknown"):
        return Outcome("unknown", "answer")
    after = answer.get("after")
    return Outcome(
        result, str(answer.get("reason", "")), str(answer.get("detail", ""))[:200], int(answer.get("parts", 0)),
        float(after) if isinstance(after, int | float) else None, str(answer.get("url", "")), str(answer.get("name", "")),
    )  # fmt: skip
