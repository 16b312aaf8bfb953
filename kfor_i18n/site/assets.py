"""Static files, cached indefinitely: their names change with their content."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response

mimetypes.add_type("image/svg+xml", ".svg")

_STYLE = "site.css"


@dataclass(frozen=True)
class Asset:
    """A static file: its path on the site, media type and bytes."""

    path: str
    media_type: str
    data: bytes


def load_assets(folder: Path) -> dict[str, Asset]:
    """Read the files of a directory that are served unchanged, by file name."""
    files = sorted(file for file in folder.iterdir() if file.is_file() and file.name != _STYLE)
    return {file.name: _load_asset(file) for file in files}


def _load_asset(file: Path) -> Asset:
    data = file.read_bytes()
    fingerprint = hashlib.sha256(data).hexdigest()[:10]
    media_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return Asset(f"/static/{file.stem}.{fingerprint}{file.suffix}", media_type, data)


def load_style(folder: Path) -> str:
    """Read the style sheet that is inlined into every page, minified."""
    css = (folder / _STYLE).read_text(encoding="utf-8")
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()


def init_assets(app: Flask, assets: Mapping[str, Asset]) -> None:
    """Serve the assets of an application."""

    def serve_asset(asset: Asset) -> Response:
        response = Response(asset.data, content_type=asset.media_type)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    for name, asset in assets.items():
        app.add_url_rule(asset.path, f"static.{name}", serve_asset, defaults={"asset": asset})
