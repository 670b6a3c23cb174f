"""The page that describes the API to people, and the document that describes it to programs."""

from flask import Response, json, render_template

from csrmatch.web.api.document import api, describe_api
from csrmatch.web.guards import public

__all__: list[str] = []


@api.get("/", doc_ui=False)
@public
def show_api() -> str:
    """What a program can ask for and change, in a table."""
    operations = [
        (method.upper(), path, operation["summary"], method != "get")
        for path, methods in describe_api()["paths"].items()
        for method, operation in methods.items()
    ]
    return render_template("api/show_api.html", operations=operations)


@api.get("/openapi.json", doc_ui=False)
@public
def show_document() -> Response:
    """The OpenAPI document."""
    return Response(json.dumps(describe_api()), content_type="application/json")
