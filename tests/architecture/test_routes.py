"""Every route declares who may call it, and asking changes nothing."""

import hashlib

from csrmatch.app import Application
from csrmatch.db import db
from csrmatch.roles import PERMISSIONS, Permission, Role
from csrmatch.web.guards import ACCESS_ATTRIBUTE
from tests.architecture.route_access import ACCESS
from tests.faults.matrix import ACTORS, targets
from tests.faults.world import World

# The role table, as printed for the office.
ROLES = """
                    dpe  cps  dis  sta  uni  cha  age  aud
view_home           x    x    x    x    x    x    x    x
view_districts      x    x    x    x    x    x    x    x
view_cpses          x    x    x    x    x    x    x    x
add_cpses           x
edit_cpses          x    x
view_csr_accounts   x                                  x
edit_csr_accounts   x    x
view_projects       x    x    x    x    x    x    x    x
edit_projects            x
report_on_projects       x                        x
import_records           x    x
view_needs          x    x    x    x    x    x    x    x
edit_needs                    x
step_needs          x         x    x
comment_on_needs         x    x
enter_figures                 x    x    x
view_programmes     x    x    x    x    x    x    x    x
edit_programmes     x              x    x
view_overlaps       x    x    x    x    x    x    x    x
answer_overlaps     x    x    x    x    x
compare_overlaps    x                                  x
view_answers        x    x    x    x         x         x
give_answers             x    x
view_mail           x
view_exercises      x                                  x
edit_exercises      x
view_proposals      x    x    x    x                   x
put_proposals       x
answer_proposals         x    x
publish_mappings    x
view_support        x    x    x    x    x    x    x    x
ask_support              x
view_actions        x    x    x    x    x    x    x    x
assign_actions      x              x    x    x
report_on_actions   x    x    x    x    x    x    x
view_practices      x    x    x    x    x    x    x    x
edit_practices      x    x    x    x    x
keep_practices      x                   x
view_workshops      x    x    x    x    x    x    x    x
edit_workshops      x                   x
take_notes          x    x    x    x    x    x    x
check_in_people     x    x    x    x    x    x    x
view_users          x    x    x    x    x    x    x    x
invite_colleagues   x    x    x    x    x    x    x
manage_users        x
manage_tokens       x    x    x    x    x    x    x
view_log            x                                  x
"""


class TestEveryRoute:
    def test_declares_its_access_as_reviewed_both_ways(self, sqlite_app: Application) -> None:
        declared = {
            rule.endpoint: getattr(sqlite_app.view_functions[rule.endpoint], ACCESS_ATTRIBUTE, "nothing")
            for rule in sqlite_app.url_map.iter_rules()
            if rule.endpoint != "static"
        }
        assert declared == ACCESS

    def test_is_named_after_its_function(self, sqlite_app: Application) -> None:
        for endpoint, view in sqlite_app.view_functions.items():
            if endpoint != "static":
                assert endpoint.split(".")[1] == view.__name__, endpoint

    def test_types_every_number_in_its_address_and_bounds_it(self, sqlite_app: Application) -> None:
        for rule in sqlite_app.url_map.iter_rules():
            for name, converter in rule._converters.items():
                if name.endswith("_id") or name in {"number", "lgd"}:
                    assert getattr(converter, "max", None), f"{rule.rule}: {name} has no greatest value"


class TestRoles:
    def test_the_table_is_as_printed(self) -> None:
        head, *lines = ROLES.strip("\n").splitlines()
        columns = [head.index(role.value.replace("_", "")[:3]) for role in Role]
        printed = {
            role: frozenset(
                Permission(line.split()[0]) for line in lines if column < len(line) and line[column] == "x"
            )
            for role, column in zip(Role, columns, strict=True)
        }
        assert printed == PERMISSIONS


def _digest() -> str:
    """A digest of every row of every table."""
    digest = hashlib.sha256()
    for table in sorted(db.metadata.tables.values(), key=lambda table: table.name):
        rows = sorted(repr(tuple(row)) for row in db.session.execute(table.select()))
        digest.update(f"{table.name}{len(rows)}".encode())
        for row in rows:
            digest.update(row.encode())
    db.session.rollback()
    return digest.hexdigest()


class TestAsking:
    def test_changes_nothing_whoever_asks_for_what(self, app: Application, world: World) -> None:
        before = _digest()
        asked = 0
        for rule in app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
                continue
            for actor in ACTORS:
                client = app.test_client(use_cookies=False)
                for arguments in targets(world, rule.endpoint, actor).values():
                    with app.test_request_context():
                        url = app.url_for(rule.endpoint, **arguments)
                    answer = client.get(url, headers={"Cookie": f"csrmatch={world.cookies[actor]}"})
                    assert answer.status_code < 500, url
                    asked += 1
        print(f"\n{asked} pages asked for")
        assert asked > 300
        assert _digest() == before
