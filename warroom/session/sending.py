"""What waits to be sent, and how it is sent. Each result becomes a fact of its incident.

A message goes out once as far as its channel can tell: a job is claimed by a lock, says that it is being sent before anything
leaves, and is tried again only when it is certain that nothing arrived. Where that is not certain it says so, and a person
decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from warroom.core.clock import iso
from warroom.core.language import say
from warroom.session.channels import BadSettings, read_settings, secret_of
from warroom.session.outbox import Waiting
from warroom.session.wallclock import wall_clock
from warroom.storage import crashlog
from warroom.storage.errors import StorageError
from warroom.storage.library.spool import Fields, Spool

TYPE_CHECKING = False
if TYPE_CHECKING:
    from warroom.core.envelope import Event
    from warroom.outreach.outcome import Outcome

Carry = Callable[[Mapping[str, Any], Callable[[int], object]], "Outcome"]
Clock = Callable[[], datetime]

_WAITS: Final = (5, 15, 30, 60, 120, 300, 600, 900)
"""Seconds before the second try, the third …; then the last of them."""
_AT_A_TIME: Final = 4
_GIVE_UP: Final = timedelta(hours=24)
_LONGEST: Final = timedelta(hours=1)
"""No server may ask for more patience than this."""
State = Literal["ready", "sending", "sent", "failed", "unknown"]


def carry_by_courier(job: Mapping[str, Any], part: Callable[[int], object]) -> Outcome:
    from warroom.outreach.courier import carry

    return carry(job, part)


def waiting(spool: Spool) -> list[Waiting]:
    """All that is in the outbox, the oldest first.

    Raises:
        StorageError: it can't be read.
    """
    found = []
    for job_id in spool.ids():
        try:
            job = spool.read(job_id)
        except StorageError as error:
            found.append(Waiting(job_id, "?", "", "?", "", "failed", str(error), 0, "", ""))
            continue
        found.append(
            Waiting(
                job_id, str(job.get("kind")), str(job.get("incident")), str(job.get("channel") or job.get("tracker")),
                str(job.get("audience", "")), str(job.get("state")), str(job.get("why", "")), int(job.get("tries", 0)),
                str(job.get("made_at", "")), str(job.get("not_before", "")),
            )
        )  # fmt: skip
    return sorted(found, key=lambda w: w.made_at)


class Sending:
    """Sends what is due, on the caller's thread."""

    def __init__(self, library: str, clock: Clock = wall_clock, carry: Carry = carry_by_courier) -> None:
        self.spool = Spool(library)
        self._clock, self._carry = clock, carry

    def pass_once(
        self, *, at_once: bool = False, stopped: Callable[[], bool] = lambda: False
    ) -> list[Waiting]:
        """Look at every job, and send what is due; `at_once`: also what waits for its next try. What is left, a line each.

        Several at a time, so that one slow service does not keep the others waiting. Once `stopped`, no other is begun.

        Raises:
            StorageError: the spool can't be read.
        """

        def look(job_id: str) -> None:
            if stopped():
                return
            try:
                with self.spool.claimed(job_id) as job:
                    if job is not None:
                        self._look(job, at_once)
            except Exception as error:  # the jobs behind it must still be done
                crashlog.recorded(error)

        ids = self.spool.ids()
        if len(ids) > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(_AT_A_TIME, "outbox") as pool:
                list(pool.map(look, ids))
        elif ids:
            look(ids[0])
        return waiting(self.spool)

    def retry(self, job_id: str) -> None:
        """Have a job sent that failed, or of which nobody knows what became: the person has decided so."""
        from os import urandom

        from warroom.core.clock import uuid7

        with self.spool.claimed(job_id) as job:
            if job is None:
                raise StorageError(say("that message is being sent, or is gone"))
            self.spool.change(
                {
                    **job, "state": "ready", "tries": 0, "not_before": "", "why": "", "made_at": iso(self._clock()),
                    "told": uuid7(self._clock(), urandom(10)),
                }
            )  # fmt: skip

    def drop(self, job_id: str) -> None:
        """Send it never; the incident keeps what it knows of it."""
        with self.spool.claimed(job_id) as job:
            if job is None:
                raise StorageError(say("that message is being sent, or is gone"))
            if job["state"] in ("ready", "sending"):
                self._record(job, "failed", say("taken out of the outbox"))
            self.spool.remove(job_id)

    # -- one job, which this process has claimed

    def _look(self, job: Fields, at_once: bool) -> None:
        state, now = job["state"], self._clock()
        if (
            state == "sending" and job["kind"] == "ticket"
        ):  # looked for before it is made, so trying again is safe
            self._try(job, now)
        elif state == "sending":  # whoever was sending it is dead, or the lock would be theirs
            self._end(job, "unknown", say("the sender was stopped in the middle"))
        elif state == "sent":
            self._finish(job, anew=False)
        elif state in ("failed", "unknown") and job.get("owed"):
            self._end(job, state, str(job["why"]))
        elif state == "ready" and (at_once or str(job["not_before"]) <= iso(now)):
            self._try(job, now)

    def _try(self, job: Fields, now: datetime) -> None:
        try:
            full = _with_secrets(job)
        except BadSettings as error:
            self.spool.change({**job, "why": str(error), "not_before": iso(now + timedelta(seconds=30))})
            return
        self.spool.change({**job, "state": "sending"})

        def part(number: int) -> None:
            job["done"] = number
            self.spool.change({**job, "state": "sending"})

        came = self._carry(full, part)
        job["done"] = max(int(job["done"]), came.parts)
        job["url"], job["name"] = came.url, came.name
        if came.result == "ok":
            self._finish({**job, "state": "sent"}, anew=True)
        elif came.result == "again" and now - _moment(job["made_at"]) < _GIVE_UP:
            wait = _patience(int(job["tries"]), came.after)
            self.spool.change(
                {
                    **job,
                    "state": "ready",
                    "tries": job["tries"] + 1,
                    "why": came.why,
                    "not_before": iso(now + wait),
                }
            )
        else:
            self._end(job, "unknown" if came.result == "unknown" else "failed", came.why)

    def _finish(self, job: Fields, *, anew: bool) -> None:
        """It has gone out: that becomes a fact, and only then the job is forgotten."""
        if anew:
            self.spool.change(job)
        try:
            self._record(job, "ok", "", anew=anew)
        except StorageError as error:
            self.spool.change({**job, "why": say("sent, but not yet in the record: {why}", why=error)})
            return
        self.spool.remove(job["id"])

    def _end(self, job: Fields, result: Literal["failed", "unknown"], why: str) -> None:
        """It will not be tried again by itself."""
        job = {**job, "state": result, "why": why, "not_before": "", "owed": True}
        self.spool.change(job)
        self._record(job, result, why)
        self.spool.change({**job, "owed": False})

    def _record(
        self, job: Fields, result: Literal["ok", "failed", "unknown"], why: str, *, anew: bool = False
    ) -> None:
        from warroom.core.codec import fields
        from warroom.storage.file.opentail import OpenTail

        now = self._clock()
        fact = _fact(job, result, why, now)
        with OpenTail(job["file"]) as log:
            # After a crash it may be there already; an id is written once.
            sign = f'"{fact.id}"'.encode()
            if not anew and any(sign in line for line in log.load().lines):
                return
            log.append([fields(fact)], now)


