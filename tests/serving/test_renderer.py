"""What the renderer hands to the workers beside the ready set."""

from __future__ import annotations

import pickle

from flask import Flask

from kfor_i18n.serving.renderer import render
from kfor_i18n.site import policy_of, site_of


def test_it_describes_the_catalogs(app: Flask) -> None:
    slovenian = dict(render(app, "quick").catalogs["sl"])
    assert slovenian["coverage"] == 1.0
    assert slovenian["messages"] == slovenian["translated"] > 20
    assert slovenian["refused"] == 0


def test_it_hands_on_the_headers_of_every_response(app: Flask) -> None:
    assert dict(render(app, "quick").security) == policy_of(site_of(app)).headers()


def test_of_the_catalogs_it_hands_on_nothing_else(app: Flask) -> None:
    rendered = render(app, "quick")
    answers = pickle.dumps(rendered.ready)
    assert len(pickle.dumps(rendered)) < len(answers) + 5_000
