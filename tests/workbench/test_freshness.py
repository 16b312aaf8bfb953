"""The index knows which templates a page is made of, and renders it again when one changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.catalogs.settings.workbench import WorkbenchSettings
from kfor_i18n.tracking.texts import NoTexts
from kfor_i18n.workbench.rendering.application import Application
from kfor_i18n.workbench.rendering.pages import Page, Pages
from kfor_i18n.workbench.rendering.places import Index
from kfor_i18n.workbench.rendering.protocol import PageRequest, Setup
from kfor_i18n.workbench.rendering.reasons import Hindrance, Reason
from tests.workbench.shops import TEMPLATES, write_shop, write_template


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_shop(tmp_path)
    return tmp_path


class Shop:
    """The application of a test, and the index of its pages."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.app = Application(Setup("shop_app:app", str(root), locales=("sl",)), NoTexts())
        self.rendered: list[str] = []
        original = self.app.render

        def render(request: PageRequest, *, is_urgent: bool = True) -> object:
            self.rendered.append(request.path)
            return original(request, is_urgent=is_urgent)

        self.app.render = render  # type: ignore[assignment, method-assign]
        self.pages = Pages(["sl"], WorkbenchSettings(exclude=("/secret",)))
        self.index = Index(self.app, self.pages)
        self.index.start(["sl"])
        assert self.index.wait(60)

    def stop(self) -> None:
        self.index.stop()
        self.app.stop()

    def change(self, name: str, text: str) -> set[str]:
        """Change a template; return the pages that were rendered again for it."""
        self.rendered.clear()
        edition = self.index.edition
        write_template(self.root, name, text)
        wait_for(lambda: self.index.edition > edition)
        assert self.index.wait(20)
        return set(self.rendered)

    def paths_of(self, msgid: str) -> list[str]:
        return [each.page.path for each in self.index.places_of("messages", Key(msgid), "sl")]


def wait_for(condition: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not condition():
        assert monotonic() < end
        sleep(0.02)


@pytest.fixture
def shop(root: Path) -> Iterator[Shop]:
    shop = Shop(root)
    yield shop
    shop.stop()


def test_a_changed_template_lets_only_its_pages_be_rendered_again(shop: Shop) -> None:
    assert shop.paths_of("Front") == ["/"]
    changed = TEMPLATES["front.html"].replace("Front", "Home")
    assert shop.change("front.html", changed) == {"/", "/private"}
    assert (shop.paths_of("Front"), shop.paths_of("Home")) == ([], ["/"])


def test_a_template_that_others_extend_import_or_include_is_one_of_theirs(shop: Shop) -> None:
    pages = shop.change("base.html", TEMPLATES["base.html"].replace("Base", "Ground"))
    assert pages >= {"/", "/other", "/choice"}
    assert not pages & {"/data", "/broken"}
    macros = TEMPLATES["macros.html"].replace("Press", "Push")
    assert shop.change("macros.html", macros) == {"/", "/private"}
    assert shop.paths_of("Push") == ["/"]


def test_a_template_that_was_looked_for_is_found_when_it_is_written(shop: Shop) -> None:
    assert shop.change("part.html", "{{ _('Part') }}") == {"/", "/private"}
    assert shop.paths_of("Part") == ["/"]
    assert shop.change("special.html", "{{ _('Special') }}") == {"/choice"}
    assert shop.paths_of("Special") == ["/choice"]


def test_a_template_with_a_mistake_is_read_again_when_it_is_corrected(shop: Shop) -> None:
    shop.change("other.html", "{% if %}")
    results = {page.path: pages for page in shop.pages.all() if (pages := shop.pages.results(page))}
    assert results["/other"]["sl"].outcome == "failed"
    assert shop.change("other.html", "{{ _('Right') }}") == {"/another", "/other", "/choice"}
    assert shop.paths_of("Right") == ["/choice", "/other"]


def test_nothing_is_rendered_again_while_nothing_changes(shop: Shop) -> None:
    edition, rendered = shop.index.edition, len(shop.rendered)
    sleep(0.6)
    assert (shop.index.edition, len(shop.rendered)) == (edition, rendered)


@pytest.mark.parametrize(
    ("reference", "cause", "rule", "hindrance"),
    [
        ("templates/front.html", "part", "", None),
        ("templates/goods.html:3", "template", "/goods/<int:number>", "values"),
        ("templates/ordered.html", "template", "/order", "form"),
        ("templates/private.html", "template", "/private", "moved"),
        ("templates/secret.html", "template", "/secret", "excluded"),
        ("templates/bye.html", "template", "/logout", "effects"),
        ("templates/unused.html", "template", "", None),
        ("templates/broken.html", "failed", "", None),
        ("templates/mail/welcome.txt", "mail", "", None),
        ("templates/gone.html", "missing", "", None),
        ("admin_templates/panel.html", "part", "", None),
        ("shop.js", "script", "", None),
    ],
)
def test_a_message_on_no_page_has_a_reason(
    shop: Shop, reference: str, cause: str, rule: str, hindrance: Hindrance | None
) -> None:
    (reason,) = shop.index.usage(shop.root).explain([reference])
    assert (reason.cause, reason.rule, reason.hindrance) == (cause, rule, hindrance)
    if cause == "part":
        assert reason.pages


def test_code_that_no_page_ran_is_named_with_an_address_of_it(shop: Shop) -> None:
    (reason,) = shop.index.usage(shop.root).explain(["shop_app.py:24"])
    assert (reason.cause, reason.hindrance) == ("code", "values")
    assert shop.index.usage(shop.root).explain([]) == [Reason("nowhere")]


def test_a_message_of_an_answer_that_is_no_page_is_on_no_page(shop: Shop) -> None:
    assert shop.index.unused("messages", [Key("Data"), Key("Front")]) == [Key("Data")]
    (place,) = shop.index.places_of("messages", Key("Data"), "sl")
    assert (place.page, place.result.media_type) == (Page("p:/data", "/data"), "application/json")
