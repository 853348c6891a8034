"""Writing the report from a screen: which form and language, where it goes, and saying honestly where it went."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from warroom.core.language import later, say
from warroom.core.text import for_terminal, quoted
from warroom.core.verb import Misused
from warroom.screens.acting import Host
from warroom.session.desk import Desk
from warroom.views.lines import UTF8, Signs

if TYPE_CHECKING:  # a report's forms are not needed before somebody wants one
    from warroom.session.export import Exported

FORMS: Final = {
    "m": ("markdown", later("post-mortem (Markdown)")),
    "w": ("html", later("post-mortem as a web page (HTML)")),
    "p": ("pdf", later("post-mortem as a PDF")),
    "b": ("brief", later("brief for management")),
    "h": ("chat", later("brief as a message")),
    "n": ("notice", later("notice for customers")),
    "d": ("digest", later("digest for other teams")),
    "t": ("text", later("plain text")),
    "j": ("json", later("JSON, which loses nothing")),
    "c": ("csv", later("CSV, the timeline")),
}
LANGUAGES: Final = {"en": "English", "id": "Bahasa Indonesia"}
_NO_TEXT: Final = frozenset({"pdf"})
"""Forms that a clipboard of text can't hold."""
BACK: Final = "x"
"""The key that takes the last report back."""


class Choice(NamedTuple):
    """A report that somebody wants. `key` is one of `FORMS`, or `BACK`."""

    key: str
    copy: bool
    language: str
    roles_only: bool

    @property
    def form(self) -> str:
        return FORMS[self.key][0]


class ChooseForm(ModalScreen[Choice | None]):
    """Asks what is wanted; nothing is written before Enter, for the key may have been a letter of a sentence.

    `folder`: where the file goes. `last`: the report that can be taken back, "" for none.
    """

    def __init__(
        self, language: str, folder: str, last: str = "", signs: Signs = UTF8, key: str = "m"
    ) -> None:
        super().__init__()
        self._folder, self._last, self._signs = folder, last, signs
        self._wanted = Choice(key, False, language, False)
        self._answered = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="question"):
            yield Static(Content(say("Write the report as a file")), classes="question--title")
            yield Static(self._choices(), id="choices")
            yield Static(self._foot(), classes="question--hint", id="foot")

    def on_key(self, event: events.Key) -> None:
        if self._answered:
            return  # typed ahead: it is for what opened behind this question
        event.stop()
        letter = event.character or ""
        if event.key in ("escape", "enter"):
            self._answered = True
            self.dismiss(self._wanted if event.key == "enter" else None)
        elif letter.lower() in FORMS:
            key = letter.lower()
            self._now(key=key, copy=letter.isupper() and FORMS[key][0] not in _NO_TEXT)
        elif letter == BACK and self._last:
            self._now(key=BACK, copy=False)
        elif letter == "l":
            codes = list(LANGUAGES)
            at = codes.index(self._wanted.language) if self._wanted.language in codes else -1
            self._now(language=codes[(at + 1) % len(codes)])
        elif letter == "r":
            self._now(roles_only=not self._wanted.roles_only)

    def _now(self, **changed: object) -> None:
        self._wanted = self._wanted._replace(**changed)  # type: ignore[arg-type]
        self.query_one("#choices", Static).update(self._choices())
        self.query_one("#foot", Static).update(self._foot())

    def _choices(self) -> Content:
        wanted = self._wanted
        rows = [(key, say(words)) for key, (_, words) in FORMS.items()]
        if self._last:
            rows.append((BACK, say("take back {name}", name=self._last)))
        lines = [self._row(key, words, chosen=key == wanted.key) for key, words in rows]
        people = say("people by their roles") if wanted.roles_only else say("people by their names")
        lines += [
            self._row("l", LANGUAGES.get(wanted.language, wanted.language)),
            self._row("r", people),
        ]
        return Content("\n").join(lines)

    def _row(self, key: str, words: str, *, chosen: bool = False) -> Content:
        mark = f"{self._signs.prompt} " if chosen else "  "
        text = Content(for_terminal(words))
        return Content.assemble(mark, (f"{key}  ", "bold $accent"), text.stylize("bold") if chosen else text)

    def _foot(self) -> Content:
        if self._wanted.key == BACK:
            says = [say("Enter removes the file · Esc leaves it")]
        else:
            where = say("into the folder {folder}", folder=self._folder)
            if self._wanted.copy:
                where = say("{where}, and to the clipboard", where=where)
            says = [
                where,
                say("A capital letter also copies it to the clipboard"),
                say("Enter writes it · Esc leaves it"),
            ]
        return Content(for_terminal(self._signs.words("\n".join(says)), multiline=True))


def _key_of(form: str) -> str:
    """The key of a form by its name (`pdf`, `--format pdf`)."""
    wanted = form.split()[-1].lower().lstrip("-")
    found = next((key for key, (name, _) in FORMS.items() if name == wanted), "")
    if not found:
        names = ", ".join(name for name, _ in FORMS.values())
        raise Misused(
            say("{form} is no form of the report; choose from {names}", form=quoted(form), names=names)
        )
    return found


class Reporting:
    """Exports, for any screen that has a desk."""

    def __init__(self, host: Host, desk: Desk, language: str, signs: Signs = UTF8) -> None:
        self._host = host
        self._desk = desk
        self._language = language
        self._signs = signs
        self._last: Exported | None = None

    def ask(self, form: str = "") -> None:
        """Ask for the form, and write it. `form`: the name of the one that is proposed.

        Raises:
            Misused: there is no such form.
        """
        key = _key_of(form) if form else "m"
        try:
            where = os.getcwd()
        except OSError:  # the folder that the person is in is gone
            where = say("of the exports, beside the incident")
        last = str(self._last.path) if self._last else ""
        self._host.app.push_screen(ChooseForm(self._language, where, last, self._signs, key), self._chosen)

    def _chosen(self, wanted: Choice | None) -> None:
        if wanted is None:
            return
        if wanted.key == BACK and self._last:
            self._desk.take_back(self._last, lambda came: self._host.app.call_later(self._taken_back, came))
            return
        self._desk.export(
            wanted.form,
            lambda came: self._host.app.call_later(self._written, came),
            language=wanted.language,
            copy=wanted.copy,
            roles_only=wanted.roles_only,
        )

    def _taken_back(self, came: str | Exception) -> None:
        if isinstance(came, Exception):
            self._host.say(say("nothing was removed: {why}", why=came), "bad")
        else:
            self._last = None
            self._host.say(came, "ok")

    def _written(self, came: Exported | Exception) -> None:
        if isinstance(came, Exception):
            self._host.say(say("nothing was written: {why}", why=came), "bad")
            return
        self._last = came
        if came.escape:
            from warroom.widgets.driver import write_escape

            write_escape(self._host.app, came.escape)
        self._host.say("; ".join((came.said, say("x in the same form takes it back"), *came.remarks)), "ok")
