"""The operations of the API and the OpenAPI document that describes them."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, TypeVar

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models import APISpec
from flask_openapi3.models.components import Components
from flask_openapi3.models.info import Info
from flask_openapi3.models.schema import Schema
from pydantic import BaseModel

from csrmatch.i18n import LazyText
from csrmatch.roles import Permission
from csrmatch.web.api.addresses import API_ROOT, API_VERSION
from csrmatch.web.api.problems import PROBLEM_TYPE, TITLES, install_problems
from csrmatch.web.guards import ACCESS_ATTRIBUTE

__all__ = ["FieldProblem", "Problem", "allow_token", "api", "describe_api", "reads", "sends", "writes"]

F = TypeVar("F", bound=Callable[..., Any])
_READ = (400, 401, 403, 404, 405, 422, 429, 500, 503)
_WRITE = (400, 401, 403, 404, 405, 412, 413, 415, 422, 428, 429, 500, 503)

_ABOUT = (
    "Reads and writes what the pages of csrmatch show and keep, with the same rules. Send a token of your "
    "office as `Authorization: Bearer …`. Money is in whole rupees, days are ISO 8601, financial years are "
    "written as in 2024-25. What is null is not known; it is never 0. Words of problems come in English or "
    "Hindi, as `Accept-Language` asks. Lists give at most 200 records; `next` is the cursor of the next one. "
    "A record that is not for your office answers like one that does not exist."
)


class FieldProblem(BaseModel):
    """A field that was wrong, and why."""

    field: str
    code: str
    text: str


class Problem(BaseModel):
    """What was wrong (RFC 9457); `theirs` and `mine` show what differs where somebody else saved first."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[FieldProblem] | None = None
    version: int | None = None
    theirs: dict[str, str | None] | None = None
    mine: dict[str, str | None] | None = None


def _problem(status: int) -> dict[str, Any]:
    kind = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": TITLES[status][1].text, "content": {PROBLEM_TYPE: kind}}


_KNOWN = {"description": "You have it already: the ETag you sent is that of the record."}


def reads(words: LazyText, record: type[BaseModel]) -> dict[str, Any]:
    """How an operation that reads is described: its words, and what it may answer."""
    answers = {200: record, 304: _KNOWN, **{status: _problem(status) for status in _READ}}
    return {"summary": words.text, "responses": answers}


def sends(words: LazyText, kinds: Iterable[str]) -> dict[str, Any]:
    """How an operation that sends a file is described: its words, and of which types the file may be."""
    file = {"description": "The file, unchanged.", "content": {kind: {} for kind in kinds}}
    answers = {200: file, 304: _KNOWN, **{status: _problem(status) for status in _READ}}
    return {"summary": words.text, "responses": answers}


def writes(words: LazyText, record: type[BaseModel], *, makes: bool = False) -> dict[str, Any]:
    """How an operation that writes is described; one that makes a record answers 201, or 200 if it had."""
    success = {201: record, 200: record} if makes else {200: record}
    return {"summary": words.text, "responses": {**success, **{code: _problem(code) for code in _WRITE}}}


api = APIBlueprint(
    "api",
    __name__,
    url_prefix=f"{API_ROOT}{API_VERSION}",
    abp_security=[{"token": []}],
    operation_id_callback=lambda *, name, path, method: name,
)
install_problems(api)


@api.after_request
def name_the_token(answer: Response) -> Response:
    """No cache may give one office's answer to another."""
    answer.vary.add("Authorization")
    return answer


def allow_token(permission: Permission) -> Callable[[F], F]:
    """Declares that only tokens of offices whose role carries the permission may call this operation."""

    def decorate(view: F) -> F:
        setattr(view, ACCESS_ATTRIBUTE, permission)
        return view

    return decorate


@cache
def describe_api() -> dict[str, Any]:
    """The OpenAPI 3.1 document of every operation there is."""
    schemas = dict(api.components_schemas)
    for model in (FieldProblem, Problem):
        text = model.model_json_schema(ref_template="#/components/schemas/{model}")
        text.pop("$defs", None)
        schemas[model.__name__] = Schema(**text)
    components = Components(
        schemas=schemas,
        securitySchemes={"token": {"type": "http", "scheme": "bearer"}},
    )
    info = Info(title="csrmatch", version="1", description=_ABOUT)
    spec = APISpec(openapi="3.1.0", info=info, paths=dict(sorted(api.paths.items())), components=components)
    document: dict[str, Any] = spec.model_dump(mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return document
