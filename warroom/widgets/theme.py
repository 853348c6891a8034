"""The looks of `views.look` as Textual wants them: themes, and a Rich style for each style name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final, TypedDict

from rich.style import Style
from textual.app import App
from textual.theme import Theme

from warroom.views.look import ANSI, DARK, DARK_256, LIGHT, LIGHT_256, LOOKS, MONO, Look, look_for

Palette = Mapping[str, Style]


@cache
def styles_of(name: str) -> Palette:
    """The styles of the look of that name."""
    return {style: Style.parse(text) for style, text in LOOKS[name].styles.items()}


def _theme(look: Look) -> Theme:
    def colour(style: str) -> str:
        return look.styles[style].split()[-1]

    return Theme(
        name=look.name,
        dark=look.dark,
        primary=colour("accent"),
        secondary=colour("border"),
        accent=colour("accent"),
        foreground=look.foreground,
        background=look.background,
        surface=look.background,
        panel=look.panel,
        success=colour("ok"),
        warning=colour("warn"),
        error=colour("bad"),
        variables={"dim": colour("dim")},
    )


THEMES: Final = tuple(_theme(look) for look in (DARK, LIGHT, DARK_256, LIGHT_256))


class AppArguments(TypedDict):
    """Keyword arguments for `App.__init__`."""

    ansi_color: bool | None


def app_arguments(environ: Mapping[str, str]) -> AppArguments:
    """Must be decided before the app is made: App removes NO_COLOR from the environment, and switching later leaves
    black on black."""
    return {"ansi_color": None if look_for(environ).background else True}


def install(app: App[Any], look: Look) -> None:
    """Register our themes and put one on. A terminal of 16 colours keeps its own."""
    for theme in THEMES:
        app.register_theme(theme)
    app.theme = look.name if look.name in app.available_themes else ANSI.name


def palette(app: App[Any]) -> Palette:
    """The style of every style name, for the theme that is on (also for a theme that is not ours)."""
    if app.no_color:
        return styles_of(MONO.name)
    if app.native_ansi_color:
        return styles_of(ANSI.name)
    theme = app.current_theme
    return styles_of(theme.name if theme.name in LOOKS else (DARK if theme.dark else LIGHT).name)
