"""A browser that uses the workbench without showing it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kfor_i18n.catalogs.project import Project
from kfor_i18n.workbench.session import Session
from kfor_i18n.workbench.web.access import ENTRANCE, RESERVED, Access
from kfor_i18n.workbench.web.app import create_workbench

PORT = 8123
OWN = {"Host": f"127.0.0.1:{PORT}", "Sec-Fetch-Site": "same-origin"}


class Browser:
    """A browser that was let in, and what it asks for as JSON."""

    def __init__(self, project: Project, journal: Path) -> None:
        self.access = Access(PORT)
        self.session = Session(project, journal)
        self.client = create_workbench(self.session, self.access).test_client()
        answer = self.send("POST", ENTRANCE, {"token": self.access.make_token()})
        assert answer.status_code == 204

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        origin = {} if method == "GET" else {"Origin": self.access.origin}
        return self.client.open(
            path, method=method, json=body, headers={**OWN, **origin, **named},
            base_url=self.access.origin,
        )  # fmt: skip

    def ask(self, name: str, **query: str) -> Any:
        """Return the answer to a GET of the API."""
        answer = self.client.get(
            f"{RESERVED}api/{name}", query_string=query, headers=OWN, base_url=self.access.origin
        )
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
    return {"catalog": entry["catalog"], "id": entry["id"], "seen": entry["seen"]}
