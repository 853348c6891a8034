"""Signals that would end the program as it stands, half-typed lines and the state of the terminal with it."""

from __future__ import annotations

import signal

ENDING = tuple(
    number
    for name in (
        "SIGTERM", "SIGHUP", "SIGQUIT", "SIGINT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU", "SIGIO",
    )
    if (number := getattr(signal, name, None))
)  # fmt: skip
"""Each ends it in order: what was handed in is finished, the half-typed line is kept, the terminal is given back."""
