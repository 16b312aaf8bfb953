"""Pages that are states, for the workbench."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


def signed_in(client: FlaskClient) -> TestResponse:
    """Show the account of somebody who signed in."""
    data = {"name": "Ana", "password": "1234", "country": "si"}
    return client.post("/account/sign-in", data=data, follow_redirects=True)


def filled_wrongly(client: FlaskClient) -> TestResponse:
    """Show the form with what is wrong in it."""
    return client.post("/account/sign-in", data={"password": "1234", "country": "si"})


def nothing(client: FlaskClient) -> None:
    """Return no response."""
    client.get("/")
