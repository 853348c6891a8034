"""What every screen of one console shares: who, which signs and zone, where drafts and the library are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from textual.app import App

from warroom.views.lines import UTF8, Signs


class Drafts(Protocol):
    """Keeps half-typed lines."""

    def load(self, incident_id: str, person: str) -> str: ...

    def save(self, incident_id: str, person: str, text: str) -> None: ...

    def clear(self, incident_id: str, person: str) -> None: ...


class NoDrafts:
    """Keeps nothing."""

    def load(self, incident_id: str, person: str) -> str:
        return ""

    def save(self, incident_id: str, person: str, text: str) -> None: ...

    def clear(self, incident_id: str, person: str) -> None: ...


@dataclass(frozen=True)
class Context:
    library: Path
    person: str
    zone: str = "UTC"
    """IANA name of this machine's zone."""
    signs: Signs = UTF8
    language: str = "en"
    drafts: Drafts = field(default_factory=NoDrafts)
    keymap: Mapping[str, str] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()
    """What is wrong with the person's own settings, a line each."""
    leave: Callable[[App[Any]], None] = lambda app: app.exit()
    """Where `q` goes: back to the incidents, or out."""
