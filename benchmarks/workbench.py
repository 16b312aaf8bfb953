"""How long the workbench takes for what a translator does: ``python -m benchmarks.workbench``.

First the index of pages by itself, and after changes of templates. Then the command runs as people
run it, and is asked over HTTP. First with a catalog of 50,000 messages,
which are real ones, then with an application of 500 pages, while their index is being built, and
then with the site itself.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.corpus import write_catalogs
from kfor_i18n.tracking.texts import NoTexts
from kfor_i18n.workbench.rendering.application import Application
from kfor_i18n.workbench.rendering.pages import Pages
from kfor_i18n.workbench.rendering.places import Index
from kfor_i18n.workbench.rendering.protocol import Setup
from tests.builders import ROOT
from tests.workbench.running import Visitor, run_workbench

MESSAGES, PAGES, TEMPLATES, RUNS = 50_000, 500, 100, 20
CATALOG = Path("translations", "sl", "LC_MESSAGES", "messages.po")

APPLICATION = f"""
from flask import Flask, render_template_string
from flask_babel import Babel, gettext

app = Flask(__name__)
babel = Babel(app)

def page(number):
    def view():
        return render_template_string(
            "<!doctype html><title>{{{{ _('Title') }}}}</title><h1>{{{{ _('Title') }}}}</h1>"
            "{{% for n in range(40) %}}<p>{{{{ _('Text ' ~ (n + first)) }}}}</p>{{% endfor %}}",
            first=number,
        )
    return view

for number in range({PAGES}):
    app.add_url_rule(f"/page/{{number}}/", f"page{{number}}", page(number))
"""


TEMPLATED = f"""
from flask import Flask, render_template
from flask_babel import Babel

app = Flask(__name__)
babel = Babel(app)

def page(number):
    return lambda: render_template(f"page{{number}}.html", number=number)

for number in range({TEMPLATES}):
    app.add_url_rule(f"/page/{{number}}/", f"page{{number}}", page(number))
