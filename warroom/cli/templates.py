"""`warroom template`: take the templates of the reports out to change them, and check what was changed."""

from __future__ import annotations

import os
from typing import Final

from warroom.cli import output
from warroom.cli.command import command
from warroom.cli.failure import DONE, NOT_DONE
from warroom.cli.shell import Shell
from warroom.core.language import say
from warroom.core.verb import Arg, Given
from warroom.session.templates import FILES, eject, problems
from warroom.storage.library.templates import own_folder, own_text
from warroom.templates import BLAMELESS


def _template(shell: Shell, given: Given) -> int:
    return _eject(shell) if given["what"] == "eject" else _check(shell)


def _eject(shell: Shell) -> int:
    written, kept = eject()
    if shell.options.json:
        output.put_json({"written": written, "kept": kept})
        return DONE
    for path in written:
        output.say(say("wrote {path}", path=path))
    for path in kept:
        output.say(say("{path} is there already; it was left as it is", path=path))
    output.say(say("each export reads them; without a file of yours, ours is used"))
    return DONE


def _check(shell: Shell) -> int:
    found = problems()
    own = [name for name in (*FILES, BLAMELESS) if own_text(name)] if not found else []
    if shell.options.json:
        output.put_json({"files": [os.path.join(own_folder(), name) for name in own], "problems": found})
    elif not found and own:
        output.say(say("{files}: all is well", files=", ".join(own)))
    elif not found:
        output.say(
            say(
                "no template of your own in {folder}; `warroom template eject` puts ours there",
                folder=own_folder(),
            )
        )
    else:
        for problem in found:
            output.note(problem)
    return NOT_DONE if found else DONE


COMMANDS: Final = (
    command(
        "template", "take the templates of the reports out to change them (eject), or check yours", _template,
        Arg("what", "choice", "what to do", choices=("eject", "check")),
    ),
)  # fmt: skip
