"""An application's look-ups are tracked and recorded, and nothing that it shows changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import flask_babel
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask, render_template_string

from kfor_i18n.catalogs.messages import Key
from kfor_i18n.tracking.flask_babel import track_application
from kfor_i18n.tracking.texts import Found, NoTexts, override_numbers, record
from tests.tracking.test_text import parts_of

MESSAGES: dict[Any, Any] = {
    "Home": "Domov",
    "Hello %(name)s": "Pozdrav, %(name)s",
    ("%(num)d day", "%(num)d days"): (
        "%(num)d dan",
        "%(num)d dneva",
        "%(num)d dnevi",
        "%(num)d dni",
    ),
    "<b>Bold</b>": "<b>Krepko</b>",
}
TITLE = flask_babel.lazy_gettext("Home")
NOUN = flask_babel.lazy_pgettext("noun", "Home")

from_3_on = pytest.mark.skipif(
    hasattr(flask_babel.Babel, "localeselector"), reason="Flask-Babel 2 has no pgettext in Jinja"
)


@pytest.fixture
def make_app(tmp_path: Path) -> Callable[..., Flask]:
    catalog = Catalog(locale="sl")
    for msgid, translation in MESSAGES.items():
        catalog.add(msgid, translation)
    catalog.add("Home", "Dom", context="noun")
    folder = tmp_path / "sl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)

    def make() -> Flask:
        app = Flask("example", root_path=str(tmp_path))
        app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(tmp_path)
        app.config["BABEL_DEFAULT_LOCALE"] = "sl"
        flask_babel.Babel(app)
        return app

    return make


def show(app: Flask, source: str, **context: Any) -> str:
    with app.test_request_context():
        return render_template_string(source, lazy=TITLE, noun=NOUN, **context)


@pytest.mark.parametrize(
    ("source", "parts"),
    [
        ("{{ _('Home') }}", [("Domov", "Home")]),
        ("{{ gettext('Home')|upper }}", [("DOMOV", "Home")]),
        pytest.param("{{ pgettext('noun', 'Home') }}", [("Dom", "Home")], marks=from_3_on),
        ("{{ noun }}", [("Dom", "Home")]),
        ("{{ _('Hello %(name)s', name='<x>') }}", [("Pozdrav, &lt;x&gt;", "Hello %(name)s")]),
        ("{{ _('Hello %(name)s', name=_('Home')) }}",
         [("Pozdrav, Domov", "Hello %(name)s"), ("Domov", "Home")]),
        ("{{ ngettext('%(num)d day', '%(num)d days', 2) }}", [("2 dneva", "%(num)d day")]),
        ("{% trans %}Home{% endtrans %}", [("Domov", "Home")]),
        ("{% trans num=5 %}{{ num }} day{% pluralize %}{{ num }} days{% endtrans %}", []),
        ("{{ _('<b>Bold</b>') }}", [("<b>Krepko</b>", "<b>Bold</b>")]),
        ("{{ _('Nobody knows') }}", [("Nobody knows", "Nobody knows")]),
        ("{{ lazy }}{{ lazy ~ '!' }}", [("Domov", "Home"), ("Domov", "Home")]),
        ("{{ greet('x') }}", [("Pozdrav, x", "Hello %(name)s")]),
    ],
)  # fmt: skip
def test_what_an_application_shows_is_the_same_and_tells_its_messages(
    make_app: Callable[..., Flask], source: str, parts: list[tuple[str, str]]
) -> None:
    def greet(name: str) -> str:
        return str(flask_babel.gettext("Hello %(name)s", name=name))

    bare, app = make_app(), make_app()
    track_application(app)
    page = show(app, source, greet=greet)
    assert page == show(bare, source, greet=greet)
    assert [part for part in parts_of(page) if part[1] in str(parts)] == parts


def test_the_look_ups_of_a_request_are_recorded_in_their_order(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()
    track_application(app)
    with app.test_request_context(), record() as recorded:
        assert f"{TITLE}, {flask_babel.ngettext('%(num)d day', '%(num)d days', 3)}" == (
            "Domov, 3 dnevi"
        )
        flask_babel.pgettext("noun", "Home")
        flask_babel.gettext("Unknown")
    lookups = [each.lookup for each in recorded]
    assert [(each.key, each.number, each.is_translated) for each in lookups] == [
        (Key("Home"), None, True),
        (Key("%(num)d day"), 3, True),
        (Key("Home", "noun"), None, True),
        (Key("Unknown"), None, False),
    ]
    assert {(each.domain, each.locale) for each in lookups} == {("messages", "sl")}
    assert [each.text for each in recorded] == ["Domov", "%(num)d dnevi", "Dom", "Unknown"]


def test_other_texts_are_shown_in_place_of_the_applications(
    make_app: Callable[..., Flask],
) -> None:
    class Drafts(NoTexts):
        def find(
            self, domain: str, locale: str, key: Key, plural: str | None, number: int | None
        ) -> Found | None:
            known = (domain, locale, key) == ("messages", "sl", Key("Home"))
            return Found("Na začetek", is_translated=True) if known else None

    app = make_app()
    track_application(app, Drafts())
    assert show(app, "{{ _('Home') }} {{ noun }} {{ lazy }}") == "Na začetek Dom Na začetek"
    assert show(make_app(), "{{ _('Home') }}") == "Domov"


def test_a_plural_is_shown_for_another_number_wherever_it_is_asked_for(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app()
    track_application(app)
    source = (
        "{{ ngettext('%(num)d day', '%(num)d days', n) }} {{ days() }}"
        " {{ _('Hello %(name)s', name=n) }}"
    )

    def days() -> str:
        return str(flask_babel.ngettext("%(num)d day", "%(num)d days", 5))

    with override_numbers({Key("%(num)d day"): 102}):
        assert show(app, source, n=1, days=days) == "102 dneva 102 dneva Pozdrav, 1"
    assert show(app, source, n=1, days=days) == "1 dan 5 dni Pozdrav, 1"


def test_domains_with_a_class_of_their_own_are_met(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    class Own(flask_babel.Domain):  # type: ignore[misc]
        """As extensions have it: it finds its translations itself."""

        def get_translations(self) -> Any:
            return super().get_translations()

    class Alone(flask_babel.Domain):  # type: ignore[misc]
        def get_translations(self) -> Any:
            return flask_babel.support.NullTranslations()

    app = make_app()
    track_application(app)
    domains: list[Any] = [Own([str(tmp_path)], "messages"), Alone([str(tmp_path)], "forms")]
    with app.test_request_context(), record() as recorded:
        texts = [domain.gettext("Home") for domain in domains]
    assert texts == ["Domov", "Home"]
    assert [parts_of(text) for text in texts] == [[("Domov", "Home")], [("Home", "Home")]]
    # A domain whose class asks its parent is met once.
    assert [each.lookup.domain for each in recorded] == ["messages", "forms"]


def test_the_domain_that_has_a_message_is_that_of_its_look_up(
    make_app: Callable[..., Flask], tmp_path: Path
) -> None:
    class Tools(NoTexts):
        def find(self, domain: str, *rest: Any) -> Found | None:
            return Found("Doma", is_translated=True) if domain == "tools" else None

    if hasattr(flask_babel.Babel, "localeselector"):
        pytest.skip("Flask-Babel 2 has one domain only")
    app = make_app()
    track_application(app, Tools())
    domain = flask_babel.Domain([str(tmp_path)] * 2, "messages;tools")
    with app.test_request_context(), record() as recorded:
        assert domain.gettext("Home") == "Doma"
    assert [each.lookup.domain for each in recorded] == ["tools"]


def test_an_application_that_is_not_tracked_is_left_alone(
    make_app: Callable[..., Flask],
) -> None:
    track_application(make_app())
    other = make_app()
    with other.test_request_context(), record() as recorded:
        assert type(flask_babel.gettext("Home")) is str
    assert recorded == []
    assert type(flask_babel.gettext("Home")) is str


def test_an_application_without_flask_babel_is_tracked_too() -> None:
    app = Flask("bare")
    track_application(app)
    with app.test_request_context():
        assert render_template_string("<p>{{ 1 }}</p>") == "<p>1</p>"
