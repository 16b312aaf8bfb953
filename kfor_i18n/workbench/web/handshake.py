"""How a command asks the workbench that runs for a way in, and neither believes the other blindly.

Both know the secret in the user's state directory, and neither sends it: another program may have
the port by now. Everything is derived from it and from a nonce of the command. Who knows the secret
is told by what it derives; and the token, which is derived too, is not sent at all.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

_BYTES = 32


@dataclass(frozen=True)
class Handshake:
    """What is derived from a secret for a workbench on a port, and for one nonce."""

    secret: str
    port: int
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(_BYTES))

    @property
    def question(self) -> str:
        """What the command sends with the nonce: the proof that it knows the secret."""
        return self._derive("question")

    @property
    def answer(self) -> str:
        """What the workbench sends back: the proof that it knows the secret."""
        return self._derive("answer")

    @property
    def token(self) -> str:
        """The token that lets a browser in; it is as long as other tokens."""
        return self._derive("token")

    def _derive(self, purpose: str) -> str:
        text = f"{purpose} {self.port} {self.nonce}"
        digest = hmac.digest(self.secret.encode(), text.encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")
