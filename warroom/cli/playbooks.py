"""`warroom playbook`: check a file, list the playbooks there are, list the rules that their items may name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

from warroom.cli import output
from warroom.cli.command import Command
from warroom.cli.failure import DONE, MISUSED, Trouble
from warroom.cli.shell import Shell
from warroom.core.language import many, say, spoken
from warroom.core.playbook import Playbook
from warroom.core.playbookfile import PLANNED_RULES, BadPlaybook, parse
from warroom.core.rules import rules
from warroom.core.text import quoted
from warroom.core.verb import Arg, Verb
from warroom.session.playbooks import default_playbook
from warroom.storage.library.playbooks import beside, own_folder, playbook_ids, read_playbook


def _run(shell: Shell, words: Sequence[str]) -> int:
    act, files = (words[0] if words else ""), list(words[1:])
    if act == "check" and files:
        return _check(shell, files)
    if act == "rules" and not files:
        return _rules(shell)
    if act == "list" and not files:
        return _list(shell)
    told = say("`warroom playbook check FILE`, `warroom playbook list` or `warroom playbook rules`")
    if act in ("check", ""):
        raise Trouble(say("say which: {ways}", ways=told), MISUSED)
    raise Trouble(say("{word} is nothing that playbook does: {ways}", word=quoted(act), ways=told), MISUSED)


def _check(shell: Shell, files: Sequence[str]) -> int:
    """One playbook: the file with its steps, and the translations that were named or stand beside it."""
    named = files if len(files) > 1 else beside(files[0])
    texts = {os.path.basename(path): read_playbook(path) for path in named}
    if len(texts) < len(named):
        raise Trouble(say("two of these files have one name; check one playbook at a time"), MISUSED)
    try:
        found = parse(texts)
    except BadPlaybook as error:
        raise Trouble(str(error)) from None
    remarks = _remarks(found)
    if shell.options.json:
        output.put_json({**_counts(found), "files": sorted(texts), "remarks": remarks})
        return DONE
    counts = _counts(found)
    output.say(
        say(
            "{files}: all is well: {steps}, {items}, {auto} of them tick themselves; languages: {languages}",
            files=", ".join(texts), steps=many(counts["steps"], "{n} step", "{n} steps"),
            items=many(counts["items"], "{n} item", "{n} items"), auto=counts["auto"],
            languages=", ".join(found.languages),
        )
    )  # fmt: skip
    for remark in remarks:
        output.say(f"  {remark}")
    return DONE


def _counts(found: Playbook) -> dict[str, Any]:
    items = [item for step in found.steps for item in step.items]
    return {
        "id": found.id, "steps": len(found.steps), "items": len(items), "languages": list(found.languages),
        "auto": sum(1 for i in items if i.fulfilled_by and i.fulfilled_by not in PLANNED_RULES),
    }  # fmt: skip


def _remarks(found: Playbook) -> list[str]:
    """What works and may not be meant."""
    items = [item for step in found.steps for item in step.items]
    told = []
    for language in found.languages[1:]:
        lacks = [i.number for i in items if language not in i.titles]
        lacks += [str(s.number) for s in found.steps if language not in s.titles]
        if lacks:
            told.append(
                say("not translated into {language}: {numbers}", language=language, numbers=", ".join(lacks))
            )
    if bare := [i.number for i in items if not i.helps]:
        told.append(
            say("without a help, so that nobody is told when it is done: {numbers}", numbers=", ".join(bare))
        )
    if by_hand := [i.number for i in items if i.fulfilled_by in PLANNED_RULES]:
        told.append(say("ticked by hand, the rule has no state yet: {numbers}", numbers=", ".join(by_hand)))
    if not found.severities:
        told.append(
            say("no severity has a protocol: nobody is told, and no update is due, because of this playbook")
        )
    return told


def _rules(shell: Shell) -> int:
    listed = rules(default_playbook(), spoken().code)
    if shell.as_json:
        output.put_json(
            [{"rule": r.name, "item": r.item, "verbs": list(r.verbs), "known": r.known} for r in listed]
        )
        return DONE
    wide = max(len(r.name) for r in listed)
    for rule in listed:
        ways = ", ".join(rule.verbs) or (
            say("the state itself") if rule.known else say("not yet: ticked by hand")
        )
        output.say(f"{rule.name:<{wide}}  {rule.item or '-'}  ({ways})")
    return DONE


def _list(shell: Shell) -> int:
    found: list[dict[str, Any]] = []
    for name in playbook_ids():
        try:
            found.append({**_counts(default_playbook(name)), "problem": ""})
        except BadPlaybook as error:
            found.append({"id": name, "problem": str(error)})
    if shell.as_json:
        output.put_json(found)
        return DONE
    for one in found:
        counts = one["problem"] or say(
            "{steps}, {items}; languages: {languages}", steps=many(one["steps"], "{n} step", "{n} steps"),
            items=many(one["items"], "{n} item", "{n} items"), languages=", ".join(one["languages"]),
        )  # fmt: skip
        output.say(f"{one['id']}: {counts}")
    output.say(say("your own stand in {folder}", folder=own_folder()))
    return DONE


_WORDS: Final = Verb(
    "playbook", "room", "check a playbook file, list the playbooks, or list the rules that tick items", lambda _i, _g: (),
    (
        Arg("what", "choice", "what to do", choices=("check", "list", "rules")),
        Arg("file", "path", "which file; its translations beside it are read too", required=False),
    ),
)  # fmt: skip
COMMANDS: Final = (Command(_WORDS, _run),)