def _fact(job: Fields, result: Literal["ok", "failed", "unknown"], why: str, now: datetime) -> Event:
    from warroom.core.families.paging import PageSent
    from warroom.core.families.tickets import TicketFailed, TicketLinked, name_of
    from warroom.core.families.updates import Told

    told, by, message = str(job["told"]), str(job["by"]), str(job["message"])
    if job["kind"] == "ticket":
        if result == "ok":
            url = str(job["url"])
            return TicketLinked(
                id=told, at=now, by=by, url=url, name=str(job["name"]) or name_of(url), asked=message
            )
        return TicketFailed(id=told, at=now, by=by, asked=message, why=why, result=result)
    if job["kind"] == "page":
        return PageSent(
            id=told, at=now, by=by, person=str(job["person"]), channel=str(job["channel"]),
            result=result, why=why, message=message,
        )  # fmt: skip
    return Told(
        id=told, at=now, by=by, audience=str(job["audience"]), way=str(job.get("sort", "")),
        channel=str(job["channel"]), result=result, why=why, message=message,
    )  # fmt: skip


def _with_secrets(job: Fields) -> dict[str, Any]:
    """The job with the address or the token that it needs; never written anywhere.

    Raises:
        BadSettings: the settings do not have it.
    """
    from warroom.outreach.channels import sort_of
    from warroom.session.posting import tracker_named

    settings = read_settings()
    if job["kind"] == "ticket":
        name = tracker_named(settings, str(job["tracker"]))
        if name is None:
            raise BadSettings(say("your settings have no tracker {name}", name=job["tracker"]))
        tracker = settings.tracker[name]
        return {
            **job, "token": secret_of(tracker), "service": tracker.kind, "project": tracker.project,
            "base": tracker.url, "user": tracker.user, "type": tracker.type, "labels": list(tracker.labels),
            "priority": tracker.priorities.get(str(job["severity"]), ""),  # type: ignore[call-overload]
        }  # fmt: skip
    channel = settings.channel.get(str(job["channel"]))
    if channel is None:
        raise BadSettings(say("your settings have no channel {name}", name=job["channel"]))
    address = secret_of(channel)
    job["sort"] = sort_of(address)
    return {**job, "address": address, "limit": channel.limit, "long": channel.long}


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _patience(tries: int, asked: float | None) -> timedelta:
    usual = timedelta(seconds=_WAITS[min(tries, len(_WAITS) - 1)])
    return max(usual, min(timedelta(seconds=asked), _LONGEST)) if asked else usual
