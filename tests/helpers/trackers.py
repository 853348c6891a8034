"""GitHub, GitLab and Jira as far as a ticket goes: each takes what its published description demands, and refuses the rest.

The shapes are those of the documents (GitHub's OpenAPI, GitLab's and Jira's REST pages): paths, required fields, headers, and
statuses.
"""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.helpers.servers import Answer, Request

TOKEN = "s3cret-token"


def answer(status: int, body: Any) -> Answer:
    return Answer(status, json.dumps(body).encode(), (("Content-Type", "application/json"),))


class Tracker:
    """`made` is what stands in it. `before` answers, once each, in the place of the next requests that create."""

    def __init__(self, *before: Answer) -> None:
        self.made: list[dict[str, Any]] = []
        self.before = list(before)
        self.base = ""

    def __call__(self, request: Request) -> Answer:
        url = urlsplit(request.path)
        query = {key: values[0] for key, values in parse_qs(url.query).items()}
        if not self.lets_in({key.lower(): value for key, value in request.headers.items()}):
            return answer(401, {"message": "Bad credentials"})
        if request.method == "POST" and self.before:
            return self.before.pop(0)
        return self.at(request, url.path, query)

    def lets_in(self, headers: dict[str, str]) -> bool:
        raise NotImplementedError

    def at(self, request: Request, path: str, query: dict[str, str]) -> Answer:
        raise NotImplementedError


class GitHub(Tracker):
    def lets_in(self, headers: dict[str, str]) -> bool:
        return headers.get("authorization") == f"Bearer {TOKEN}" and bool(headers.get("user-agent"))

    def at(self, request: Request, path: str, query: dict[str, str]) -> Answer:
        if path != "/repos/team/shop/issues":
            return answer(404, {"message": "Not Found"})
        if request.method == "GET":
            assert query.keys() <= {"state", "sort", "since", "per_page", "page", "direction", "labels"}
            assert query["state"] in ("open", "closed", "all")
            assert query["sort"] in ("created", "updated", "comments")
            page, size = int(query.get("page", 1)), int(query.get("per_page", 30))
            return answer(200, self.made[(page - 1) * size : page * size])
        wanted = request.json
        if not wanted.get("title") or not all(isinstance(label, str) for label in wanted.get("labels", [])):
            return answer(422, {"message": "Validation Failed", "errors": [{"message": "title is missing"}]})
        number = len(self.made) + 1
        issue = {
            "number": number, "title": wanted["title"], "body": wanted["body"], "labels": wanted["labels"],
            "html_url": f"https://github.example/team/shop/issues/{number}", "state": "open",
        }  # fmt: skip
        self.made.append(issue)
        return answer(201, issue)


class GitLab(Tracker):
    def lets_in(self, headers: dict[str, str]) -> bool:
        return headers.get("private-token") == TOKEN

    def at(self, request: Request, path: str, query: dict[str, str]) -> Answer:
        # The path of a project is one segment: its slash must come encoded.
        if not path.startswith("/api/v4/projects/team%2Fshop/") or not unquote(path).endswith("/issues"):
            return answer(404, {"message": "404 Project Not Found"})
        if request.method == "GET":
            assert query["in"] in ("title", "description", "title,description")
            found = [i for i in self.made if query["search"] in i["description"]]
            return answer(200, found)
        wanted = request.json
        if not wanted.get("title"):
            return answer(400, {"message": {"title": ["can't be blank"]}})
        number = len(self.made) + 1
        issue = {
            "id": 900 + number, "iid": number, "title": wanted["title"], "description": wanted["description"],
            "labels": wanted["labels"].split(","), "web_url": f"https://gitlab.example/team/shop/-/issues/{number}",
        }  # fmt: skip
        self.made.append(issue)
        return answer(201, issue)


class Jira(Tracker):
    """One's own, with a token; `cloud`: with a name beside it, and its search at another place."""

    def __init__(self, *before: Answer, cloud: bool = False, priorities: tuple[str, ...] = ()) -> None:
        super().__init__(*before)
        self.cloud = cloud
        self.priorities = priorities or ("Highest", "High", "Medium", "Low")

    def lets_in(self, headers: dict[str, str]) -> bool:
        basic = b64encode(f"ani@team.example:{TOKEN}".encode()).decode()
        return headers.get("authorization") == (f"Basic {basic}" if self.cloud else f"Bearer {TOKEN}")

    def at(self, request: Request, path: str, query: dict[str, str]) -> Answer:
        if path == ("/rest/api/2/search/jql" if self.cloud else "/rest/api/2/search"):
            assert query["jql"].startswith('project = "OPS" AND labels = "warroom-inc-')
            label = query["jql"].split('"')[3]
            found = [{"id": i["id"], "key": i["key"]} for i in self.made if label in i["fields"]["labels"]]
            return answer(
                200, {"issues": found, **({"isLast": True} if self.cloud else {"total": len(found)})}
            )
        if path.startswith("/rest/api/2/search"):
            return answer(410, {"errorMessages": ["The requested API has been removed."]})
        if path != "/rest/api/2/issue" or request.method != "POST":
            return answer(404, {"errorMessages": ["no such resource"]})
        fields = request.json["fields"]
        wrong: dict[str, str] = {}
        if fields["project"].get("key") != "OPS":
            wrong["project"] = "valid project is required"
        if fields["priority"]["name"] not in self.priorities:
            wrong["priority"] = "Priority name is not valid"
        if any(" " in label for label in fields["labels"]):
            wrong["labels"] = "The label can't contain spaces"
        if not fields.get("summary") or "\n" in fields["summary"] or not fields["issuetype"].get("name"):
            wrong["summary"] = "You must specify a summary"
        if wrong:
            return answer(400, {"errorMessages": [], "errors": wrong})
        number = len(self.made) + 1
        issue = {"id": f"1000{number}", "key": f"OPS-{number}", "fields": fields}
        self.made.append(issue)
        return answer(
            201, {"id": issue["id"], "key": issue["key"], "self": f"{self.base}/rest/api/2/issue/{number}"}
        )
