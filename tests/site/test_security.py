from __future__ import annotations

import pytest
from flask import Flask

from kfor_i18n.site.security import Policy, hash_source, init_security


def directives(policy: Policy) -> dict[str, str]:
    """Return the sources of each directive of a policy's Content-Security-Policy."""
    text = policy.headers()["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in text.split("; "))


def test_a_policy_allows_nothing_that_is_not_named() -> None:
    assert directives(Policy()) == {
        "default-src": "'none'",
        "img-src": "'self'",
        "manifest-src": "'self'",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }


def test_an_application_may_name_its_own_scripts_styles_and_forms() -> None:
    policy = Policy(script_src="'self'", style_src=hash_source("p{}"), form_action="'self'")
    found = directives(policy)
    assert found["script-src"] == "'self'"
    assert found["style-src"] == "'sha256-gG2yISYereRMiG2lMXrbiUgi0Ubw9p7QCeWcroOvy9Y='"
    assert found["form-action"] == "'self'"
    assert found["default-src"] == "'none'"


@pytest.mark.parametrize("is_https", [True, False])
def test_browsers_insist_on_https_only_where_the_application_is_reached_by_it(
    is_https: bool,
) -> None:
    headers = Policy(is_https=is_https).headers()
    assert ("Strict-Transport-Security" in headers) == is_https


def test_every_response_of_any_application_has_the_headers() -> None:
    app = Flask("another")
    init_security(app, Policy(form_action="'self'"))
    response = app.test_client().get("/none")
    assert response.status_code == 404
    for name, value in Policy(form_action="'self'").headers().items():
        assert response.headers.getlist(name) == [value]
