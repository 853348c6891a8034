"""Commands that make, list, show and open incidents."""

from __future__ import annotations

import os
import sys

from warroom.cli import ack, listing, output
from warroom.cli.command import Command, command
from warroom.cli.failure import Trouble
from warroom.core.clock import zone
from warroom.core.families.declaration import DECLARE
from warroom.core.language import say, spoken
from warroom.core.verb import Arg, Given
from warroom.session.vouched import head

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from warroom.cli.shell import Shell
    from warroom.cli.shellroom import ShellRoom
    from warroom.core.playbook import Playbook

_ID = Arg("id", "path", "which incident (any unique part of its id, or a file)", required=False)


def _declare(shell: Shell, tokens: Sequence[str]) -> int:
    """A new incident; its id is the only thing printed."""
    from warroom.cli.shellroom import ShellRoom

    zone(shell.zone_name)
    room = ShellRoom.declare(
        shell.library, tokens, person=shell.person, zone_name=shell.zone_name, playbook=playbook
    )
    if shell.options.json:
        ack.tell(output.as_json({"id": room.incident.id, "file": room.file}))
    else:
        ack.tell(room.incident.id)
    shell.changed(room)
    return 0


def playbook(name: str = "") -> Playbook:
    """The steps that a new incident follows.

    Raises:
        Trouble, StorageError: they can't be used.
    """
    from warroom.core.playbookfile import BadPlaybook
    from warroom.session.room import default_playbook

    try:
        return default_playbook(name)
    except BadPlaybook as error:
        raise Trouble(str(error)) from None


def home(shell: Shell) -> int:
    """The home screen on a terminal, else the list."""
    if not _can_draw() or shell.options.plain or shell.options.json:
        return listing.put(shell.library, as_json=shell.as_json, colour=shell.colour)
    from pathlib import Path

    from warroom.screens.setup import make_context

    context = make_context(Path(shell.library.folder), shell.person, shell.zone_name)
    from warroom.app import run

    return run(context, None)


def _list(shell: Shell, _given: Given) -> int:
    return listing.put(shell.library, as_json=shell.as_json, colour=shell.colour)


def _show(shell: Shell, given: Given) -> int:
    room = shell.room(given["id"])
    if room.saved.state == "read-only":
        output.note(say("{path}: read-only: {why}", path=room.path, why=room.saved.why))
    if shell.as_json:
        from warroom.reports.jsonform import show_json

        output.put_bytes(show_json(room.incident, room.now, head=head(room)))
    else:
        print_panes(shell, room)
    shell.pass_on(room)
    return 0


def print_panes(shell: Shell, room: ShellRoom) -> None:
    """The room's panes as text."""
    from warroom.session.presence import consoles
    from warroom.views.whole import room_lines

    lines = room_lines(
        room.incident,
        room.now,
        room.zone(),
        output.width(),
        signs=output.signs(),
        language=spoken().code,
        others=room.others(),
        person=shell.person,
        consoles=consoles(os.path.dirname(os.path.abspath(room.file)), room.incident.id),
    )
    output.put_lines(lines, colour=shell.colour)
    vouched = head(room)
    if vouched:
        output.put_lines(
            [(), ((say("Head of the record"), "dim"), (f": {vouched}", "dim"))], colour=shell.colour
        )


def _open(shell: Shell, given: Given) -> int:
    path = shell.file(given["id"])
    if not _can_draw() or shell.options.plain:
        if shell.options.plain or output.to_terminal():
            print_panes(shell, shell.room(path))
            return 0
        raise Trouble(say("the room needs a terminal; `warroom show` prints it"))
    from pathlib import Path

    from warroom.cli.opening import open_room

    return open_room(Path(path), shell.person, Path(shell.library.folder), shell.zone_name)


def _demo(shell: Shell, _given: Given) -> int:
    """In a pipe the library is kept and its folder printed: `WARROOM_HOME=$(warroom demo) warroom`."""
    import shutil
    import tempfile
    from pathlib import Path

    from warroom.session import demo
    from warroom.session.wallclock import wall_clock

    folder = Path(tempfile.mkdtemp(prefix="warroom-demo-"))
    path = demo.build(folder, wall_clock())
    if shell.options.json:
        output.put_json({"library": str(folder), "incident": path.stem})
    elif shell.options.plain or not _can_draw():
        output.say(str(folder))
    else:
        from warroom.cli.opening import open_room

        try:
            return open_room(path, shell.person, folder, shell.zone_name)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _can_draw() -> bool:
    """Whether a screen can be drawn: both ends are a terminal that obeys."""
    dumb = os.environ.get("TERM", "dumb") in ("dumb", "")
    return sys.stdin is not None and sys.stdin.isatty() and output.to_terminal() and not dumb


COMMANDS: tuple[Command, ...] = (
    Command(DECLARE, _declare),
    command("open", "open the room of an incident", _open, _ID),
    command("demo", "look around in a throw-away library (in a pipe: make one, print its folder)", _demo),
    command("list", "list the incidents, open ones first", _list),
    command("show", "show an incident (JSON in a pipe)", _show, _ID),
)
