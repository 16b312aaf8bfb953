"""The security headers that every response carries."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from flask import Flask, Response

_NONE = "'none'"
_OWN = "'self'"
_DENIED_FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip


@dataclass(frozen=True)
class Policy:
    """What the pages of an application may load and do; nothing else is allowed.

    ``style_src``, ``script_src`` and ``form_action`` are source lists of a Content Security Policy
    (level 3); without one there are no styles, scripts or forms. ``is_https`` says that the
    application is reached by https alone, so that browsers may insist on it.
    """

    style_src: str = ""
    script_src: str = ""
    form_action: str = _NONE
    is_https: bool = False

    def headers(self) -> dict[str, str]:
        """Return the headers by name."""
        directives = {
            "default-src": _NONE,
            "script-src": self.script_src,
            "style-src": self.style_src,
            "img-src": _OWN,
            "manifest-src": _OWN,
            # Lighthouse reads robots.txt through fetch.
            "connect-src": _OWN,
            "base-uri": _NONE,
            "form-action": self.form_action,
            "frame-ancestors": _NONE,
        }
        headers = {
            "Content-Security-Policy": "; ".join(
                f"{name} {sources}" for name, sources in directives.items() if sources
            ),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED_FEATURES),
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
        }
        if self.is_https:
            headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return headers


def init_security(app: Flask, policy: Policy) -> None:
    """Add a policy's headers to every response of an application."""
    headers = policy.headers()

    def secure(response: Response) -> Response:
        response.headers.update(headers)
        return response

    app.after_request(secure)


def hash_source(text: str) -> str:
    """Return the source expression that allows an inline style or script (CSP level 3)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
