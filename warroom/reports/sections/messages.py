"""What was said about it: the messages that were kept, for colleagues and for customers."""

from __future__ import annotations

from collections.abc import Iterator

from warroom.core.language import later
from warroom.reports.context import Context
from warroom.reports.document import Piece
from warroom.reports.sections.builder import Builder, under


def _build(context: Context) -> Iterator[Piece]:
    yield from under(context, context.say("To colleagues"), "internal_message")
    yield from under(context, context.say("To customers"), "external_message")


MESSAGES = Builder("messages", later("What was said"), _build)
