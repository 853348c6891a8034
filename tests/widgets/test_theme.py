"""Every style can be read in every theme, and means something without colour too."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from warroom.views.lines import STYLES
from warroom.widgets.theme import (
    ANSI,
    DARK,
    DARK_THEME,
    LIGHT,
    LIGHT_THEME,
    MONO,
    Palette,
    app_arguments,
    install,
    palette,
)

PALETTES = {"dark": DARK, "light": LIGHT, "ansi": ANSI, "mono": MONO}


@pytest.mark.parametrize("name", PALETTES)
def test_every_style_name_has_a_style(name: str) -> None:
    assert set(PALETTES[name]) == STYLES


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2."""

    def light(color: Color) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("styles", "theme"), [(DARK, DARK_THEME), (LIGHT, LIGHT_THEME)], ids=["dark", "light"]
)
def test_contrast_on_the_page_and_under_the_cursor(styles: Palette, theme: Theme) -> None:
    page = Color.parse(theme.background or "")
    cursor = Color.from_rich_color(styles["cursor"].bgcolor)
    for name, style in styles.items():
        front = Color.from_rich_color(style.color) if style.color else Color.parse(theme.foreground or "")
        backs = [Color.from_rich_color(style.bgcolor)] if style.bgcolor else [page, cursor]
        assert [(name, back.hex) for back in backs if contrast(front, back) < 4.5 and name != "border"] == []


def test_no_colour_means_none() -> None:
    assert not [name for name, style in MONO.items() if style.color or style.bgcolor]
    for name in ("bad", "cursor", "sev1", "struck", "title", "key"):
        assert MONO[name] != MONO[""]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"COLORTERM": "truecolor", "TERM": "xterm"}, DARK),
        ({"TERM": "xterm-256color"}, DARK),
        ({"TERM": "xterm"}, ANSI),
        ({"TERM": "linux"}, ANSI),
        ({"NO_COLOR": "1", "COLORTERM": "truecolor"}, MONO),
    ],
)
async def test_the_terminal_decides(
    environ: dict[str, str], expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "NO_COLOR" in environ:
        monkeypatch.setenv("NO_COLOR", "1")
    app: App[None] = App(**app_arguments(environ))
    install(app)
    async with app.run_test():
        assert palette(app) is expected
