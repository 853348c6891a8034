"""What a style name looks like, as data: dark and light in all colours and in 256, the terminal's own 16, and none (NO_COLOR).

Meaning never hangs on a colour alone: the views put a sign or a word beside it, and every look also differs in bold, dim,
strike or reverse where it matters. A style is written as `bold #ffffff on #b3261e`. Knows nothing of Textual: the first
picture is drawn without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

Styles = Mapping[str, str]


class Look(NamedTuple):
    """`foreground`, `background` and `panel` are "" where the terminal's own stay."""

    name: str
    dark: bool
    styles: Styles
    foreground: str = ""
    background: str = ""
    panel: str = ""
    """Behind the first line and behind questions."""


# The sixteen colours are the terminal's own, so nothing is known of their contrast: attributes carry the weight,
# and a background never stands under a colour that it could swallow.
_PLAIN: Final = {
    "": "", "dim": "dim", "bold": "bold", "key": "bold", "title": "bold", "system": "dim", "struck": "dim strike",
    "status": "bold reverse", "cursor": "reverse", "caret": "reverse", "border": "dim",
}  # fmt: skip

DARK: Final = Look("warroom-dark", True, {
    **_PLAIN, "dim": "#9ba6b5", "accent": "#62b5ff", "ok": "#6fcf7c", "warn": "#f0b94b", "bad": "bold #ff8480",
    "info": "#7fc8e8", "key": "bold #c9a9ff", "system": "#9ba6b5", "struck": "strike #9ba6b5",
    "sev1": "bold #ffffff on #b3261e", "sev2": "bold #101418 on #f0883e", "sev3": "bold #101418 on #e3c04a",
    "sev4": "bold #ffffff on #35609a", "cursor": "on #1c3450", "border": "#66727f",
}, "#dbe2ea", "#10151b", "#1a222c")  # fmt: skip
LIGHT: Final = Look("warroom-light", False, {
    **_PLAIN, "dim": "#5a6470", "accent": "#0b5cad", "ok": "#17692b", "warn": "#7d5200", "bad": "bold #b3261e",
    "info": "#0a6178", "key": "bold #6a3fb0", "system": "#5a6470", "struck": "strike #5a6470",
    "sev1": "bold #ffffff on #b3261e", "sev2": "bold #101418 on #f0883e", "sev3": "bold #101418 on #e3c04a",
    "sev4": "bold #ffffff on #35609a", "cursor": "on #cfe3f8", "border": "#7c8894",
}, "#1b2026", "#fbfcfd", "#e9eef3")  # fmt: skip
# Colours of the fixed cube and grey ramp only, chosen by eye: a nearest match would turn our dark blues to grey.
DARK_256: Final = Look("warroom-dark-256", True, {
    **_PLAIN, "dim": "#a8a8a8", "accent": "#5fafff", "ok": "#87d787", "warn": "#ffaf5f", "bad": "bold #ff8787",
    "info": "#87d7ff", "key": "bold #d7afff", "system": "#a8a8a8", "struck": "strike #a8a8a8",
    "sev1": "bold #ffffff on #af0000", "sev2": "bold #121212 on #ff8700", "sev3": "bold #121212 on #d7af00",
    "sev4": "bold #ffffff on #005faf", "cursor": "on #3a3a3a", "border": "#767676",
}, "#dadada", "#121212", "#262626")  # fmt: skip
LIGHT_256: Final = Look("warroom-light-256", False, {
    **_PLAIN, "dim": "#585858", "accent": "#005faf", "ok": "#005f00", "warn": "#5f5f00", "bad": "bold #af0000",
    "info": "#005f87", "key": "bold #5f00af", "system": "#585858", "struck": "strike #585858",
    "sev1": "bold #ffffff on #af0000", "sev2": "bold #121212 on #ff8700", "sev3": "bold #121212 on #d7af00",
    "sev4": "bold #ffffff on #005faf", "cursor": "on #e4e4e4", "border": "#808080",
}, "#1c1c1c", "#ffffff", "#eeeeee")  # fmt: skip
_ANSI: Final = {
    **_PLAIN, "accent": "cyan", "ok": "green", "warn": "yellow", "bad": "bold red", "info": "cyan",
    "key": "bold magenta", "sev1": "bold red reverse", "sev2": "bold yellow reverse", "sev3": "bold yellow",
    "sev4": "bold cyan",
}  # fmt: skip
ANSI: Final = Look("ansi-dark", True, _ANSI)
ANSI_LIGHT: Final = Look("ansi-light", False, _ANSI)
MONO: Final = Look("mono", True, {
    **_PLAIN, "accent": "bold", "ok": "", "warn": "bold", "bad": "bold reverse", "info": "", "sev1": "bold reverse",
    "sev2": "bold reverse", "sev3": "bold", "sev4": "bold",
})  # fmt: skip
LOOKS: Final = {look.name: look for look in (DARK, LIGHT, DARK_256, LIGHT_256, ANSI, ANSI_LIGHT, MONO)}


def look_for(environ: Mapping[str, str]) -> Look:
    """The look for a terminal as its environment describes it; `WARROOM_THEME=light` for a bright one."""
    light = environ.get("WARROOM_THEME", "") == "light"
    if "NO_COLOR" in environ:
        return MONO
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return LIGHT if light else DARK
    term = environ.get("TERM", "").strip().lower()
    if term.endswith(("kitty", "direct")):
        return LIGHT if light else DARK
    if term.endswith("256color"):
        return LIGHT_256 if light else DARK_256
    return ANSI_LIGHT if light else ANSI


_ATTRIBUTES: Final = {"bold": "1", "dim": "2", "reverse": "7", "strike": "9"}
_NAMED: Final = {
    n: str(30 + i)
    for i, n in enumerate(["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"])
}
_CUBE: Final = (0, 95, 135, 175, 215, 255)


def codes(style: str, look: Look) -> str:
    """The style as the numbers of a terminal's style sequence, such as `1;38;2;255;255;255`; "" for nothing."""
    found: list[str] = []
    behind = False
    for word in style.split():
        if word == "on":
            behind = True
        elif word in _ATTRIBUTES:
            found.append(_ATTRIBUTES[word])
        elif word in _NAMED:
            found.append(_NAMED[word])
        else:
            found.append(_colour(word, "48" if behind else "38", many=not look.name.endswith("256")))
    return ";".join(found)


def _colour(text: str, layer: str, *, many: bool) -> str:
    red, green, blue = (int(text[i : i + 2], 16) for i in (1, 3, 5))
    if many:
        return f"{layer};2;{red};{green};{blue}"
    if red == green == blue:
        grey = round(
            red / 255 * 25
        )  # as Rich rounds it, so that nothing changes its shade when it takes over
        return f"{layer};5;{16 if not grey else 231 + grey % 25}"
    cube = 16 + 36 * _CUBE.index(red) + 6 * _CUBE.index(green) + _CUBE.index(blue)
    return f"{layer};5;{cube}"
