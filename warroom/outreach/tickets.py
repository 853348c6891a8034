"""A ticket in GitHub, GitLab or Jira, made once: one that carries the incident's mark is looked for before any is made.

Plain REST through httpx, an extra (`warroom[tickets]`), in the courier's own process only. Redirects are not followed: they would
carry the token to another address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from warroom.core.text import clean
from warroom.outreach.outcome import Outcome
from warroom.outreach.patience import patience

if TYPE_CHECKING:
    import httpx

_TIMEOUT: Final = 20.0
_PAGES: Final = 5
_JIRA_PRIORITIES: Final = {"1": "Highest", "2": "High", "3": "Medium", "4": "Low"}
Job = Mapping[str, Any]


class _Stop(Exception):
    """The exchange is over; what came of it."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


def mark_of(incident: str) -> str:
    """What a ticket of that incident carries: a word that trackers take as a label and find in a text."""
    return f"warroom-{incident.lower()}"


def make(job: Job) -> Outcome:
    """Find the ticket of an incident, or make it."""
    try:
        import httpx
    except ImportError:
        return Outcome("failed", "library", "httpx")
    base, headers, auth = _door(job)
    find, create = _SERVICES[job["service"]]
    try:
        with httpx.Client(
            base_url=base, headers=headers, auth=auth, timeout=_TIMEOUT, follow_redirects=False
        ) as client:
            found = find(client, job)
            return found or create(client, job)
    except _Stop as stop:
        return stop.outcome
    except httpx.HTTPError as error:
        return _unreached(error)
    except (httpx.InvalidURL, ValueError):
        return Outcome("failed", "address")


def _door(job: Job) -> tuple[str, dict[str, str], tuple[str, str] | None]:
    """The address of the service, the headers of each request, and the name and password where it wants those."""
    base = str(job.get("base") or "").rstrip("/")
    headers = {"User-Agent": "warroom", "Accept": "application/json"}
    token = str(job["token"])
    if job["service"] == "github":
        headers |= {
            "Authorization": f"Bearer {token}", "Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28",
        }  # fmt: skip
        return base or "https://api.github.com", headers, None
    if job["service"] == "gitlab":
        return base or "https://gitlab.com", {**headers, "PRIVATE-TOKEN": token}, None
    if job.get("user"):
        return base, headers, (str(job["user"]), token)
    return base, {**headers, "Authorization": f"Bearer {token}"}, None


def _unreached(error: httpx.HTTPError) -> Outcome:
    """Trying again is safe in every case: the next try looks first whether this one has made a ticket."""
    import httpx

    text = str(error).lower()
    if isinstance(error, httpx.ConnectTimeout):
        return Outcome("again", "connect")
    if isinstance(error, httpx.ConnectError):
        if "certificate" in text or "ssl" in text:
            return Outcome("failed", "tls")
        if "refused" in text:
            return Outcome("again", "refused")
        return Outcome("again", "name" if "name" in text or "address" in text else "network")
    if isinstance(error, httpx.TimeoutException):
        return Outcome("again", "silent")
    return Outcome("again", "cut")


def _json(response: httpx.Response, *, made: bool) -> Any:
    """What the server answered. `made`: the request was to make something, so that an answer nobody can read may hide a ticket.

    Raises:
        _Stop: it refused, or its answer is no JSON.
    """
    status = response.status_code
    if not 200 <= status < 300:
        raise _Stop(_refusal(response))
    try:
        return response.json()
    except (ValueError, RecursionError):
        raise _Stop(Outcome("again" if made else "failed", "answer")) from None


def _refusal(response: httpx.Response) -> Outcome:
    status, asked = response.status_code, patience(response.headers.get("Retry-After"))
    spent = response.headers.get("X-RateLimit-Remaining") == "0"
    if status == 429 or (status == 403 and (spent or asked is not None)):
        return Outcome("again", "many", after=asked)
    if 300 <= status < 400:
        return Outcome("failed", "redirect", str(status))
    if status in (401, 403):
        return Outcome("failed", "rights", str(status))
    if status in (404, 410):
        return Outcome("failed", "place", str(status))
    if status in (400, 422):
        return Outcome("failed", "fields", _complaint(response))
    if status >= 500 or status in (408, 425):
        return Outcome("again", "status", str(status), after=asked)
    return Outcome("failed", "status", str(status))


def _complaint(response: httpx.Response) -> str:
    """What the server says is wrong, in few words: its fields and messages."""
    try:
        said = response.json()
    except (ValueError, RecursionError):
        return str(response.status_code)
    words: list[str] = []
    if isinstance(said, dict):
        errors = said.get("errors")
        if isinstance(errors, dict):
            words += [f"{key}: {value}" for key, value in errors.items()]
        elif isinstance(errors, list):
            words += [
                str(e.get("message") or e.get("field") or "") if isinstance(e, dict) else str(e)
                for e in errors
            ]
        messages = said.get("errorMessages")
        words += [str(m) for m in messages] if isinstance(messages, list) else []
        words += [str(said[key]) for key in ("message", "error") if said.get(key)]
    told = clean("; ".join(w for w in words if w))[:160]
    return told or str(response.status_code)


def _ticket(url: object, name: object) -> Outcome:
    """The ticket that there is now.

    Raises:
        _Stop: the answer does not say where; the next try finds it.
    """
    if not (
        isinstance(url, str)
        and url.startswith(("https://", "http://"))
        and len(url) < 1000
        and url.isprintable()
    ):
        raise _Stop(Outcome("again", "answer"))
    return Outcome("ok", url=url, name=clean(str(name))[:64])


