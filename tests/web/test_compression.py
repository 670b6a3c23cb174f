"""What leaves the server compressed, and what never does."""

import gzip

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

GZIP = {"Accept_Encoding": "gzip, br"}


def fetch(client: FlaskClient, address: str, **headers: str) -> TestResponse:
    """An answer whose file, if it came from one, is closed."""
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer.get_data()
    answer.close()
    return answer


class TestCompression:
    @pytest.mark.parametrize("address", ["/", "/static/css/csrmatch.css", "/static/js/csrmatch.js"])
    def test_public_text_comes_compressed_and_is_the_same_text(
        self, client: FlaskClient, address: str
    ) -> None:
        plain, packed = fetch(client, address), fetch(client, address, **GZIP)
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 2
        assert int(packed.headers["Content-Length"]) == len(packed.data)
        assert "Accept-Encoding" in ", ".join(packed.headers.getlist("Vary"))

    def test_who_does_not_ask_gets_plain_text(self, client: FlaskClient) -> None:
        assert "Content-Encoding" not in client.get("/").headers

    def test_a_page_for_somebody_signed_in_is_never_compressed(self, dpe: FlaskClient) -> None:
        assert "Content-Encoding" not in fetch(dpe, "/home", **GZIP).headers
        assert "Content-Encoding" not in fetch(dpe, "/", **GZIP).headers

    def test_a_page_that_sets_a_cookie_is_never_compressed(self, client: FlaskClient) -> None:
        client.application.config["WTF_CSRF_ENABLED"] = True
        answer = fetch(client, "/sign-in", **GZIP)
        assert "Set-Cookie" in answer.headers
        assert "Content-Encoding" not in answer.headers

    @pytest.mark.parametrize("address", ["/static/vendor/noto-sans-latin-400.woff2", "/healthz", "/nowhere"])
    def test_fonts_answers_to_programs_and_errors_stay_as_they_are(
        self, client: FlaskClient, address: str
    ) -> None:
        assert "Content-Encoding" not in fetch(client, address, **GZIP).headers

    def test_a_known_style_sheet_is_not_sent_again(self, client: FlaskClient) -> None:
        first = fetch(client, "/static/css/csrmatch.css", **GZIP)
        again = client.get(
            "/static/css/csrmatch.css", headers={**GZIP, "If-None-Match": first.headers["ETag"]}
        )
        assert (again.status_code, again.data) == (304, b"")
