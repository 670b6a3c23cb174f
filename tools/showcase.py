"""A demonstration of one's own with every state of every page: its folder, its server, its addresses."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import config
from csrmatch.app import create_app
from csrmatch.audit.recording import acting
from csrmatch.db import db, run_write
from tools.showcase_actions import action_pages, give_out_actions
from tools.showcase_answers import answer_pages, give_answers
from tools.showcase_consent import consent_pages, put_to_sides
from tools.showcase_exercises import (
    change_workshop_mapping,
    invite_colleague,
    keep_accounts,
    make_clash,
    make_unready,
    part_with_colleague,
)
from tools.showcase_feedback import ask_for_feedback, feedback_pages
from tools.showcase_funding import FUND_PAGES, plan_funding
from tools.showcase_imports import IMPORT_PAGES, bring_accounts_in, bring_projects_in
from tools.showcase_needs import NEED_PAGES, post_needs
from tools.showcase_outcomes import follow_workshop_up, outcome_pages
from tools.showcase_overlaps import OVERLAP_PAGES, find_overlaps
from tools.showcase_participants import bring_participants, participant_pages
from tools.showcase_portfolios import PORTFOLIO_PAGES, record_portfolios
from tools.showcase_practices import keep_library, practice_pages, write_practices
from tools.showcase_projects import PROJECT_PAGES, approve_project, begin_project, record_projects
from tools.showcase_publication import publication_pages, publish_mapping
from tools.showcase_reports import REPORT_PAGES, make_reports
from tools.showcase_room import meet_in_the_room, room_pages
from tools.showcase_scenarios import SCENARIO_PAGES, make_scenario, work_out_runs
from tools.showcase_support import SUPPORT_PAGES, ask_for_support
from tools.showcase_takeaways import hold_workshop, takeaway_pages
from tools.showcase_talks import talk_about_needs, talk_pages, tell_figures
from tools.showcase_tokens import TOKEN_PAGES, make_tokens
from tools.showcase_workshops import hold_workshops, workshop_pages

__all__ = ["JOIN_FILE", "Page", "Site", "furnish", "list_pages", "make_instance", "serve"]

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "csrmatch.sqlite"
JOIN_FILE = "join-link.txt"
_DANTEWADA, _NARAYANPUR = 376, 637
_ACCOUNT = "/cpses/NMDC/csr-accounts"
# Three answers that contradict one another.
_AT_ODDS = "need_expertise__nearness=9&nearness__money=9&need_expertise__money=-9"
_START_SECONDS = 60


@dataclass(frozen=True)
class Page:
    """A page of the furnished demonstration: the view, a short name, the address, who opens it."""

    endpoint: str
    name: str
    path: str
    account: str | None = "dpe"


@dataclass(frozen=True)
class Site:
    """A demonstration that is being served."""

    url: str
    folder: Path

    @property
    def password(self) -> str:
        """The password of every demonstration account."""
        return (self.folder / "demo-password.txt").read_text().strip()

    @property
    def join_token(self) -> str:
        """The secret of the one open invitation's link."""
        return (self.folder / JOIN_FILE).read_text().strip()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CSRMATCH_")}
    return {**kept, "CSRMATCH_INSTANCE": str(folder)}


