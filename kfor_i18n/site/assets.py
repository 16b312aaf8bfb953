"""Static files under names that change with their content, so that they can be kept for ever."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

mimetypes.add_type("image/svg+xml", ".svg")


@dataclass(frozen=True)
class Asset:
    """A static file: its path on the site, media type and bytes."""

    path: str
    media_type: str
    data: bytes


def load_assets(folder: Path) -> dict[str, Asset]:
    """Read the files of a folder, by file name."""
    assets = {}
    for file in sorted(folder.iterdir()):
        if file.is_file():
            data = file.read_bytes()
            fingerprint = hashlib.sha256(data).hexdigest()[:10]
            media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            path = f"/static/{file.stem}.{fingerprint}{file.suffix}"
            assets[file.name] = Asset(path, media_type, data)
    return assets


def init_assets(app: Flask, assets: dict[str, Asset]) -> None:
    """Serve the assets under ``/static/`` and let templates ask for their paths."""

    def serve_asset(asset: Asset) -> Response:
        response = Response(asset.data, content_type=asset.media_type)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    for name, asset in assets.items():
        app.add_url_rule(asset.path, f"static.{name}", serve_asset, defaults={"asset": asset})
    app.jinja_env.globals["asset_path"] = lambda name: assets[name].path


def csp_hash(text: str) -> str:
    """Return the source expression that lets a page's inline style through (CSP level 3)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
