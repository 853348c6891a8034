"""One message to one address, through Apprise, which knows about a hundred services. In the courier's own process only.

Apprise is an extra (`warroom[notify]`) and costs half a second to import: nothing that draws a screen or
answers a shell does.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from warroom.core.language import language
from warroom.core.shortening import pieces, short_form
from warroom.outreach.outcome import Outcome
from warroom.outreach.watching import watching

__all__ = ["send"]

_PATIENCE = 20.0
"""Seconds that a server gets to answer."""


def send(
    address: str,
    subject: str,
    text: str,
    *,
    limit: int | None,
    long: str,
    done: int,
    code: str,
    sent: Callable[[int], object],
) -> Outcome:
    """Send it, whole or in parts; `sent` hears of each part that has gone out. `done`: so many went out before.

    `code`: the language of what is added, such as that there is more.
    """
    try:
        import apprise
    except ImportError:
        return Outcome("failed", "library", "apprise")
    logging.getLogger("apprise").addHandler(logging.NullHandler())
    asset = apprise.AppriseAsset(
        app_id="warroom",
        async_mode=False,
        interpret_escapes=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
    )
    # A message that follows a redirect arrives as a GET, which is to say not at all.
    asset.http_redirects = False
    channel = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if channel is None:
        return Outcome("failed", "address")
    channel.socket_read_timeout = channel.socket_connect_timeout = _PATIENCE
    takes = min(limit or channel.body_maxlen, channel.body_maxlen)
    if channel.title_maxlen <= 0 and subject:  # no line for it: it goes before the text
        text, subject = f"{subject}\n{text}", ""
    messages = pieces(text, takes) if long == "split" else [short_form(text, language(code), takes)]
    for number, body in enumerate(messages[done:], done + 1):
        came = _one(channel, subject, body)
        if came.result != "ok":
            return came._replace(parts=number - 1)
        sent(number)
    return Outcome("ok", parts=len(messages))


def _one(channel: object, subject: str, body: str) -> Outcome:
    from apprise import NotifyBase, NotifyFormat

    assert isinstance(channel, NotifyBase)
    with watching() as seen:
        taken = channel.notify(body=body, title=subject, body_format=NotifyFormat.TEXT)
    if taken:
        return Outcome("ok")
    if seen.outcome is None or seen.outcome.result == "ok":
        return Outcome("failed", "channel")
    return seen.outcome
