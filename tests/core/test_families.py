"""One file per family, and nothing of it forgotten: what is missing is said by name."""

from __future__ import annotations

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

from tests.helpers.examples import acted, do, small, state
from warroom.core import families
from warroom.core.envelope import Event
from warroom.core.families import FAMILIES, KINDS, RULES
from warroom.core.families.log import Unknown
from warroom.core.language import language
from warroom.core.playbookfile import PLANNED_RULES
from warroom.core.registry import VERBS
from warroom.core.verb import Refused, Verb

TESTS = Path(__file__).parent / "families"
MODULES = [import_module(f"warroom.core.families.{m.name}") for m in pkgutil.iter_modules(families.__path__)]
UNMADE = {"incident.declared", "playbook.adopted", "log.sealed", "person.messaged"}
"""Facts that no verb of the room makes: the declaration's, the seal's, which needs a key, and what a channel did with a call."""


def facts_in(module: ModuleType) -> list[type[Event]]:
    found = [c for _, c in inspect.getmembers(module, inspect.isclass) if c.__module__ == module.__name__]
    return [c for c in found if issubclass(c, Event) and c is not Unknown]


def named(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


@pytest.mark.parametrize("module", MODULES, ids=named)
def test_a_family_is_listed_and_has_all_its_parts(module: ModuleType) -> None:
    name = named(module)
    listed = "add it to `FAMILIES` and `Known` in core/families/__init__.py"
    assert module in FAMILIES, f"families/{name}.py is not listed: {listed}"
    for fact in facts_in(module):
        where = f"{fact.__name__} in families/{name}.py"
        assert KINDS.get(fact.__struct_config__.tag) is fact, (
            f"{where} is not listed: add it to `Fact` there; {listed}"
        )
        assert "apply" in vars(fact), f"{where} has no `apply`: say what it does to the state"
        assert "sentence" in vars(fact), f"{where} has no `sentence`: say it in one line"
    assert (TESTS / f"test_{name}.py").is_file(), (
        f"families/{name}.py has no test: write tests/core/families/test_{name}.py"
    )


def test_no_two_families_use_one_name() -> None:
    assert len(VERBS) == sum(len(family.VERBS) for family in FAMILIES)
    assert len(RULES) == sum(len(family.RULES) for family in FAMILIES)
    here = PLANNED_RULES & RULES.keys()
    assert not here, (
        f"take them out of PLANNED_RULES in core/playbookfile.py, they are here now: {sorted(here)}"
    )


@pytest.mark.parametrize("verb", VERBS.values(), ids=lambda v: v.name)
def test_an_example_changes_the_state_and_its_undo_changes_it_back(verb: Verb) -> None:
    if verb.mends or verb.door:
        return
    assert verb.example, f"{verb.name} has no `example`: give it lines that work on a small incident"
    name, _, by = acted(verb.example[-1])
    assert name == verb.name, f"the last line of the example of {verb.name} must be {verb.name} itself"
    story = small()
    for minute, line in enumerate(verb.example[:-1], 1):
        do(story, line, minute)
    before = state(story.incident)
    made = do(story, verb.example[-1], 50)
    assert state(story.incident) != before, f"the example of {verb.name} changes nothing"
    if any(fact.not_undone for fact in made):
        with pytest.raises(Refused):
            story.do("undo", by=by, minute=51)
        return
    story.do("redo" if verb.name == "undo" else "undo", by=by, minute=51)
    assert state(story.incident) == before, f"undo does not take back what the example of {verb.name} did"


def test_every_fact_is_made_by_a_verbs_example_and_says_itself_in_each_language() -> None:
    made: set[str] = set()
    for verb in VERBS.values():
        story = small()
        for minute, line in enumerate(verb.example, 1):
            for fact in do(story, line, minute):
                made.add(fact.kind)
                for code in ("en", "id"):
                    said = fact.sentence(story.incident, language(code))
                    assert said.strip() == said != ""
                    assert not re.search(r"[{}\n]", said), said
    assert set(KINDS) - UNMADE - made == set(), "no example of a verb makes these facts"


def test_the_union_that_the_decoder_reads_is_the_list() -> None:
    assert set(get_args(families.Known)) == set(KINDS.values())
    assert len(KINDS) == len(get_args(families.Known)), "two facts have one kind"
