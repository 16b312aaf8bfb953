"""A browser that uses the workbench without showing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import ENTRANCE, KEY_HEADER, RESERVED, Access
from kfor_i18n.workbench.web.app import create_workbench

PORT = 8123

SESSIONS: list[Session] = []
"""Those that browsers began; what a test began is ended after it."""


class Browser:
    """A browser that was let in, and what it asks for as JSON."""

    def __init__(self, project: Project, journal: Path) -> None:
        self.access = Access(PORT)
        self.session = Session(project, journal)
        SESSIONS.append(self.session)
        self.client = create_workbench(self.session, self.access).test_client()
        self.key = ""
        answer = self.send("POST", ENTRANCE, {"token": self.access.make_token()})
        assert answer.status_code == 200
        self.key = answer.json["key"]

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request from a script of the workbench."""
        own = {"Host": self.access.host, "Sec-Fetch-Site": "same-origin"}
        return {**own, "Origin": self.access.origin, KEY_HEADER: self.key}

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            path, method=method, json=body, headers={**self.headers, **named},
            base_url=self.access.origin,
        )  # fmt: skip

    def ask(self, name: str, **query: str) -> Any:
        """Return the answer to a GET of the API."""
        answer = self.send("GET", f"{RESERVED}api/{name}?{urlencode(query)}")
        assert answer.status_code == 200, answer.text
        return answer.json

    def tell(self, method: str, name: str, **body: Any) -> Any:
        """Return the response to a request that changes something."""
        return self.send(method, f"{RESERVED}api/{name}", body)

    def list(self, **query: str) -> list[Any]:
        """Return the messages of a list."""
        items: list[Any] = self.ask("messages", catalog="sl.messages", **query)["items"]
        return items

    def open(self, msgid: str) -> Any:
        """Return the entry with a source text."""
        (item,) = [item for item in self.list() if item["source"] == msgid]
        return self.ask("entry", catalog="sl.messages", id=item["id"])

    def draft(self, entry: Any, *forms: str, **values: Any) -> Any:
        """Send what was typed."""
        return self.tell("PUT", "draft", **_of(entry), forms=forms, **values)

    def save(self, entry: Any, *forms: str, **values: Any) -> Any:
        """Save what was typed."""
        return self.tell("POST", "save", **_of(entry), forms=forms, **values)


def _of(entry: Any) -> dict[str, Any]:
    return {name: entry[name] for name in ("catalog", "id", "seen", "base") if name in entry}
