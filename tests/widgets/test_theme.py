"""Every style can be read in every theme, and means something without colour too."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.app import App
from textual.color import Color

from warroom.views.lines import STYLES
from warroom.views.look import ANSI, DARK, DARK_256, LIGHT, LIGHT_256, LOOKS, MONO, Look, codes, look_for
from warroom.widgets.theme import app_arguments, install, palette, styles_of


@pytest.mark.parametrize("name", LOOKS)
def test_every_style_name_has_a_style(name: str) -> None:
    assert set(LOOKS[name].styles) == STYLES


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def light(color: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", [DARK, LIGHT, DARK_256, LIGHT_256], ids=lambda look: look.name)
def test_contrast_on_the_page_and_under_the_cursor(look: Look) -> None:
    styles = styles_of(look.name)
    page = Color.parse(look.background)
    cursor = Color.from_rich_color(styles["cursor"].bgcolor)
    for name, style in styles.items():
        front = Color.from_rich_color(style.color) if style.color else Color.parse(look.foreground)
        backs = [Color.from_rich_color(style.bgcolor)] if style.bgcolor else [page, cursor]
        assert [(name, back.hex) for back in backs if contrast(front, back) < 4.5 and name != "border"] == []


def test_no_colour_means_none() -> None:
    styles = styles_of(MONO.name)
    assert not [name for name, style in styles.items() if style.color or style.bgcolor]
    for name in ("bad", "cursor", "sev1", "struck", "title", "key"):
        assert styles[name] != styles[""]


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.name)
def test_the_first_picture_has_the_colours_of_the_console(look: Look) -> None:
    """Two ways from a style to the terminal: Rich's, and ours for what is drawn before Rich is there."""
    system = ColorSystem.EIGHT_BIT if look.name.endswith("256") else ColorSystem.TRUECOLOR
    for text in look.styles.values():
        drawn = Style.parse(text).render("x", color_system=system)
        wanted = drawn.partition("m")[0].removeprefix("\x1b[").split(";") if text else [""]
        assert sorted(codes(text, look).split(";")) == sorted(wanted)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, DARK),
        ({"TERM": "xterm-256color"}, DARK_256),
        ({"TERM": "tmux-256color", "WARROOM_THEME": "light"}, LIGHT_256),
        ({"COLORTERM": "truecolor", "WARROOM_THEME": "light"}, LIGHT),
        ({"TERM": "xterm"}, ANSI),
        ({"TERM": "linux"}, ANSI),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, MONO),
    ],
)
async def test_the_terminal_decides(
    environ: dict[str, str], expected: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "NO_COLOR" in environ:
        monkeypatch.setenv("NO_COLOR", "1")
    app: App[None] = App(**app_arguments(environ))
    install(app, look_for(environ))
    async with app.run_test():
        assert palette(app) is styles_of(expected.name)
