"""A Flask application with nothing in it but an answer, against which a start is measured."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def answer() -> str:
    """Answer with two characters."""
    return "ok"
