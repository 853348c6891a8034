"""A message to an audience, in an editor that begins with a draft. Saving it records it and has it sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static, TextArea

from warroom.core.language import language, say
from warroom.core.registry import VERBS
from warroom.core.shortening import SHORT, short_form
from warroom.core.text import for_terminal
from warroom.screens.acting import Acting, Host
from warroom.screens.context import Context
from warroom.screens.notepad import Begun, Notepad
from warroom.session.desk import Desk
from warroom.session.drafting import Drafted

if TYPE_CHECKING:
    from warroom.session.answers import Copied

Copy = Callable[[str, Callable[[str], object]], object]


class MessagePad(Notepad):
    """Answers with the text to send, or None. A draft that was left is offered again; F5 drafts anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "shorten", "The short form", show=False, priority=True),
        Binding("f4", "copy", "To the clipboard", show=False, priority=True),
        Binding("f5", "anew", "Draft anew", show=False, priority=True),
    ]

    def __init__(
        self, drafted: Drafted, kept: str, draft_id: str, person: str, context: Context, copy: Copy
    ) -> None:
        begun = Begun.of(kept, Begun("", drafted.text))
        super().__init__(begun, drafted.text, draft_id, person, context, drafted.named)
        self._drafted, self._old, self._copy_text = drafted, bool(kept), copy

    def _keys(self) -> Content:
        about = self._drafted
        what = say("announcement") if about.plan else say("update")
        head = f"{what}: {about.named} · {about.goes}"
        count = len(self._now()) if self.query("#pad-text") else len(self._begun.text)
        long = say("{count} characters, the short form has {most}", count=count, most=SHORT)
        size = long if count > SHORT else say("{count} of {most} characters", count=count, most=SHORT)
        keys = say(
            "ctrl+s sends   F3 shortens   F4 copies   F5 drafts anew   F2 your editor   Esc leaves, draft kept"
        )
        old = [say("This is the draft that you left; F5 drafts anew.")] if self._old else []
        lines = [head, *([about.remark] if about.remark else []), *old, f"{size} · {keys}"]
        return Content(for_terminal(self._here.signs.words("\n".join(lines)), multiline=True))

    @on(TextArea.Changed)
    def _counted(self) -> None:
        self.query_one("#pad-title", Static).update(self._keys())

    def action_shorten(self) -> None:
        self._when_typed(lambda: self._put(short_form(self._now(), language(self._drafted.language))))

    def action_anew(self) -> None:
        self._old = False
        self._when_typed(lambda: self._put(self._drafted.text))

    def _put(self, text: str) -> None:
        """In the place of what stands there; ctrl+z brings that back."""
        area = self.query_one("#pad-text", TextArea)
        if area.text != text:
            area.replace(text, (0, 0), area.document.end)

    def action_copy(self) -> None:
        self._when_typed(lambda: self._copy_text(self._now(), self._copied))

    def _copied(self, said: str) -> None:
        self.query_one("#pad-title", Static).update(Content(for_terminal(said)).stylize("bold $success"))


class Messages:
    """Opens it, for any screen that has a desk."""

    def __init__(self, host: Host, acting: Acting, desk: Desk, context: Context) -> None:
        self._host, self._acting, self._desk, self._context = host, acting, desk, context

    def write(self, words: Mapping[str, str]) -> None:
        """Draft a message for the audiences in `words`, and open it for writing."""
        named = tuple(a for a in words.get("audience", "").split(",") if a)
        draft_id = f"{self._host.incident.id}.update.{'+'.join(named)}"

        def answer(came: Drafted | Exception) -> None:
            self._context.drafts.fetch_one(draft_id, self._desk.person)
            self._host.app.call_later(self._open, came, dict(words), draft_id)

        self._desk.draft(named, answer, plan="plan" in words, shown=self._host.look.zone)

    def _open(self, came: Drafted | Exception, words: dict[str, str], draft_id: str) -> None:
        if isinstance(came, Exception):
            self._host.say(str(came), "bad")
            return
        drafts, person = self._context.drafts, self._desk.person

        def answered(text: str | None) -> None:
            if text is None or not text.strip():
                self._host.say(say("nothing was sent; what you wrote is kept"), "dim")
                return
            flags = ["--audience", came.audiences] if came.audiences else []
            for name in ("next", "by"):
                flags += [f"--{name}", words[name]] if words.get(name) else []
            flags += ["--plan"] if came.plan else []
            self._acting.do(
                VERBS["update"], [*flags, "--", text], lambda _done: drafts.clear(draft_id, person)
            )

        pad = MessagePad(came, drafts.load(draft_id, person), draft_id, person, self._context, self._copy)
        self._host.app.push_screen(pad, answered)

    def _copy(self, text: str, said: Callable[[str], object]) -> None:
        def copied(sent: Copied | Exception) -> None:
            self._host.app.call_later(self._told, sent, said)

        self._desk.copy(text, copied)

    def _told(self, sent: Copied | Exception, said: Callable[[str], object]) -> None:
        if isinstance(sent, Exception):
            said(str(sent))
            return
        if sent.escape:
            from warroom.widgets.driver import write_escape

            write_escape(self._host.app, sent.escape)
        said(sent.said)
