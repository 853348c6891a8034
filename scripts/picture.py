"""Draws docs/room.svg: the demo's running incident in the room, at a fixed moment, the same bytes every time.

python scripts/picture.py [FILE]
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Before Textual looks: the picture does not depend on the terminal of whoever draws it.
os.environ.pop("NO_COLOR", None)
os.environ["COLORTERM"] = "truecolor"

from warroom.app import WarroomApp  # noqa: E402
from warroom.screens.context import Context  # noqa: E402
from warroom.screens.room.screen import RoomScreen  # noqa: E402
from warroom.session import demo  # noqa: E402
from warroom.session.front import Front  # noqa: E402
from warroom.session.room import Room  # noqa: E402

NOW: Final = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
SIZE: Final = (116, 34)
TYPED: Final = "@14:58 last pod on 2.3.1, errors below 1 %"
INCIDENT: Final = "INC-20261121-K7F"


async def picture() -> str:
    """The room as SVG, without what differs from run to run: the incident's random id, the ids of its styles."""
    with tempfile.TemporaryDirectory() as folder:
        room = Room.open(demo.build(Path(folder), NOW), person="ani", clock=lambda: NOW)
        front = Front(Path(folder), "ani", "UTC")
        app = WarroomApp(Context(front), front.desk_of(room))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            assert isinstance(app.screen, RoomScreen)
            app.screen.entry.restore(TYPED)
            await pilot.pause()
            drawn = app.export_screenshot(title="warroom")
        known = room.incident.id
    drawn = re.sub(r"terminal-\d+", "room", drawn.replace(known, INCIDENT))
    # No picture of ours makes a reader's browser fetch a font from somewhere.
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "room.svg"
    drawn = asyncio.run(picture())
    if not target.is_file() or target.read_text("utf-8") != drawn:
        target.write_text(drawn, "utf-8")
        print(f"wrote {target.name}")


if __name__ == "__main__":
    main()