"""
BASE = """<!doctype html><title>{{ _('Title') }}</title><nav>{% for n in range(20) %}
<a href="/page/{{ n }}/">{{ _('Link %(n)s', n=n) }}</a>{% endfor %}</nav>
{% block content %}{% endblock %}"""
PAGE = """{% extends 'base.html' %}{% block content %}<h1>{{ _('Title') }}</h1>
{% for n in range(40) %}<p title="{{ _('Hint') }}">{{ _('Text ' ~ (n + number)) }}</p>
{% endfor %}{% endblock %}"""


def main() -> None:
    """Measure, and print medians, 95th percentiles and the memory."""
    with tempfile.TemporaryDirectory() as scratch:
        _measure_index(Path(scratch, "index"))
        _measure_catalog(Path(scratch, "catalog"))
        _measure_pages(Path(scratch, "pages"))
        _measure_site(Path(scratch))


def _measure_catalog(root: Path) -> None:
    (root / CATALOG).parent.mkdir(parents=True)
    (root / "babel.cfg").write_text("[python: **.py]\n")
    write_catalogs(root, MESSAGES)
    shutil.copyfile(root / "old.po", root / CATALOG)
    start = perf_counter()
    with run_workbench(root, root / "state") as (process, address):
        visitor = Visitor(address)
        visitor.ask("project")
        print(f"\n{MESSAGES:,} messages: open after {perf_counter() - start:.1f} s\n")
        # Until the catalog is checked, that takes one of the cores.
        while not visitor.ask("changes", since="0")["version"]:
            sleep(0.1)
        print(f"checked after {perf_counter() - start:.1f} s\n")
        print("| what | median, ms | 95%, ms | first, ms |\n|---|---:|---:|---:|")
        items = _list(visitor, limit="200")
        ids = iter([item["id"] for item in items])
        words = iter([item["source"].split()[0].lower() for item in items])
        _time("list", lambda: _list(visitor))
        _time("filter", lambda: _list(visitor, filter="untranslated"))
        _time("search", lambda: _list(visitor, search=next(words)))
        _time("open a message", lambda: _open(visitor, next(ids)))
        ids = iter([item["id"] for item in items])
        _time("look for similar translations", lambda: _look_up(visitor, next(ids)))
        entries = iter([_open(visitor, item["id"]) for item in items[-2 * RUNS :]])
        _time("type", lambda: _tell(visitor, "PUT", "draft", next(entries)))
        _time("save", lambda: _tell(visitor, "POST", "save", next(entries)))
        _time("look for changes", lambda: visitor.ask("changes", since="0"))
        _print_memory(process.pid)


def _measure_index(root: Path) -> None:
    """Measure the index of pages: of all, and after changes of templates, on one processor core."""
    (root / "templates").mkdir(parents=True)
    (root / "templated.py").write_text(TEMPLATED)
    (root / "templates" / "base.html").write_text(BASE)
    for number in range(TEMPLATES):
        (root / "templates" / f"page{number}.html").write_text(PAGE)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    application = Application(Setup("templated:app", str(root), locales=("sl", "de")), NoTexts())
    index = Index(application, Pages(["sl", "de"]))
    start = perf_counter()
    index.start(["sl", "de"])
    print("| index | seconds |\n|---|---:|")
    _time_index(f"{TEMPLATES} pages × 2 locales", index, start, index.edition)
    for name in ("page7", "base"):
        edition, start = index.edition, perf_counter()
        with (root / "templates" / f"{name}.html").open("a") as template:
            template.write("<p>{{ _('More') }}</p>")
        _time_index(f"{name}.html changed", index, start, edition + 1)
    index.stop()
    application.stop()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


def _time_index(name: str, index: Index, start: float, edition: int) -> None:
    while index.edition < edition or not index.wait(60):
        sleep(0.01)
    print(f"| {name} | {perf_counter() - start:.2f} |", flush=True)


def _measure_pages(root: Path) -> None:
    (root / CATALOG).parent.mkdir(parents=True)
    (root / "babel.cfg").write_text("[python: **.py]\n")
    (root / "many.py").write_text(APPLICATION)
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    texts = "".join(f'\nmsgid "Text {n}"\nmsgstr "Besedilo {n}"\n' for n in range(PAGES + 40))
    (root / CATALOG).write_text(f'{header}\nmsgid "Title"\nmsgstr "Naslov"\n{texts}')
    start = perf_counter()
    with run_workbench(root, root / "state", "--app", "many:app") as (process, address):
        visitor = Visitor(address)
        while not visitor.ask("project")["index"]["total"]:
            sleep(0.05)
        print(f"\n{PAGES} pages: listed after {perf_counter() - start:.1f} s\n")
        print("| what | median, ms | 95%, ms | first, ms |\n|---|---:|---:|---:|")
        numbers = iter(range(RUNS))
        _time("render while the index is built", lambda: _render(visitor, next(numbers)))
        while (index := visitor.ask("project")["index"])["done"] < index["total"]:
            sleep(0.2)
        print(f"\nindex of {index['total']} pages: {perf_counter() - start:.1f} s")
        _print_memory(process.pid)


def _measure_site(scratch: Path) -> None:
    with run_workbench(ROOT, scratch / "state") as (_, address):
        visitor = Visitor(address)
        while (index := visitor.ask("project")["index"])["done"] < (index["total"] or 1):
            sleep(0.2)
        print("\nthe site\n\n| what | median, ms | 95%, ms | first, ms |\n|---|---:|---:|---:|")
        body = {"catalog": "sl.messages", "page": "p:/sl/"}
        _time("render", lambda: visitor.send("POST", "/_kfor-i18n/api/render", body))


def _list(visitor: Visitor, **query: str) -> list[Any]:
    items: list[Any] = visitor.ask("messages", catalog="sl.messages", **query)["items"]
    return items


def _open(visitor: Visitor, message: str) -> Any:
    return visitor.ask("entry", catalog="sl.messages", id=message)


def _look_up(visitor: Visitor, message: str) -> None:
    """Ask for similar translations until there is an answer: first, the memory is read."""
    while visitor.ask("similar", catalog="sl.messages", id=message)["matches"] is None:
        sleep(0.1)


def _tell(visitor: Visitor, method: str, name: str, entry: Any) -> None:
    """Send the translation with a letter more; a warning that it causes is confirmed."""
    forms = [f"{form['text']}a" for form in entry["forms"]]
    body = {"catalog": "sl.messages", "id": entry["id"], "seen": entry["seen"], "forms": forms}
    status, _, answer = visitor.send(method, f"/_kfor-i18n/api/{name}", body)
    if status == 422 and answer["needs"] == "confirmation":
        body["confirmed"] = [finding["code"] for finding in answer["findings"]]
        status, _, answer = visitor.send(method, f"/_kfor-i18n/api/{name}", body)
    if status not in (200, 422):
        raise RuntimeError(f"{name}: {status} {answer}")


def _render(visitor: Visitor, number: int) -> None:
    body = {"catalog": "sl.messages", "page": f"p:/page/{number}/"}
    status, _, answer = visitor.send("POST", "/_kfor-i18n/api/render", body)
    if status != 200 or len(answer["places"]) != 42:
        raise RuntimeError(f"{status} {answer}")


def _time(name: str, function: Callable[[], object]) -> None:
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        function()
        times.append(1000 * (perf_counter() - start))
    rank = statistics.quantiles(times, n=20)[-1]
    print(f"| {name} | {statistics.median(times):.0f} | {rank:.0f} | {times[0]:.0f} |", flush=True)


def _print_memory(pid: int) -> None:
    sizes = {each: _resident(each) for each in (pid, *_children_of(pid))}
    others = ", ".join(f"{size:.0f}" for each, size in sizes.items() if each != pid)
    print(f"\nmemory: server {sizes[pid]:.0f} MiB; its other processes: {others} MiB")


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def _children_of(pid: int) -> Iterator[int]:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        for child in (thread / "children").read_text().split():
            yield int(child)
            yield from _children_of(int(child))


if __name__ == "__main__":
    main()