def _labels(job: Job) -> list[str]:
    severity = str(job["severity"])
    own = [str(label) for label in job.get("labels") or ()]
    return list(dict.fromkeys(["incident", job.get("priority") or f"sev{severity}", *own]))


def _body(job: Job) -> str:
    return f"{job['text']}\n\n{mark_of(job['incident'])}"


# -- GitHub ----------------------------------------------------------------------------------------


def _github_find(client: httpx.Client, job: Job) -> Outcome | None:
    """Among what has changed since it was asked for: the search of GitHub knows of a new issue minutes later."""
    mark = mark_of(job["incident"])
    place = f"/repos/{quote(str(job['project']), safe='/')}/issues"
    for page in range(1, _PAGES + 1):
        query = {
            "state": "all",
            "per_page": "100",
            "page": str(page),
            "since": _day_of(job),
            "sort": "updated",
        }
        found = _json(client.get(place, params=query), made=False)
        if not isinstance(found, list):
            raise _Stop(Outcome("failed", "answer"))
        for issue in found:
            if isinstance(issue, dict) and "pull_request" not in issue and _marked(issue.get("body"), mark):
                return _ticket(issue.get("html_url"), f"#{issue.get('number')}")
        if len(found) < 100:
            break
    return None


def _day_of(job: Job) -> str:
    """The day of the incident, which stands in its id: any ticket of it is younger."""
    day = str(job["incident"])[4:12]
    return (
        f"{day[:4]}-{day[4:6]}-{day[6:]}T00:00:00Z"
        if day.isdigit() and len(day) == 8
        else "2000-01-01T00:00:00Z"
    )


def _marked(text: object, mark: str) -> bool:
    return isinstance(text, str) and mark in text.lower().split()


def _github_create(client: httpx.Client, job: Job) -> Outcome:
    place = f"/repos/{quote(str(job['project']), safe='/')}/issues"
    wanted = {"title": job["subject"][:250], "body": _body(job), "labels": _labels(job)}
    made = _json(client.post(place, json=wanted), made=True)
    made = made if isinstance(made, dict) else {}
    return _ticket(made.get("html_url"), f"#{made.get('number')}")


# -- GitLab ----------------------------------------------------------------------------------------


def _gitlab_find(client: httpx.Client, job: Job) -> Outcome | None:
    mark = mark_of(job["incident"])
    query = {"search": mark, "in": "description", "scope": "all", "per_page": "20"}
    found = _json(client.get(_gitlab_place(job), params=query), made=False)
    if not isinstance(found, list):
        raise _Stop(Outcome("failed", "answer"))
    for issue in found:
        if isinstance(issue, dict) and _marked(issue.get("description"), mark):
            return _ticket(issue.get("web_url"), f"#{issue.get('iid')}")
    return None


def _gitlab_create(client: httpx.Client, job: Job) -> Outcome:
    wanted = {"title": job["subject"][:250], "description": _body(job), "labels": ",".join(_labels(job))}
    made = _json(client.post(_gitlab_place(job), json=wanted), made=True)
    made = made if isinstance(made, dict) else {}
    return _ticket(made.get("web_url"), f"#{made.get('iid')}")


def _gitlab_place(job: Job) -> str:
    return f"/api/v4/projects/{quote(str(job['project']), safe='')}/issues"


# -- Jira ------------------------------------------------------------------------------------------


def _jira_find(client: httpx.Client, job: Job) -> Outcome | None:
    """By its label. Jira's cloud has the search at one place, a Jira of one's own at another."""
    project = str(job["project"]).replace('"', "")
    query = {
        "jql": f'project = "{project}" AND labels = "{mark_of(job["incident"])}"',
        "fields": "key",
        "maxResults": "5",
    }
    places = ["/rest/api/2/search/jql", "/rest/api/2/search"]
    for place in places if job.get("user") else reversed(places):
        response = client.get(place, params=query)
        if response.status_code not in (404, 405, 410):
            break
    found = _json(response, made=False)
    issues = found.get("issues") if isinstance(found, dict) else None
    if not isinstance(issues, list):
        raise _Stop(Outcome("failed", "answer"))
    return _jira_ticket(job, issues[0]) if issues else None


def _jira_create(client: httpx.Client, job: Job) -> Outcome:
    priority = job.get("priority") or _JIRA_PRIORITIES[str(job["severity"])]
    own = [str(label) for label in job.get("labels") or ()]
    wanted = {
        "project": {"key": job["project"]}, "summary": job["subject"][:250], "description": _body(job),
        "issuetype": {"name": job.get("type") or "Task"}, "priority": {"name": priority},
        "labels": list(dict.fromkeys([mark_of(job["incident"]), "incident", *own])),
    }  # fmt: skip
    return _jira_ticket(job, _json(client.post("/rest/api/2/issue", json={"fields": wanted}), made=True))


def _jira_ticket(job: Job, answer: object) -> Outcome:
    key = answer.get("key") if isinstance(answer, dict) else None
    if not isinstance(key, str) or not key or not key.replace("-", "").replace("_", "").isalnum():
        raise _Stop(Outcome("again", "answer"))
    return _ticket(f"{str(job['base']).rstrip('/')}/browse/{key}", key)


Find = Callable[["httpx.Client", Job], Outcome | None]
Create = Callable[["httpx.Client", Job], Outcome]
_SERVICES: Final[dict[str, tuple[Find, Create]]] = {
    "github": (_github_find, _github_create),
    "gitlab": (_gitlab_find, _gitlab_create),
    "jira": (_jira_find, _jira_create),
}
