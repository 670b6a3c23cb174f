"""The document of the API is a valid OpenAPI 3.1 document and says all that a program may meet."""

import jsonschema_rs
import schemathesis

from csrmatch.app import Application
from csrmatch.web.api.document import describe_api
from csrmatch.web.api.fields import Sent, Told


def _operations() -> dict[str, dict[str, object]]:
    return {
        operation["operationId"]: {**operation, "method": method}
        for methods in describe_api()["paths"].values()
        for method, operation in methods.items()
    }


class TestDocument:
    def test_is_given_to_anybody_in_the_third_edition(self, sqlite_app: Application) -> None:
        answer = sqlite_app.test_client().get("/api/v1/openapi.json")
        assert answer.status_code == 200
        assert answer.json["openapi"] == "3.1.0"
        assert answer.json["components"]["securitySchemes"] == {"token": {"type": "http", "scheme": "bearer"}}

    def test_is_valid(self, sqlite_app: Application) -> None:
        schemathesis.openapi.from_wsgi("/api/v1/openapi.json", sqlite_app).validate()

    def test_has_schemas_that_are_schemas_and_references_that_lead_somewhere(self) -> None:
        document = describe_api()
        schemas = document["components"]["schemas"]
        for schema in schemas.values():
            assert jsonschema_rs.meta.is_valid(schema)
        wanted = set(_references(document))
        assert len(wanted) > 40
        assert wanted <= {f"#/components/schemas/{name}" for name in schemas}

    def test_has_no_two_schemas_of_one_name(self) -> None:
        names = [model.__name__ for model in {*_below(Told), *_below(Sent)}]
        assert len(names) > 60
        assert {name for name in names if names.count(name) > 1} == set()

    def test_says_of_every_operation_what_may_go_wrong(self) -> None:
        for name, operation in _operations().items():
            common = {"400", "401", "403", "404", "422", "429", "503"}
            more = {"412", "413", "415", "428"} if operation["method"] != "get" else {"304"}
            assert common | more <= set(operation["responses"]), name
            assert operation["summary"], name
            assert operation["security"] == [{"token": []}], name

    def test_forbids_every_field_that_it_does_not_name(self) -> None:
        schemas = describe_api()["components"]["schemas"]
        for operation in _operations().values():
            body = operation.get("requestBody")
            if body:
                reference = body["content"]["application/json"]["schema"]["$ref"]  # type: ignore[index]
                assert schemas[reference.rsplit("/", 1)[1]]["additionalProperties"] is False

    def test_is_told_to_people_in_their_language(self, sqlite_app: Application) -> None:
        client = sqlite_app.test_client()
        page = client.get("/api/v1/", headers={"Accept-Language": "hi"}).text
        assert '<html lang="hi"' in page
        client.get("/language/en")
        page = client.get("/api/v1/", headers={"Accept-Language": "hi"}).text
        assert '<html lang="en"' in page
        for path in describe_api()["paths"]:
            assert path in page


def _below(model: type) -> list[type]:
    return [found for part in model.__subclasses__() for found in (part, *_below(part))]


def _references(node: object) -> list[str]:
    if isinstance(node, dict):
        own = [str(node["$ref"])] if "$ref" in node else []
        return own + [found for value in node.values() for found in _references(value)]
    if isinstance(node, list):
        return [found for value in node for found in _references(value)]
    return []
