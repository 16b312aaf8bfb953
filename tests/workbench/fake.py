"""A workbench without catalogs and without an application: it answers the browser from memory.

The interface is tried against it in every state, also in those that a real server is in for a
moment only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from socket import SHUT_RDWR
from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request, send_from_directory
from markupsafe import Markup, escape

from kfor_i18n.templating import ENVIRONMENT
from kfor_i18n.workbench.web import access, texts

PACKAGE = "kfor_i18n.workbench.web"
BASE = access.RESERVED
PLURAL_LABELS = (
    ("one", [1, 101, 201]),
    ("two", [2, 102, 202]),
    ("few", [3, 4, 103]),
    ("other", [0, 5, 6]),
)
STATES = {
    "untranslated": "Untranslated",
    "fuzzy": "Needs review",
    "translated": "Translated",
    "invalid": "Invalid",
}
FRONTS = ("p:/sl/", "p:/ar/")
GONE = (
    "catalog", "id", "msgid", "context", "plural", "lang", "dir", "source_lang", "source_dir",
    "state", "state_text", "conflict", "draft_seen", "msgid_plural", "is_draft", "seen", "base",
    "fuzzy", "comment",
)  # fmt: skip
INTERFACE_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PREVIEW_CSP = (
    "sandbox allow-same-origin; default-src 'none'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; font-src 'self'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'"
)
PAGE_STYLE = """
:root { color-scheme: light dark; }
body { font: 18px/1.6 serif; margin: 0 auto; max-width: 44rem; padding: 1rem; }
nav { display: flex; gap: 1rem; }
a { color: inherit; }
.tall { height: 1200px; background: linear-gradient(#8884, #8881); }
"""
_TOKENS = re.compile(r"(%\(\w+\)s)|(</?\w[^<>]*>)|(\s+$|^\s+|\n)")


@dataclass
class Message:
    """A message of the fake catalog, with what is not saved of it."""

    id: str
    sources: tuple[str, ...]
    forms: list[str]
    context: str | None = None
    comment: str | None = None
    extracted: list[str] = field(default_factory=list)
    fuzzy: bool = False
    previous: str | None = None
    draft: dict[str, Any] | None = None
    base: list[str] = field(default_factory=list)
    before: list[str] | None = None
    undone: list[str] | None = None
    terms: list[dict[str, str]] = field(default_factory=list)
    similar: list[dict[str, Any]] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)
    is_gone: bool = False
    revision: int = 0

    @property
    def seen(self) -> str:
        return f"{self.id}.{self.revision}"

    @property
    def draft_seen(self) -> str:
        return json.dumps(self.draft, sort_keys=True) if self.draft else ""

    @property
    def shown(self) -> list[str]:
        """The forms as they are now: the draft's, else the saved ones."""
        return self.draft["forms"] if self.draft else self.forms


def make_messages() -> list[Message]:
    lead = "NATO has led a peacekeeping operation in Kosovo since June 1999."
    plural = ("%(num)s year", "%(num)s years")
    link = 'If you find a wrong word, <a href="%(url)s">tell us</a>.'
    written = [
        Message("title", ("KFOR and the Slovenian Armed Forces",), ["Kfor in Slovenska vojska"]),
        Message("skip", ("Skip to main content",), ["Preskoči na glavno vsebino"]),
        Message("lead", (lead,), [""]),
        Message(
            "tasks", ("Troops protect the roads.",), ["Enote varujejo ceste."],
            fuzzy=True, previous="Troops guard the main roads.",
        ),
        Message("years", plural, ["%(num)s leto", "%(num)s leti", "%(num)s leta", "%(num)s let"]),
        Message("link", (link,), [""], extracted=["url: address of the page for reports"]),
        Message("menu", ("Languages of this site",), [""], extracted=["read aloud"]),
        Message("name", ("Open",), ["Odpri"], context="button"),
        Message("state", ("Open",), [""], context="state"),
        Message("space", ("Name: ",), ["Ime: "]),
        Message("hostile", ('<img src=x onerror=alert(1)> & "quoted"',), [""]),
        Message("flash", ("Your report was sent.",), [""]),
    ]  # fmt: skip
    filler = [Message(f"n{i}", (f"Sentence number {i}.",), [""]) for i in range(1, 121)]
    return [*written, *filler]


class Fake:
    """The state of the fake server, and what a test does to it behind the browser's back."""

    def __init__(self, *, has_application: bool = True) -> None:
        self.messages = {each.id: each for each in make_messages()}
        self.version = 1
        self.changed: list[tuple[int, str]] = []
        self.application: dict[str, Any] = {
            "state": "ready" if has_application else "none",
            "problem": None,
            "output": [],
            "generation": 1,
            "edition": 0,
        }
        self.problem: str | None = None
        self.is_away = self.is_expired = False
        self.key = ""
        self.log: list[tuple[str, str, Any]] = []
        self.renderings: dict[str, str] = {}
        self.notes: dict[str, dict[str, str]] = {}
        self.said_of: dict[str, str] = {}
        self.files: set[str] = set()
        self.fronts = set(FRONTS)
        self.kinds: dict[str, str] = {}
        self.failing: set[str] = set()
        self.save_error: str | None = None
        self.has_footer = True
        self.is_memory_read = True
        self.memory_problems: list[str] = []

    def note(self, page: str, note: str) -> None:
        """Say something of a page in the list, as when it was rendered."""
        self.notes[page] = {"sl": note}
        self.version += 1

    def edit_elsewhere(self, name: str, *forms: str) -> None:
        """Change a message as another editor does."""
        message = self.messages[name]
        message.forms, message.fuzzy = list(forms), False
        self.touch(message)

    def remove_elsewhere(self, name: str) -> None:
        self.messages[name].is_gone = True
        self.touch(self.messages[name])

    def fail(self, sentence: str, *output: str) -> None:
        self.application = {
            "state": "failed",
            "problem": sentence,
            "output": list(output),
            "generation": 1,
            "edition": 0,
        }
        self.version += 1

    def recover(self) -> None:
        self.application = {
            "state": "ready",
            "problem": None,
            "output": [],
            "generation": 1,
            "edition": 0,
        }
        self.version += 1

    def break_catalog(self, sentence: str | None) -> None:
        self.problem = sentence
        self.version += 1

    def touch(self, message: Message, *, is_seen: bool = False) -> None:
        message.revision += not is_seen
        self.version += 1
        self.changed.append((self.version, message.id))

    # What the API answers

    def live(self) -> list[Message]:
        return [each for each in self.messages.values() if not each.is_gone]

    def state_of(self, message: Message) -> str:
        if message.draft["fuzzy"] if message.draft else message.fuzzy:
            return "fuzzy"
        if not all(message.shown):
            return "untranslated"
        errors = [each for each in judge(message, message.shown) if each["severity"] == "error"]
        return "invalid" if errors else "translated"

    def catalog(self) -> dict[str, Any]:
        states = [self.state_of(each) for each in self.live()]
        return {
            "id": "sl.messages", "locale": "sl", "lang": "sl", "name": "slovenščina", "dir": "ltr",
            "domain": "messages", "path": "translations/sl/LC_MESSAGES/messages.po",
            "total": len(states), **{state: states.count(state) for state in STATES},
            "drafts": sum(each.draft is not None for each in self.live()), "problem": self.problem,
        }  # fmt: skip

    def other_catalog(self) -> dict[str, Any]:
        return {
            **self.catalog(), "id": "ar.messages", "locale": "ar", "lang": "ar", "dir": "rtl",
            "name": "العربية", "problem": None,
        }  # fmt: skip

    def pages(self) -> list[dict[str, Any]]:
        if self.application["state"] == "none":
            return []
        pages: list[dict[str, Any]] = [
            {"id": "p:/sl/", "path": "/sl/", "locale": "sl", "name": "/sl/", "kind": "page"},
            {
                "id": "p:/sl/jeziki/", "path": "/sl/jeziki/", "locale": "sl",
                "name": "/sl/jeziki/", "kind": "page",
            },
            {
                "id": "s:404", "path": "/sl/ni/", "locale": None, "name": "404: page not found",
                "kind": "scene",
            },
            {"id": "p:/ar/", "path": "/ar/", "locale": "ar", "name": "/ar/", "kind": "page"},
        ]  # fmt: skip
        return [
            {
                **page, "front": page["id"] in self.fronts,
                "notes": self.notes.get(page["id"], {}),
                "kind": self.kinds.get(page["id"], page["kind"]),
            }
            for page in sorted(pages, key=lambda page: page["id"] in self.kinds)
        ]  # fmt: skip

    def project(self) -> dict[str, Any]:
        return {
            "name": "kfor-i18n", "root": "/srv/kfor", "app": "kfor_i18n.site:create_app",
            "version": self.version, "catalogs": [self.catalog(), self.other_catalog()],
            "settings": None,
            "pages": self.pages(), "application": self.application,
            "index": {"done": 3, "total": 3},
        }  # fmt: skip

    def changes(self, since: int) -> dict[str, Any]:
        is_new = since != self.version
        return {
            "version": self.version, "catalogs": [self.catalog()] if is_new else [],
            "settings": None, "gone": [],
            "entries": [
                {"catalog": "sl.messages", "id": name} for at, name in self.changed if at > since
            ],
            "application": self.application, "index": {"done": 3, "total": 3},
            "pages": self.pages() if is_new and self.notes else None,
        }  # fmt: skip

    def row(self, message: Message, kind: str = "", kind_text: str = "") -> dict[str, Any]:
        state = self.state_of(message)
        return {
            "id": message.id, "source": message.sources[0][:200], "target": message.shown[0],
            "context": message.context, "state": state, "state_text": STATES[state],
            "draft": message.draft is not None, "findings": len(judge(message, message.shown)),
            "plural": len(message.sources) > 1, "kind": kind, "kind_text": kind_text,
        }  # fmt: skip

    def rows(self, page: str, search: str, wanted: str) -> list[dict[str, Any]]:
        if page:
            places = self.render(page, {})["places"]
            kinds = {each["id"]: each for each in reversed(places) if each["id"]}
            ids = list(dict.fromkeys(each["id"] for each in places if each["id"]))
            found = [
                self.row(self.messages[each], kinds[each]["kind"], kinds[each]["kind_text"])
                for each in ids
                if not self.messages[each].is_gone
            ]
            found.append(self.row(self.messages["flash"], "used", "used, not visible"))
        else:
            found = [self.row(each) for each in self.live()]
        return [
            each
            for each in found
            if search.lower() in (each["source"] + each["target"]).lower()
            and (
                wanted in ("all", each["state"])
                or (wanted == "findings" and each["findings"])
                or (wanted == "drafts" and each["draft"])
            )
        ]

    def entry(self, message: Message, catalog: str = "sl.messages") -> dict[str, Any]:
        """Return a message; of one that is gone, only its head and its draft."""
        entry = self._whole_entry(message, catalog)
        return {name: entry[name] for name in GONE} if message.is_gone else entry

    def _whole_entry(self, message: Message, catalog: str) -> dict[str, Any]:
        is_plural = len(message.sources) > 1
        labels = PLURAL_LABELS if is_plural else [("Translation", [])]
        state = self.state_of(message)
        same = [
            each for each in self.live()
            if each.sources == message.sources and each.id != message.id
            and self.state_of(each) != "translated"
        ]  # fmt: skip
        draft = message.draft
        return {
            "catalog": catalog, "id": message.id, "msgid": message.sources[0],
            "msgid_plural": message.sources[1] if is_plural else None,
            "context": message.context, "plural": is_plural,
            "lang": catalog[:2], "dir": "rtl" if catalog.startswith("ar") else "ltr",
            "source_lang": "en", "source_dir": "ltr", "state": state, "state_text": STATES[state],
            "kind_text": "",
            "sources": [
                {"label": label, "pieces": pieces_of(source, message.terms)}
                for label, source in zip(
                    ("Source for one", "Source for many") if is_plural else ("Source",),
                    message.sources, strict=True,
                )
            ],
            "forms": [
                {
                    "index": index, "samples": samples, "text": message.shown[index],
                    "label": f"{name}: {', '.join(map(str, samples))}" if samples else name,
                }
                for index, (name, samples) in enumerate(labels)
            ],
            "terms": describe_terms(message), "insertables": [
                text for source in message.sources[-1:] for kind, text in pieces_of(source)
                if kind in ("placeholder", "tag")
            ],
            "comment": draft["comment"] if draft else message.comment,
            "extracted": message.extracted, "references": ["templates/site/kfor.html:12"],
            "flags": ["python-format"] if "%(" in message.sources[0] else [],
            "fuzzy": draft["fuzzy"] if draft else message.fuzzy,
            "previous": {"source": diff(message.previous, message.sources[0]), "context": None}
            if message.previous else None,
            "is_draft": draft is not None, "seen": draft["seen"] if draft else message.seen,
            "base": message.base if draft else message.forms,
            "findings": judge(message, message.shown), "shown": self.why_kept(message),
            "conflict": self.conflict(message),
            "same": [
                {
                    "catalog": catalog, "id": each.id, "context": each.context,
                    "target": each.forms[0], "forms": each.forms, "domain": "messages",
                }
                for each in same
            ],
            "samples": [0, 1, 2, 3, 5, 101, 102, 103] if is_plural else [],
            "can_undo": message.before is not None, "can_redo": message.undone is not None,
            "draft_seen": message.draft_seen, "position": "5", "left": self.left(),
        }  # fmt: skip

    def places(self, name: str) -> dict[str, Any]:
        """Return where a message is on the pages of a language."""
        places = []
        for page in self.pages():
            if page["locale"] == "ar":
                continue
            found = [each for each in self.render(page["id"], {})["places"] if each["id"] == name]
            kinds = [(each["kind_text"], 1) for each in found]
            title = "Kfor in Slovenska vojska" if page["id"] == "p:/sl/" else ""
            if found:
                places.append({
                    "page": page["id"], "path": page["name"], "title": title, "kinds": kinds,
                    "count": len(found),
                })  # fmt: skip
        reasons = [] if places else ["No page uses the template templates/lost.html."]
        return {"places": places, "reasons": reasons, "index": {"done": 3, "total": 3}}

    def left(self) -> int:
        return sum(self.state_of(each) != "translated" for each in self.live())

    def why_kept(self, message: Message) -> str | None:
        if not message.draft or not any(message.shown):
            return None
        errors = [each for each in judge(message, message.shown) if each["severity"] == "error"]
        return f"The page keeps the last valid text: {errors[0]['text']}." if errors else None

    def conflict(self, message: Message) -> dict[str, Any] | None:
        if message.draft is None:
            return None
        mine = message.draft["forms"]
        if message.is_gone:
            text = "This message was removed from the catalog; your draft is kept."
            return {"kind": "gone", "text": text, "mine": mine}
        if message.draft["seen"] == message.seen or mine == message.forms:
            return None
        base = message.base or [""] * len(mine)
        return {
            "kind": "changed", "base": message.base, "mine": mine, "theirs": message.forms,
            "mine_diff": [diff(*each) for each in zip(base, mine, strict=True)],
            "theirs_diff": [diff(*each) for each in zip(base, message.forms, strict=True)],
            "between": [diff(*each) for each in zip(message.forms, mine, strict=True)],
            "merged": None, "seen": message.seen,
        }  # fmt: skip

    # The page

    def render(self, page: str, numbers: dict[str, int]) -> dict[str, Any]:
        places: list[dict[str, Any]] = []
        printed: list[str] = []

        def place(name: str, kind: str, **where: Any) -> int:
            found = {"kind_text": "", "element": "", "index": 0, "attribute": "", "n": None}
            number = {"number": len(places), "id": name, "catalog": "sl.messages", "kind": kind}
            places.append({**found, **where, **number})
            return len(places) - 1

        def shown(name: str, n: int | None = None, **values: object) -> Markup:
            message = self.messages[name]
            is_valid = not any(
                each["severity"] == "error" for each in judge(message, message.shown)
            )
            forms = message.shown if is_valid else message.forms
            index = 0 if n is None or len(forms) == 1 else plural_form(n)
            text = forms[index] or message.sources[min(index, len(message.sources) - 1)]
            if name == "link":
                return Markup(text) % {"url": "/sl/napaka/"}
            return Markup(escape(text % {"num": n, **values} if "%(" in text else text))

        def text(name: str, n: int | None = None) -> Markup:
            number = place(name, "text", n=n)
            return Markup(f"<!--m:{number}-->{shown(name, n)}<!--/m:{number}-->")

        years = numbers.get("years", 27)
        path = page.removeprefix("p:") if page.startswith("p:") else "/sl/ni/"
        head = f"<!DOCTYPE html><html lang=sl><head><meta charset=utf-8><title>{shown('title')}"
        place("title", "raw", element="title", kind_text="in the title of the window")
        head += f"</title><style>{PAGE_STYLE}</style></head><body>"
        printed.append(head)
        printed.append(f"<a href=#content>{text('skip')}</a>")
        where = "in the attribute aria-label of nav"
        place("menu", "attribute", element="nav", attribute="aria-label", kind_text=where)
        printed.append(
            f'<nav aria-label="{shown("menu")}"><a href="/sl/">Kfor</a>'
            f'<a href="/sl/jeziki/">{text("name")}</a><a href="https://example.org/">Zunaj</a></nav>'
        )
        printed.append(f"<h1 id=content>{text('title')}</h1><p>{text('lead')}</p>")
        printed.append(f"<p>{text('tasks')} <b>{text('years', years)}</b></p><p>Not a message.</p>")
        if path != "/sl/jeziki/":
            printed.append(f"<div class=tall></div><p>{text('link')}</p><p>{text('hostile')}</p>")
        again = text("lead") if self.has_footer else ""
        printed.append(f"<footer>{again} {text('state')}</footer></body></html>")
        key = f"R{len(self.renderings) + 1}"
        self.renderings[key] = "".join(printed)
        known = {each["id"] for each in places} - {None}
        return {
            "address": f"{path}?_kfor-i18n={key}", "path": path, "status": 200, "locale": "sl",
            "note": self.said_of.get(page), "is_shown": page not in self.files,
            "places": places, "probable": [], "used": ["flash"],
            "entries": {
                name: {
                    "catalog": "sl.messages",
                    **{
                        key: value for key, value in self.row(self.messages[name]).items()
                        if key in ("source", "state", "state_text", "findings")
                    },
                }
                for name in known
            },
        }  # fmt: skip


def plural_form(n: int) -> int:
    return {1: 0, 2: 1, 3: 2, 4: 2}.get(n % 100, 3)


def describe_terms(message: Message) -> list[dict[str, str]]:
    """Return the terms of a message, which are used if they are in its first form as they are."""
    text = message.shown[0]
    uses = [("used", "used") if term["target"] in text else ("unused", "not used yet")
            for term in message.terms]  # fmt: skip
    return [
        {"note": "", **term, "use": use, "use_text": said}
        for term, (use, said) in zip(message.terms, uses, strict=True)
    ]


def pieces_of(source: str, terms: Sequence[dict[str, str]] = ()) -> list[tuple[str | int, ...]]:
    """Return the pieces of a source text, with its terms apart where they first are."""
    parts = [part for part in _TOKENS.split(source) if part]
    return [
        piece
        for part in dict.fromkeys(parts)
        for piece in (
            [("placeholder", part)] if part.startswith("%(")
            else [("tag", part)] if _TOKENS.fullmatch(part) and part.startswith("<")
            else [("space", part)] if part.isspace() else cut_terms(part, terms)
        )
    ]  # fmt: skip


def cut_terms(text: str, terms: Sequence[dict[str, str]]) -> list[tuple[str | int, ...]]:
    for index, term in enumerate(terms):
        before, found, after = text.partition(term["source"])
        if found:
            return [*cut_terms(before, terms), ("term", found, index), *cut_terms(after, terms)]
    return [("text", text)] if text else []


def diff(old: str, new: str) -> list[tuple[str, str]]:
    one, other = re.findall(r"\s+|\S+", old), re.findall(r"\s+|\S+", new)
    segments: list[tuple[str, str]] = []
    for code, i, j, k, end in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if code == "equal":
            segments.append(("equal", "".join(one[i:j])))
        else:
            segments += [("delete", "".join(one[i:j]))] if j > i else []
            segments += [("insert", "".join(other[k:end]))] if end > k else []
    return segments


def judge(message: Message, forms: list[str]) -> list[dict[str, Any]]:
    return [
        each for form, text in enumerate(forms) for each in _judge(message, form, text)
        if text and each["code"] not in message.ignored
    ]  # fmt: skip


def _judge(message: Message, form: int, text: str) -> Iterator[dict[str, Any]]:
    source = message.sources[-1]
    yield from _find_words(message, form, text)
    for placeholder in re.findall(r"%\(\w+\)s", source):
        if placeholder not in text:
            yield {
                "code": "placeholder-missing", "title": "Missing placeholder", "severity": "error",
                "text": f"missing placeholder {placeholder}; add it where its value belongs",
                "form": form, "can_dismiss": False, "spans": [],
            }  # fmt: skip
    if source[-1] == "." and text[-1:] != ".":
        yield {
            "code": "end-punctuation", "title": "End punctuation differs from the source",
            "severity": "warning", "form": form, "can_dismiss": True,
            "text": 'end punctuation missing; the source ends with "."',
            "spans": [[max(0, len(text) - 1), len(text)]],
        }  # fmt: skip


def _find_words(message: Message, form: int, text: str) -> Iterator[dict[str, Any]]:
    if message.sources[-1].endswith(" ") and not text.endswith(" "):
        yield {
            "code": "space-end", "title": "Trailing whitespace differs from the source",
            "severity": "warning", "form": form, "can_dismiss": True, "fix": {"end": " "},
            "text": "missing trailing whitespace ' '",
        }  # fmt: skip
    if missing := [term for term in message.terms if term["target"] not in text]:
        yield {
            "code": "glossary", "title": "Glossary term not used", "severity": "warning",
            "form": form, "can_dismiss": True, "terms": missing,
            "text": "missing glossary terms; use NATO → Nato",
        }  # fmt: skip


def create_fake(fake: Fake) -> Flask:  # noqa: PLR0915 - one function for each address
    """Return an application that answers as the contract says, from a ``Fake``."""
    app = Flask(PACKAGE, template_folder="templates", static_folder=None)
    app.jinja_env.trim_blocks = ENVIRONMENT["trim_blocks"]
    app.jinja_env.lstrip_blocks = ENVIRONMENT["lstrip_blocks"]
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda msgid: msgid, lambda one, many, n: one if n == 1 else many, newstyle=True
    )
    page = {"language": "en", "dir": "ltr", "base": BASE, "texts": texts.translate_texts(str)}

    @app.before_request
    def answer_or_not() -> Response | tuple[Response, int] | None:
        if not request.path.startswith(f"{BASE}api/"):
            return None
        if fake.is_away:
            request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            return Response()
        if fake.is_expired or request.headers.get(access.KEY_HEADER, "") != fake.key:
            return jsonify(error="unknown browser; run kfor-i18n translate"), 401
        name = request.path.removeprefix(f"{BASE}api/")
        if name != "changes":
            fake.log.append((request.method, name, request.get_json(silent=True)))
        if request.method != "GET" and request.content_type != "application/json":
            return jsonify(error="Content-Type is missing"), 415
        return None

    @app.get(BASE)
    def interface() -> Response:
        response = Response(render_template("workbench.html", **page))
        response.headers["Content-Security-Policy"] = INTERFACE_CSP
        return response

    @app.route(f"{BASE}enter", methods=["GET", "POST"])
    def enter() -> Response:
        if request.method == "POST":
            is_right = request.get_json()["token"] == "right"
            return jsonify(key=fake.key) if is_right else Response(status=403)
        response = Response(render_template("enter.html", **page))
        response.headers["Content-Security-Policy"] = INTERFACE_CSP
        return response

    @app.get(f"{BASE}error")
    def error() -> str:
        return render_template("error.html", text="Nothing here.", **page)

    @app.get(f"{BASE}static/<path:name>")
    def static_file(name: str) -> Response:
        return send_from_directory(f"{app.root_path}/static", name)

    def message_of(values: Any) -> Message:
        message = fake.messages.get(values["id"])
        if message is None:
            abort(Response('{"error": "no such message"}', 404, mimetype="application/json"))
        return message

    def take(message: Message, values: Any) -> dict[str, Any]:
        """Keep a draft; without a comment, that of the draft before it, else the saved one."""
        before = message.draft["comment"] if message.draft else message.comment
        comment = before if values["comment"] is None else values["comment"]
        draft = {key: values[key] for key in ("forms", "fuzzy", "seen")} | {"comment": comment}
        message.draft = draft
        message.base = list(values.get("base") or [])
        return draft

    def refuse_other(message: Message, values: Any) -> tuple[Response, int] | None:
        """Refuse a request in place of a draft that its sender has not seen and not written."""
        if not message.draft or values.get("draft_seen") in (None, message.draft_seen):
            return None
        if values.get("forms") == message.draft["forms"]:
            return None
        entry = fake.entry(message, values["catalog"])
        return jsonify(error="another draft was written elsewhere", entry=entry), 409

    @app.get(f"{BASE}api/project")
    def project() -> Response:
        return jsonify(fake.project())

    @app.get(f"{BASE}api/changes")
    def changes() -> Response:
        return jsonify(fake.changes(int(request.args["since"])))

    @app.get(f"{BASE}api/messages")
    def messages() -> Response:
        found = fake.rows(request.args["page"], request.args["search"], request.args["filter"])
        offset, limit = int(request.args["offset"]), int(request.args["limit"])
        ids = [each["id"] for each in found]
        around = request.args.get("around", "")
        if around in ids:
            offset = ids.index(around) // limit * limit
        items = found[offset : offset + limit]
        return jsonify(total=len(found), offset=offset, items=items)

    @app.get(f"{BASE}api/entry")
    def entry() -> Response | tuple[Response, int]:
        message = message_of(request.args)
        if message.is_gone and not message.draft:
            return jsonify(error="The message was removed from the catalog."), 404
        return jsonify(fake.entry(message, request.args["catalog"]))

    @app.get(f"{BASE}api/similar")
    def similar() -> Response:
        is_read, fake.is_memory_read = fake.is_memory_read, True
        found = message_of(request.args).similar if is_read else None
        return jsonify(matches=found, problems=fake.memory_problems if is_read else [])

    @app.get(f"{BASE}api/places")
    def places() -> Response:
        return jsonify(fake.places(message_of(request.args).id))

    @app.put(f"{BASE}api/draft")
    def put_draft() -> Response | tuple[Response, int]:
        values = request.get_json()
        message = message_of(values)
        if other := refuse_other(message, values):
            return other
        take(message, values)
        fake.touch(message, is_seen=True)
        return jsonify(
            findings=judge(message, message.shown), shown=fake.why_kept(message),
            conflict=fake.conflict(message), version=fake.version, is_draft=True,
            terms=describe_terms(message),
            draft_seen=message.draft_seen,
        )  # fmt: skip

    @app.delete(f"{BASE}api/draft")
    def delete_draft() -> Response | tuple[Response, int]:
        message = message_of(request.args)
        if other := refuse_other(message, request.args):
            return other
        message.draft = None
        fake.touch(message, is_seen=True)
        return jsonify(fake.entry(message, request.args["catalog"]))

    @app.post(f"{BASE}api/save")
    def save() -> Response | tuple[Response, int]:
        values = request.get_json()
        message = message_of(values)
        if fake.save_error:
            return jsonify(error=fake.save_error), 503
        if other := refuse_other(message, values):
            return other
        if values["seen"] != message.seen:
            take(message, values)
            conflict = fake.conflict(message)
            if conflict:
                return jsonify(error="The message was changed elsewhere.", conflict=conflict), 409
        findings = judge(message, values["forms"])
        if any(each["severity"] == "error" for each in findings):
            return jsonify(error="Invalid.", findings=findings, needs="correction"), 422
        open_warnings = [each for each in findings if each["code"] not in values["confirmed"]]
        if open_warnings:
            return jsonify(error="Unsure.", findings=open_warnings, needs="confirmation"), 422
        is_same = (message.forms, message.fuzzy) == (values["forms"], values["fuzzy"])
        if is_same and message.fuzzy:
            return jsonify(
                status="Nothing to save: it needs review.", left=fake.left(), needs_review=True,
                total=len(fake.live()), entry=fake.entry(message, values["catalog"]),
            )  # fmt: skip
        message.before, message.undone = message.forms, None
        message.forms, message.fuzzy = values["forms"], values["fuzzy"]
        message.comment, message.draft = take(message, values)["comment"], None
        fake.touch(message)
        left, total = fake.left(), len(fake.live())
        return jsonify(
            status=f"Saved. {left} of {total} left.", left=left, total=total,
            entry=fake.entry(message, values["catalog"]), needs_review=False,
        )  # fmt: skip

    @app.post(f"{BASE}api/dismiss")
    def dismiss() -> Response:
        values = request.get_json()
        message = message_of(values)
        message.ignored.add(values["code"])
        message.comment = f"kfor-i18n: ignore {values['code']}"
        fake.touch(message)
        if message.draft:
            message.draft |= {"seen": message.seen, "comment": message.comment}
        return jsonify(fake.entry(message, values["catalog"]))

    @app.post(f"{BASE}api/undo")
    def undo() -> Response:
        values = request.get_json()
        message = message_of(values)
        message.undone, message.forms = message.forms, message.before or [""]
        message.before = message.draft = None
        fake.touch(message)
        return jsonify(fake.entry(message, values["catalog"]))

    @app.post(f"{BASE}api/redo")
    def redo() -> Response:
        values = request.get_json()
        message = message_of(values)
        message.before, message.forms = message.forms, message.undone or [""]
        message.undone = message.draft = None
        fake.touch(message)
        return jsonify(fake.entry(message, values["catalog"]))

    @app.post(f"{BASE}api/render")
    def render() -> Response | tuple[Response, int]:
        values = request.get_json()
        if fake.application["state"] == "failed":
            return jsonify(error=fake.application["problem"], output=[]), 502
        if values["page"] in fake.failing:
            return jsonify(error="The application failed: it is broken", output=["last words"]), 502
        return jsonify(fake.render(values["page"], values["numbers"]))

    @app.get("/<path:path>")
    def translated(path: str) -> Response:
        html = fake.renderings.get(request.args.get("_kfor-i18n", ""))
        response = Response(html or f"<!DOCTYPE html><title>x</title><p>{escape(path)}</p>")
        response.headers["Content-Security-Policy"] = PREVIEW_CSP
        return response

    return app
