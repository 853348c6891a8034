"""Real servers on loopback, for what goes out: one that takes HTTP and answers as it is told, and one that takes mail."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Answer(NamedTuple):
    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False
    """Take the request, and hang up without a word."""
    wait: threading.Event | None = None
    """Answer once this is set."""


class Receiver:
    """An HTTP server. `answers` are given one after the other, the last of them for ever; `asked` is what came."""

    def __init__(self, *answers: Answer | Callable[[Request], Answer]) -> None:
        self.answers = list(answers) or [Answer()]
        self.asked: list[Request] = []
        self.came = threading.Event()
        self._lock = threading.Lock()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def _take(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                request = Request(self.command, self.path, dict(self.headers), self.rfile.read(length))
                answer = receiver.take(request)
                if answer.wait:
                    answer.wait.wait(30)
                if answer.cut:
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            do_GET = do_POST = _take

            def log_message(self, *_: object) -> None:
                """Nothing on standard error."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    def take(self, request: Request) -> Answer:
        with self._lock:
            self.asked.append(request)
            answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        self.came.set()
        return answer(request) if callable(answer) else answer

    def address(self, rest: str = "hook") -> str:
        """As Apprise writes it."""
        return f"json://127.0.0.1:{self.port}/{rest}"


@contextmanager
def receiving(*answers: Answer | Callable[[Request], Answer]) -> Iterator[Receiver]:
    receiver = Receiver(*answers)
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()


class Mailbox:
    """A mail server of aiosmtpd. `replies` to the text of a mail are given one after the other; `mails` is what came."""

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.mails: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        reply = self.replies.pop(0) if self.replies else "250 taken"
        if reply.startswith("2"):
            self.mails.append(message_from_bytes(envelope.content, policy=default))
        return reply


@contextmanager
def mailbox(*replies: str) -> Iterator[tuple[Mailbox, int]]:
    from aiosmtpd.controller import Controller

    box = Mailbox(*replies)
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()
