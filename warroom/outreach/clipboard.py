"""The clipboard, as far as it can be reached, and the truth about how far that was.

Behind ssh a helper program of this host is the wrong machine's clipboard, or none; there the terminal is asked (OSC 52),
inside tmux through tmux itself. No terminal says whether it took the text, so nothing here ever says "copied" of that.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from typing import Final, NamedTuple

from warroom.core.language import say

TERMINAL_LIMIT: Final = 74_994
"""Bytes that the stricter terminals take by OSC 52 (hterm's 100,000 characters of base64)."""
HELPER_SECONDS: Final = 2.0


class Sent(NamedTuple):
    """What was done. `escape`: what the terminal still has to be sent; "" when nothing."""

    said: str
    escape: str = ""


def put(text: str, environ: Mapping[str, str]) -> Sent:
    """Send text to the clipboard by the best way that there is; `said` says which, in words for the person."""
    size = len(text.encode())
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    if environ.get("TMUX") and _tmux(text):
        return Sent(say("handed to tmux, for its buffer and your terminal's clipboard"))
    if not remote and _local(text):
        return Sent(say("copied to the clipboard"))
    if size > TERMINAL_LIMIT:
        return Sent(say("too long for a terminal's clipboard; use the file"))
    return Sent(say("sent to your terminal's clipboard, if it takes it"), _osc52(text, environ))


def _osc52(text: str, environ: Mapping[str, str]) -> str:
    plain = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    if not environ.get("STY"):
        return plain
    # GNU screen passes a device control string on, in pieces of less than 768 bytes.
    return "".join(f"\x1bP{plain[i : i + 700]}\x1b\\" for i in range(0, len(plain), 700))


def _tmux(text: str) -> bool:
    return _fed(["tmux", "load-buffer", "-w", "-"], text) is not None


def _local(text: str) -> bool:
    """This machine's own clipboard. In a child process: with a dead display pyperclip can hang for ever."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
        return False
    said = _fed([sys.executable, "-c", "import sys, pyperclip; pyperclip.copy(sys.stdin.read())"], text)
    return said is not None and b"open display" not in said


def _fed(command: list[str], text: str) -> bytes | None:
    """What a program that was given the text on its standard input complained of; None when it failed.

    It counts when the program ends, not when its output does: xclip leaves a process behind that keeps what it inherited.
    """
    with tempfile.TemporaryFile() as complaint:
        try:
            done = subprocess.run(
                command,
                input=text.encode(),
                timeout=HELPER_SECONDS,
                stdout=subprocess.DEVNULL,
                stderr=complaint,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        complaint.seek(0)
        return complaint.read() if done.returncode == 0 else None
