"""Playbooks by their names: the shipped ones, and a team's own. Each is read when it is asked for."""

from __future__ import annotations

from warroom.core.playbook import Playbook
from warroom.core.verb import Refused
from warroom.storage.library.playbooks import DEFAULT, playbook_texts


def default_playbook(name: str = "") -> Playbook:
    """The playbook that a new incident follows: the one of that name, else the ten steps, which a team may replace.

    Raises StorageError when it can't be read, BadPlaybook when a team's own file is wrong (the message says where).
    """
    from warroom.core.playbookfile import parse  # TOML: only a new incident reads any

    return parse(playbook_texts(name or DEFAULT))


def named_playbook(name: str) -> Playbook:
    """The playbook of that name, for a verb.

    Raises:
        Refused: a team's own file is wrong; the message says where and what to do.
        StorageError: there is none, or it can't be read.
    """
    from warroom.core.playbookfile import BadPlaybook

    try:
        return default_playbook(name)
    except BadPlaybook as error:
        raise Refused(str(error)) from None
