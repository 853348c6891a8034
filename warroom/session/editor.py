"""The person's own editor, for a text of theirs. What it leaves behind is text from outside, and is cleaned.

The caller has given the terminal away before, and takes it back afterwards.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from typing import Final

from warroom.core.language import say
from warroom.core.text import clean

_USUAL: Final = "vi"
_FOR_THE_EDITOR: Final = (signal.SIGINT, signal.SIGQUIT)
"""Its keys in the editor are not for us."""


class NotEdited(Exception):
    """The text is as it was. The message is one line for the person who asked."""


def edited(text: str, environ: Mapping[str, str]) -> str:
    """The text as the person left it in `$VISUAL`, else `$EDITOR`, else vi; cleaned, its lines kept. Waits for the editor.

    The file is the owner's alone (0600, in a folder of 0700), and is gone afterwards with all that the editor put beside it.

    Raises:
        NotEdited: there is no such editor, it failed, or there was no place for the file.
    """
    named = environ.get("VISUAL", "").strip() or environ.get("EDITOR", "").strip() or _USUAL
    try:
        command = shlex.split(named)
        with tempfile.TemporaryDirectory(prefix="warroom-", ignore_cleanup_errors=True) as folder:
            path = os.path.join(folder, "text.md")
            with open(
                os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text)
            with _signals():
                status = subprocess.run([*command, path], check=False).returncode
            if status:
                raise NotEdited(say("the editor failed; the text is as it was"))
            with open(path, encoding="utf-8", errors="replace") as file:
                return clean(file.read(), multiline=True)
    except (OSError, ValueError):
        raise NotEdited(say("no editor could be started; set EDITOR to one, such as nano")) from None


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """ctrl+c is the editor's; ctrl+z stops the editor and us, so that the shell comes back."""
    before = {number: signal.getsignal(number) for number in (*_FOR_THE_EDITOR, signal.SIGTSTP)}
    for number in _FOR_THE_EDITOR:
        signal.signal(number, lambda *_: None)  # not ignored: the editor would inherit that
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