def make_instance(folder: Path) -> None:
    """Makes the demonstration in a new folder with the very command people use, and furnishes it."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "csrmatch", "demo", "--no-serve"]
    subprocess.run(  # noqa: S603 (fixed words only)
        command, cwd=ROOT, env=_environment(folder), check=True, stdout=subprocess.DEVNULL
    )
    furnish(folder)


def furnish(folder: Path) -> None:
    """Adds what it lacks: rules, a clash, an empty exercise, a former colleague, an invitation."""
    url = f"sqlite:///{folder / DATABASE}"
    app = create_app(
        type(
            "Showcase",
            (config.Testing,),
            {"SQLALCHEMY_DATABASE_URI": url, "ATTACHMENTS": str(folder / "attachments")},
        )
    )
    with app.app_context(), acting("showcase"):
        # One act, one transaction: the log gives a reason to all that was changed in one.
        acts = (
            change_workshop_mapping,
            make_unready,
            make_clash,
            keep_accounts,
            part_with_colleague,
            make_tokens,
        )
        for act in (
            *acts,
            record_projects,
            approve_project,
            begin_project,
            post_needs,
            give_out_actions,
            ask_for_support,
            bring_projects_in,
            bring_accounts_in,
            talk_about_needs,
            tell_figures,
            give_answers,
            plan_funding,
            find_overlaps,
            record_portfolios,
            put_to_sides,
            publish_mapping,
            make_scenario,
            hold_workshops,
            write_practices,
            keep_library,
            bring_participants,
            ask_for_feedback,
            meet_in_the_room,
            hold_workshop,
            follow_workshop_up,
        ):
            run_write(act)
        work_out_runs()
        make_reports()
        token = run_write(invite_colleague)
        db.session.remove()
        db.engine.dispose()
    (folder / JOIN_FILE).write_text(token)


def list_pages(site: Site) -> list[Page]:
    """Every page that answers a GET with HTML, in the states worth a look; a furnished site has them all."""
    state, nation = "/exercises/2", "/exercises/1"
    return [
        Page("home.show_front_page", "front", "/", None),
        Page("accounts.sign_in", "sign-in", "/sign-in", None),
        Page("accounts.accept_invitation", "join", f"/join/{site.join_token}", None),
        Page("home.show_home", "home", "/home"),
        Page("home.show_home", "home-cpse", "/home", "cpse"),
        Page("home.show_home", "home-district", "/home", "district"),
        Page("home.search_everything", "search", "/search?q=Dantewda"),
        Page("home.search_everything", "search-kind", "/search?q=health&kind=indicator"),
        Page("home.search_everything", "search-none", "/search?q=zzzz"),
        Page("registry.list_districts", "districts", "/districts"),
        Page("registry.show_district", "district", f"/districts/{_DANTEWADA}"),
        Page("registry.list_cpses", "cpses", "/cpses"),
        Page("registry.show_cpse", "cpse", "/cpses/NMDC"),
        Page("registry.show_cpse", "cpse-without-spending", "/cpses/ALIMCO"),
        Page("registry.show_cpse", "cpse-own", "/cpses/NMDC", "cpse"),
        Page("registry.new_cpse", "cpse-new", "/cpses/new"),
        Page("registry.edit_cpse", "cpse-edit", "/cpses/NMDC/edit"),
        Page("registry.new_place", "place-new", "/cpses/NMDC/places/new", "cpse"),
        Page("registry.edit_place", "place-edit", "/cpses/NMDC/places/1/edit", "cpse"),
        Page("registry.list_csr_accounts", "csr-accounts", "/csr-accounts?year=2025-26"),
        Page("registry.show_csr_account", "csr-account", f"{_ACCOUNT}/2025-26", "cpse"),
        Page("registry.show_csr_account", "csr-account-published", f"{_ACCOUNT}/2024-25", "cpse"),
        Page("registry.show_csr_account", "csr-account-empty", f"{_ACCOUNT}/2023-24", "cpse"),
        Page("registry.edit_csr_account", "csr-account-edit", f"{_ACCOUNT}/2025-26/edit", "cpse"),
        *(Page(*given) for given in publication_pages(site.folder / DATABASE)),
        *(Page(*given) for given in action_pages(site.folder / DATABASE)),
        *(Page(*given) for given in answer_pages(site.folder / DATABASE)),
        *(Page(*given) for given in consent_pages(site.folder / DATABASE)),
        *(Page(*given) for given in room_pages(site.folder / DATABASE)),
        *(Page(*given) for given in talk_pages(site.folder / DATABASE)),
        *(Page(*given) for given in practice_pages(site.folder / DATABASE)),
        *(Page(*given) for given in takeaway_pages(site.folder / DATABASE)),
        *(Page(*given) for given in outcome_pages(site.folder / DATABASE)),
        *(Page(*given) for given in IMPORT_PAGES),
        *(Page(*given) for given in workshop_pages(site.folder / DATABASE)),
        *(Page(*given) for given in participant_pages(site.folder)),
        *(Page(*given) for given in (*SUPPORT_PAGES, *FUND_PAGES, *SCENARIO_PAGES, *REPORT_PAGES)),
        *(Page(*given) for given in feedback_pages(site.folder)),
        *(
            Page(*given)
            for given in (*NEED_PAGES, *PROJECT_PAGES, *PORTFOLIO_PAGES, *TOKEN_PAGES, *OVERLAP_PAGES)
        ),
        Page("mapping.list_exercises", "exercises", "/exercises"),
        Page("mapping.list_exercises", "exercises-none", "/exercises?q=zzzz"),
        Page("mapping.new_exercise", "exercise-new", "/exercises/new"),
        Page("mapping.show_exercise", "exercise", state),
        Page("mapping.show_exercise", "exercise-empty", "/exercises/3"),
        Page("mapping.edit_exercise", "exercise-edit", f"{state}/edit"),
        Page("mapping.edit_districts", "exercise-districts", f"{state}/districts"),
        Page("mapping.edit_cpses", "exercise-cpses", f"{state}/cpses"),
        Page("mapping.edit_weights", "exercise-weights", f"{state}/weights"),
        Page("mapping.edit_weights", "exercise-weights-trial", f"{nation}/weights?preset=near&show=presets"),
        Page("mapping.edit_weights", "exercise-weights-empty", "/exercises/3/weights"),
        Page("mapping.edit_weights", "exercise-weights-clash", "/exercises/4/weights"),
        Page("mapping.compare_criteria", "criteria-pairs", f"{state}/weights/pairs"),
        Page("mapping.compare_criteria", "criteria-pairs-apart", f"{state}/weights/pairs?{_AT_ODDS}"),
        Page("mapping.show_data", "exercise-data", f"{state}/data"),
        Page("mapping.show_data", "exercise-data-nation", f"{nation}/data?fact=account&office=cpse"),
        Page("mapping.ask_for_facts", "exercise-data-ask", f"{state}/data/ask"),
        Page("mapping.list_exercise_rules", "rules", f"{state}/rules"),
        Page("mapping.list_exercise_rules", "rules-none", f"{nation}/rules"),
        Page("mapping.list_exercise_rules", "rules-clash", "/exercises/4/rules"),
        Page("mapping.try_rules", "rule-trial", "/exercises/4/rules/trial?without=4"),
        Page("mapping.try_rules", "rule-trial-clash", "/exercises/4/rules/trial"),
        Page("mapping.new_rule", "rule-new", f"{state}/rules/new"),
        Page("mapping.new_rule", "rule-new-bound", f"{state}/rules/new?kind=bound"),
        Page("mapping.new_rule", "rule-new-bans", f"{state}/rules/new?kind=ban_district"),
        Page("mapping.lift_exercise_rule", "rule-lift", f"{state}/rules/1/lift"),
        Page("mapping.show_run", "run", f"{state}/runs/2"),
        Page("mapping.show_run", "run-nation", f"{nation}/runs/1"),
        Page("mapping.show_run", "run-clash", "/exercises/4/runs/1"),
        Page("mapping.show_matrix", "matrix", f"{state}/runs/2/matrix"),
        Page("mapping.show_matrix", "matrix-costs", f"{state}/runs/2/matrix?show=costs"),
        Page("mapping.show_matrix", "matrix-nation", f"{nation}/runs/1/matrix"),
        Page("mapping.show_matrix", "matrix-gaps", f"{state}/runs/2/matrix?show=gaps&zoom=l&led=1"),
        Page("mapping.show_matrix", "matrix-small", f"{state}/runs/2/matrix?zoom=s&rows=fit:NMDC"),
        Page("mapping.show_matrix", "matrix-none", f"{state}/runs/2/matrix?find=zzzz"),
        Page("mapping.swap_leads", "pair-swap", f"{state}/runs/2/pairs/{_NARAYANPUR}/NTPC/swap"),
        Page("mapping.swap_leads", "pair-swap-none", f"{state}/runs/2/pairs/{_DANTEWADA}/NMDC/swap"),
        Page("mapping.show_pair", "pair", f"{state}/runs/2/pairs/{_DANTEWADA}/NMDC"),
        Page("mapping.show_pair", "pair-other", f"{state}/runs/2/pairs/{_NARAYANPUR}/SAIL"),
        Page("accounts.show_account", "account", "/account"),
        Page("accounts.list_users", "users", "/users"),
        Page("accounts.show_user", "user", "/users/2"),
        Page("accounts.show_user", "user-disabled", "/users/9"),
        Page("accounts.list_invitations", "invitations", "/users/invitations"),
        Page("accounts.show_invitation", "invitation", "/users/invitations/1"),
        Page("accounts.new_invitation", "invitation-new", "/users/invitations/new"),
        Page("accounts.list_changes", "log", "/log"),
    ]


@contextmanager
def serve(folder: Path) -> Iterator[Site]:
    """Serves the instance in a folder on a free port of this machine until the block ends."""
    # The listening socket is handed over, so that no other program can take the port in between.
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        site = Site(f"http://127.0.0.1:{listener.getsockname()[1]}", folder)
        command = [sys.executable, "-m", "gunicorn", "wsgi:app", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--threads", "8", "--timeout", "120", "--no-control-socket"]
        with (folder / "server.log").open("ab") as log:
            server = subprocess.Popen(  # noqa: S603 (fixed words only)
                command,
                cwd=ROOT,
                env=_environment(folder),
                pass_fds=[listener.fileno()],
                stdout=log,
                stderr=log,
            )
        try:
            _wait_for(site, server)
            yield site
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(site: Site, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{site.url}/readyz", timeout=_START_SECONDS):  # noqa: S310 (our own)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start: see {site.folder / 'server.log'}")
