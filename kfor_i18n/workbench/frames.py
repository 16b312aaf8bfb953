"""What the frame with a page asks for: the page, and the files that it needs."""

from __future__ import annotations

from flask import Blueprint

preview = Blueprint("preview", __name__)
