"""The security headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response

_DENIED_FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip


def init_security(app: Flask, *, style_source: str, is_https: bool) -> None:
    """Put the headers on every answer, whatever made it.

    ``style_source`` is the CSP source expression of the pages' inline style.
    """
    headers = build_headers(style_source=style_source, is_https=is_https)

    def secure(response: Response) -> Response:
        response.headers.update(headers)
        return response

    app.after_request(secure)


def build_headers(*, style_source: str, is_https: bool) -> dict[str, str]:
    """Return the headers by name; HSTS only for a site that is reached by https."""
    policy = {
        "default-src": "'none'",
        "style-src": style_source,
        "img-src": "'self'",
        "manifest-src": "'self'",
        # Lighthouse reads robots.txt through fetch.
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _DENIED_FEATURES),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if is_https:
        headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
    return headers
