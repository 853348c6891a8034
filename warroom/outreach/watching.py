"""Sees what a library that answers only yes or no has met: the status of HTTP, the reply of a mail server, the error.

For the courier's own process: it wraps `requests` and `smtplib` there for as long as one message takes.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from warroom.outreach.outcome import Outcome
from warroom.outreach.patience import patience

_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503})
_NOBODY_KNOWS: Final = frozenset({504})


class Seen:
    """The worst that was met, None while nothing was."""

    def __init__(self) -> None:
        self.outcome: Outcome | None = None

    def note(self, outcome: Outcome) -> None:
        order = ("ok", "again", "failed", "unknown")
        if self.outcome is None or order.index(outcome.result) >= order.index(self.outcome.result):
            self.outcome = outcome


@contextmanager
def watching() -> Iterator[Seen]:
    """While the block lasts, what `requests` and `smtplib` meet is noted."""
    import requests

    seen = Seen()
    send = requests.Session.send
    connect, login, sendmail = smtplib.SMTP.connect, smtplib.SMTP.login, smtplib.SMTP.sendmail

    def sending(self: Any, request: Any, **more: Any) -> Any:
        try:
            response = send(self, request, **more)
        except requests.RequestException as error:
            seen.note(http_error(error))
            raise
        seen.note(by_status(response.status_code, response.headers.get("Retry-After")))
        return response

    def watched(call: Callable[..., Any], *, delivering: bool) -> Callable[..., Any]:
        def calling(self: Any, *args: Any, **more: Any) -> Any:
            try:
                return call(self, *args, **more)
            except (OSError, smtplib.SMTPException) as error:
                seen.note(mail_error(error, delivering=delivering))
                raise

        return calling

    requests.Session.send = sending  # type: ignore[method-assign]
    smtplib.SMTP.connect = watched(connect, delivering=False)  # type: ignore[method-assign]
    smtplib.SMTP.login = watched(login, delivering=False)  # type: ignore[method-assign]
    smtplib.SMTP.sendmail = watched(sendmail, delivering=True)  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        requests.Session.send = send  # type: ignore[method-assign]
        smtplib.SMTP.connect, smtplib.SMTP.login, smtplib.SMTP.sendmail = connect, login, sendmail  # type: ignore[method-assign]


def by_status(status: int, retry_after: str | None = None) -> Outcome:
    """What a status of HTTP means for a message."""
    if 200 <= status < 300:
        return Outcome("ok")
    if 300 <= status < 400:
        return Outcome("failed", "redirect", str(status))
    if status in (401, 403):
        return Outcome("failed", "rights", str(status))
    if status == 429:
        return Outcome("again", "many", after=patience(retry_after))
    if status in _AGAIN:
        return Outcome("again", "status", str(status), after=patience(retry_after))
    if status in _NOBODY_KNOWS:
        return Outcome("unknown", "status", str(status))
    return Outcome("failed" if status < 500 else "again", "status", str(status))


def http_error(error: BaseException) -> Outcome:
    """What an error of `requests` means: whether the request had left, first of all."""
    import requests

    if isinstance(error, requests.ConnectTimeout):
        return Outcome("again", "connect")
    if isinstance(error, requests.exceptions.SSLError):
        return Outcome("failed", "tls")
    if isinstance(error, requests.ReadTimeout):
        return Outcome("unknown", "silent")
    if isinstance(error, requests.ConnectionError):
        return _connection(error)
    return Outcome("failed", "address")


def _connection(error: BaseException) -> Outcome:
    names = {type(e).__name__ for e in _chain(error)}
    if "NameResolutionError" in names or "gaierror" in names:
        return Outcome("again", "name")
    if any(isinstance(e, ConnectionRefusedError) for e in _chain(error)):
        return Outcome("again", "refused")
    if "NewConnectionError" in names:
        return Outcome("again", "network")
    return Outcome("unknown", "cut")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, what it came from, and what it carries."""
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        carried = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting += [e for e in carried if isinstance(e, BaseException)]


def mail_error(error: BaseException, *, delivering: bool) -> Outcome:
    """What an error of `smtplib` means. `delivering`: the message may have been handed over."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome("failed", "login")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return _reply(min(codes, default=550))
    if isinstance(error, smtplib.SMTPResponseException):
        return _reply(error.smtp_code)
    if isinstance(error, ssl.SSLError):
        return Outcome("failed", "tls")
    if isinstance(error, socket.gaierror):
        return Outcome("again", "name")
    if isinstance(error, ConnectionRefusedError):
        return Outcome("again", "refused")
    if delivering:
        return Outcome("unknown", "silent" if isinstance(error, TimeoutError) else "cut")
    return Outcome("again", "connect" if isinstance(error, TimeoutError) else "network")


def _reply(code: int) -> Outcome:
    """A reply of a mail server: 4xx passes, 5xx stays."""
    return Outcome("again" if 400 <= code < 500 else "failed", "smtp", str(code))
