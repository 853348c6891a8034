"""The sections of the post-mortem, a file each or a few that belong together, and the list of them.

A section is a `Builder`: a key, a title, and a function from the `Context` to pieces. One more is a file here and a line in
`BUILDERS`. It says with `Missing` what nobody recorded; a section without anything to say is not printed.
"""

from __future__ import annotations

from typing import Final

from warroom.reports.sections import (
    actions,
    appendix,
    cause,
    chronology,
    closing,
    followups,
    impact,
    law,
    learnings,
    messages,
    protocol,
    summary,
    telling,
)
from warroom.reports.sections.builder import Builder

BUILDERS: Final[tuple[Builder, ...]] = (
    summary.SUMMARY,
    chronology.CHRONOLOGY,
    cause.CAUSE,
    impact.IMPACT,
    actions.ACTIONS_TAKEN,
    closing.VERIFICATION,
    followups.FOLLOW_UPS,
    closing.AFTERWARDS,
    learnings.LEARNINGS,
    appendix.MISSING,
    appendix.RECOMMENDATIONS,
    appendix.OPEN_QUESTIONS,
    messages.MESSAGES,
    protocol.PROTOCOL,
    law.LAW,
    telling.TELLING,
    appendix.PARTICIPANTS,
    appendix.CHECKLIST,
    appendix.NOTES,
    appendix.GLOSSARY,
)  # fmt: skip
"""In the order in which a report has them, unless a team chose another."""
