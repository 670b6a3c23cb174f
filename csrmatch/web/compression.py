"""Compresses style sheets, scripts and public pages on their way out, for people on slow lines."""

import gzip
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import chain
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.datastructures import Headers

__all__ = ["Compression"]

_ASSETS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}
_SMALLEST = 500


@lru_cache(maxsize=64)
def _compress(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


class Compression:
    """A WSGI application around another: text that holds nobody's secrets leaves it compressed.

    A page sent to a browser that carries a cookie of ours, or that sets one, is never compressed: beside a
    secret in the same answer, the compressed length would betray it letter by letter.
    """

    def __init__(self, application: WSGIApplication, session_cookie: str) -> None:
        self.application = application
        self.session_cookie = session_cookie

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answers as the inner application does, compressed where that is allowed and worth it."""
        if environ["REQUEST_METHOD"] != "GET" or "gzip" not in environ.get("HTTP_ACCEPT_ENCODING", ""):
            return self.application(environ, start_response)
        begun: list[Any] = []
        parts: list[bytes] = []

        def begin(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            begun[:] = [status, Headers(headers), exc_info]
            return parts.append

        answer = self.application(environ, begin)
        if not self._may_compress(environ, begun[0], begun[1]):
            start_response(begun[0], begun[1].to_wsgi_list(), begun[2])
            return chain(parts, answer) if parts else answer
        try:
            body = b"".join([*parts, *answer])
        finally:
            if hasattr(answer, "close"):
                answer.close()
        headers: Headers = begun[1]
        if len(body) >= _SMALLEST:
            body = _compress(body)
            headers["Content-Encoding"] = "gzip"
        headers["Content-Length"] = str(len(body))
        headers.add("Vary", "Accept-Encoding")
        start_response(begun[0], headers.to_wsgi_list(), begun[2])
        return [body]

    def _may_compress(self, environ: WSGIEnvironment, status: str, headers: Headers) -> bool:
        kind = headers.get("Content-Type", "").split(";")[0]
        if not status.startswith("200") or "Content-Encoding" in headers:
            return False
        if kind in _ASSETS:
            return True
        has_session = f"{self.session_cookie}=" in environ.get("HTTP_COOKIE", "")
        return kind == "text/html" and not has_session and "Set-Cookie" not in headers
