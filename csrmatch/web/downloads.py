"""Sends files: never cached, never guessed at, under a name that survives Hindi."""

from urllib.parse import quote

from flask import Response

__all__ = ["send_file_bytes"]


def send_file_bytes(content: bytes, name: str, kind: str) -> Response:
    """The bytes as an attachment; the name is given in plain and in extended form."""
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Length"] = str(len(content))
    return response
