"""Bodies of responses, which may be long, or have no end."""

from __future__ import annotations

from gzip import GzipFile
from io import BytesIO

from werkzeug.wrappers import Response


class TooLargeError(Exception):
    """A body is longer than it may be: ``most`` bytes."""

    def __init__(self, most: int) -> None:
        """Initialize with the number of bytes."""
        self.most = most
        super().__init__(most)


def read_parts(response: Response, most: int) -> list[bytes]:
    """Return the parts of a response's body, and close it. Raises ``TooLargeError``."""
    parts, length = [], 0
    with response:
        for part in response.iter_encoded():
            length += len(part)
            if length > most:
                raise TooLargeError(most)
            parts.append(part)
    return parts


def unpack(data: bytes, most: int) -> bytes:
    """Return what gzip packed. Raises ``TooLargeError``, and ``OSError`` if it did not."""
    with GzipFile(fileobj=BytesIO(data)) as file:
        unpacked = file.read(most + 1)
    if len(unpacked) > most:
        raise TooLargeError(most)
    return unpacked
