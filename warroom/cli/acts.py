"""A verb of the registry, done from the shell."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.cli import ack, output
from warroom.cli.failure import MISUSED, Trouble
from warroom.cli.shell import Shell
from warroom.cli.table import FAMILIES
from warroom.core.language import say
from warroom.core.registry import VERBS
from warroom.core.text import for_terminal, quoted
from warroom.core.verb import Misused
from warroom.session.vouched import head_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.cli.shellroom import ShellRoom
    from warroom.core.verb import Verb
    from warroom.session.answers import Done


def run(shell: Shell, name: str, tokens: Sequence[str]) -> int:
    """Do what a verb says to the incident that is meant; the exit status.

    Raises:
        Misused, Refused, Trouble, StorageError: it could not be done.
    """
    verb = VERBS.get(name.lower())
    if verb is None or verb.door:
        raise Trouble(_unknown(name), MISUSED)
    room = shell.room()
    if verb.rewrites or verb.name == "discard":
        from warroom.cli import trust

        tokens = trust.confirmed(verb, room, tokens)
    done = _mended(shell, room, verb) if verb.mends else room.act_once(shell.key, verb, tokens)
    head = head_for(done, room)
    sent = _send(shell, room, done) if done.events else ()
    if shell.options.json:
        ids = [e.id for e in done.events]
        vouched = {"head": head} if head else {}
        more = {**vouched, **({"outbox": list(sent)} if sent else {})}
        ack.tell(output.as_json({"incident": done.incident.id, "events": ids, "said": done.said, **more}))
    else:
        ack.tell(
            for_terminal(done.said),
            *([f"{say('Head of the record')}: {head}"] if head else []),
            *map(for_terminal, sent),
        )
    shell.changed(room)
    return 0


def _mended(shell: Shell, room: ShellRoom, verb: Verb) -> Done:
    """Writes or forgets what a console could not write before it ended, as the next console would."""
    from pathlib import Path

    from warroom.session.kept import Kept

    if shell.key:
        raise Misused(say("{name} takes no --idempotency-key: doing it again is harmless", name=verb.name))
    heard = list(room.notices)
    kept = Kept(room, Path(shell.library.folder))
    room.notices[:] = heard  # that something is kept is no news to who asks for it
    return kept.act(verb)


def _send(shell: Shell, room: ShellRoom, done: Done) -> tuple[str, ...]:
    """Put what the act wants sent into the outbox, which a console or `warroom outbox send` empties. A line for each thing."""
    if not any(e.sends for e in done.events):
        return ()
    from warroom.session.posting import hand_over
    from warroom.storage.library.spool import Spool

    told = hand_over(shell.library.folder, room.file, done.incident, done.events, room.now)
    waits = told and Spool(shell.library.folder).ids()
    return (*told, say("an open console sends it, or: warroom outbox send")) if waits else told


def _unknown(name: str) -> str:
    commands = [c for family in FAMILIES.values() for c in family]
    verbs = [v.name for v in VERBS.values() if not v.door]
    near = [n for n in (*commands, *verbs) if n.startswith(name.lower()[:2])] if name[:1].isalpha() else []
    hint = f"{say('did you mean {names}?', names=', '.join(near))} " if near else ""
    return say("there is no command {name}; {hint}`warroom --help` lists all", name=quoted(name), hint=hint)
