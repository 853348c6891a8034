"""What a campaign counts, and what it found wrong."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import Any

SHOWN = 20
"""So many findings are told in words; all are counted."""


@dataclass
class Tally:
    """`lost`: acknowledged events that were gone. `person`: files that did not open, or not without help."""

    name: str
    runs: int = 0
    faults: int = 0
    acknowledged: int = 0
    lost: int = 0
    person: int = 0
    findings: int = 0
    told: list[str] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    _began: float = field(default_factory=time.monotonic)

    def found(self, what: str, *, lost: int = 0, person: int = 0) -> None:
        """Something that must not be."""
        self.findings += 1
        self.lost += lost
        self.person += person
        if len(self.told) < SHOWN:
            self.told.append(what)

    def done(self) -> Tally:
        self.seconds = round(time.monotonic() - self._began, 1)
        return self

    @property
    def ok(self) -> bool:
        return not (self.findings or self.lost or self.person)

    def to_json(self) -> str:
        return json.dumps({k: v for k, v in asdict(self).items() if not k.startswith("_")})

    def tell(self) -> None:
        """One line of JSON on standard output, for `from_json` on the other side."""
        sys.stdout.write(self.to_json() + "\n")
        sys.stdout.flush()

    @classmethod
    def from_json(cls, text: str) -> Tally:
        return cls(**json.loads(text))

    def __str__(self) -> str:
        told = "\n  ".join(self.told)
        return (
            f"{self.name}: {self.runs} runs, {self.faults} faults, {self.acknowledged} acknowledged, {self.lost} lost, "
            f"{self.person} need a person, {self.findings} findings, {self.seconds} s\n  {told}"
        )
