"""What a style name looks like: the dark and the light theme, 16 colours, and none at all (NO_COLOR).

Knows style names and colours only. Meaning never hangs on a colour alone: the views put a sign or a word beside it,
and every palette also differs in bold, dim, strike or reverse where it matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from rich.style import Style
from textual.app import App
from textual.theme import Theme

Palette = Mapping[str, Style]


def _palette(**styles: str) -> dict[str, Style]:
    return {"": Style(), **{name: Style.parse(text) for name, text in styles.items()}}


DARK = _palette(
    **{"dim": "#9ba6b5", "bold": "bold", "accent": "#62b5ff", "ok": "#6fcf7c", "warn": "#f0b94b"},
    **{"bad": "bold #ff8480", "info": "#7fc8e8", "key": "bold #c9a9ff", "title": "bold", "system": "#9ba6b5"},
    **{"struck": "strike #9ba6b5", "sev1": "bold #ffffff on #b3261e", "sev2": "bold #101418 on #f0883e"},
    **{"sev3": "bold #101418 on #e3c04a", "sev4": "bold #ffffff on #35609a", "status": "bold reverse"},
    **{"cursor": "on #1c3450", "border": "#66727f"},
)
LIGHT = _palette(
    **{"dim": "#5a6470", "bold": "bold", "accent": "#0b5cad", "ok": "#17692b", "warn": "#7d5200"},
    **{"bad": "bold #b3261e", "info": "#0a6178", "key": "bold #6a3fb0", "title": "bold", "system": "#5a6470"},
    **{"struck": "strike #5a6470", "sev1": "bold #ffffff on #b3261e", "sev2": "bold #101418 on #f0883e"},
    **{"sev3": "bold #101418 on #e3c04a", "sev4": "bold #ffffff on #35609a", "status": "bold reverse"},
    **{"cursor": "on #cfe3f8", "border": "#7c8894"},
)
# The sixteen colours are the terminal's own, so nothing is known of their contrast: attributes carry the weight,
# and a background never stands under a colour that it could swallow.
ANSI = _palette(
    **{"dim": "dim", "bold": "bold", "accent": "cyan", "ok": "green", "warn": "yellow", "bad": "bold red"},
    **{"info": "cyan", "key": "bold magenta", "title": "bold", "system": "dim", "struck": "dim strike"},
    **{"sev1": "bold red reverse", "sev2": "bold yellow reverse", "sev3": "bold yellow", "sev4": "bold cyan"},
    **{"status": "bold reverse", "cursor": "reverse", "border": "dim"},
)
MONO = _palette(
    **{"dim": "dim", "bold": "bold", "accent": "bold", "ok": "", "warn": "bold", "bad": "bold reverse"},
    **{"info": "", "key": "bold", "title": "bold", "system": "dim", "struck": "dim strike"},
    **{
        "sev1": "bold reverse",
        "sev2": "bold reverse",
        "sev3": "bold",
        "sev4": "bold",
        "status": "bold reverse",
    },
    **{"cursor": "reverse", "border": "dim"},
)

DARK_THEME = Theme(
    name="warroom-dark",
    dark=True,
    primary="#62b5ff",
    secondary="#66727f",
    accent="#62b5ff",
    foreground="#dbe2ea",
    background="#10151b",
    surface="#10151b",
    panel="#1a222c",
    success="#6fcf7c",
    warning="#f0b94b",
    error="#ff8480",
)
LIGHT_THEME = Theme(
    name="warroom-light",
    dark=False,
    primary="#0b5cad",
    secondary="#7c8894",
    accent="#0b5cad",
    foreground="#1b2026",
    background="#fbfcfd",
    surface="#fbfcfd",
    panel="#e9eef3",
    success="#17692b",
    warning="#7d5200",
    error="#b3261e",
)
THEMES = (DARK_THEME, LIGHT_THEME)


class AppArguments(TypedDict):
    """Keyword arguments for `App.__init__`."""

    ansi_color: bool | None


def sixteen_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal gets its own 16 colours (or, with NO_COLOR, none) instead of ours."""
    if "NO_COLOR" in environ:
        return True
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return not environ.get("TERM", "").strip().lower().endswith(("256color", "kitty", "direct"))


def app_arguments(environ: Mapping[str, str]) -> AppArguments:
    """Must be decided before the app is made: App removes NO_COLOR from the environment, and switching later leaves
    black on black."""
    return {"ansi_color": True if sixteen_colours(environ) else None}


def install(app: App[Any], *, light: bool = False) -> None:
    """Register our themes and put one on. A terminal of 16 colours keeps its own."""
    for theme in THEMES:
        app.register_theme(theme)
    if app.ansi_color:
        app.theme = "ansi-light" if light else "ansi-dark"
    else:
        app.theme = LIGHT_THEME.name if light else DARK_THEME.name


def palette(app: App[Any]) -> Palette:
    """The style of every style name, for the theme that is on (also for a theme that is not ours)."""
    if app.no_color:
        return MONO
    if app.native_ansi_color:
        return ANSI
    return DARK if app.current_theme.dark else LIGHT
