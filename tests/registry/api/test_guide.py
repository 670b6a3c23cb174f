"""The examples of the guide for programs do what it says."""

import re
import shlex
from pathlib import Path

from csrmatch.app import Application
from tests.registry.api.asking import Caller

GUIDE = Path(__file__).parents[3] / "docs" / "api.md"


def _examples() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(line) for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def _send(app: Application, caller: Caller, words: list[str]) -> int:
    """Sends what curl would send."""
    method, data, headers, address = "GET", None, {}, ""
    rest = iter(words[1:])
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-d":
            data = next(rest)
        elif word == "-H":
            name, _colon, value = next(rest).partition(": ")
            headers[name] = value.replace("$TOKEN", caller.secret)
        else:
            address = word.replace("$API", "/api/v1")
    client = app.test_client(use_cookies=False)
    return client.open(address, method=method, data=data, headers=headers).status_code


class TestGuide:
    def test_every_example_works_one_after_the_other(self, app: Application) -> None:
        caller = Caller(app)
        examples = _examples()
        assert len(examples) >= 7
        for words in examples:
            made = 201 if "POST" in words else 200
            assert _send(app, caller, words) == made, " ".join(words)

    def test_names_every_code_of_a_problem_that_a_program_can_meet(self) -> None:
        from csrmatch.web.api.problems import TITLES

        text = GUIDE.read_text(encoding="utf-8")
        missing = {code for code, _words in TITLES.values() if f"`{code}`" not in text}
        assert missing == {"method", "broken"}
