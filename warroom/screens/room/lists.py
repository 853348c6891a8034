"""The list of each pane, with the keys of its verbs."""

from __future__ import annotations

from functools import cache

from warroom.core.verb import Pane
from warroom.screens.keys import bindings
from warroom.widgets.rows import RowsPane


@cache
def list_of(name: Pane) -> type[RowsPane]:
    """The list's class."""
    return type(f"{name.title()}Rows", (RowsPane,), {"BINDINGS": [*bindings(name)]})
