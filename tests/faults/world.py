"""A small world for the tests of faults: for every role a colleague, strangers near and far, and records."""

from dataclasses import dataclass, field

from sqlalchemy import select

from csrmatch import jobs
from csrmatch.accounts.models import Invitation, Organisation, OrganisationKind, User, UserSession
from csrmatch.accounts.services import ensure_organisation, invite_user
from csrmatch.app import Application
from csrmatch.db import db, now, run_write, today
from csrmatch.mail import Letter, MailState, OutgoingMail, post
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.models import AnalysisKind, ExerciseScope, RuleKind
from csrmatch.mapping.results import read_input
from csrmatch.mapping.services import add_rule, create_exercise, lift_rule, run_exercise
from csrmatch.mapping.services.runs import freeze_analysis
from csrmatch.mapping.solving.analysing import Question, find_answer
from csrmatch.optimiser import Objective
from csrmatch.places.models import District, State
from csrmatch.registry.models import Cpse, Need
from csrmatch.registry.queries.projects import list_documents, list_milestones, list_results
from csrmatch.registry.rules.answers import last_due
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.rules.projects import ProjectReach, ProjectStatus
from csrmatch.registry.services.answers import say_nothing_to_report
from csrmatch.registry.services.csr_accounts import NEW, publish_account, save_account
from csrmatch.registry.services.need_delegations import delegate_need
from csrmatch.registry.services.needs import strike_need_document
from csrmatch.registry.services.project_reports import attach_document, strike_document
from csrmatch.registry.services.projects import change_project_places, step_project
from csrmatch.roles import Role
from tests import factories
from tests.conftest import PASSWORD, sign_in
from tests.faults.action_world import make_actions
from tests.faults.consent_world import make_consent
from tests.faults.import_world import make_imports
from tests.faults.overlap_world import make_overlaps
from tests.faults.practice_world import make_practices
from tests.faults.publication_world import make_publication
from tests.faults.support_world import make_requests
from tests.faults.token_world import TokenWorld, make_tokens
from tests.faults.workshop_parts import WorkshopParts, make_workshop_parts
from tests.registry.need_talks import attach_paper, say_on_need, tell_water
from tests.registry.needs import fill_need, make_need, officers_of, take_to
from tests.registry.projects import PDF, fill_project, find_district, find_officer, make_project

MISSING = 2_000_000_000


@dataclass
class World(WorkshopParts):
    """The numbers of what was made; `people[role]` has own, self, near and far users."""

    people: dict[Role, dict[str, int]] = field(default_factory=dict)
    invitations: dict[Role, dict[str, int]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    exercise: int = 0
    other_exercise: int = 0
    # The exercise whose plan is before both sides and published.
    published: int = 0
    run: int = 0
    # A run of the same exercise by its id, to compare with.
    other_run: int = 0
    rules: dict[str, int] = field(default_factory=dict)
    pair: tuple[int, str] = (0, "")
    accounts: dict[str, tuple[str, str]] = field(default_factory=dict)
    places: dict[str, dict[str, object]] = field(default_factory=dict)
    # Projects by name, and of each what belongs to it: milestones, results, documents.
    projects: dict[str, int] = field(default_factory=dict)
    project_parts: dict[str, dict[str, int]] = field(default_factory=dict)
    needs: dict[str, int] = field(default_factory=dict)
    # What goes on about needs: comments, documents by the need's name, and the figures that offices tell.
    programmes: dict[str, int] = field(default_factory=dict)
    overlaps: dict[str, int] = field(default_factory=dict)
    talk: dict[str, int] = field(default_factory=dict)
    far_company: str = ""
    # The exercise with its pairs before both sides, and their letters.
    consent: dict[str, int] = field(default_factory=dict)
    # Requests for support between companies: of NMDC, of others, and closed ones.
    support: dict[str, int] = field(default_factory=dict)
    # Action points by owner or giver: open, done, ended, with their papers.
    actions: dict[str, int] = field(default_factory=dict)
    practices: dict[str, int] = field(default_factory=dict)
    # Feedback and certificates: of each workshop its number, a remark, a certificate, a link.
    need_papers: dict[str, int] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    # Offices that answer each quarter: a company, a collector's office, and one of another state.
    offices: dict[str, int] = field(default_factory=dict)
    answered: tuple[str, int] = ("", 0)
    # A job that somebody of each role asked for, and a mail that was given up.
    jobs: dict[Role, int] = field(default_factory=dict)
    mail: int = 0
    api: TokenWorld = field(default_factory=TokenWorld)
    # Imports of the company and of a district, and of others: the import with a row and a name of it.
    imports: dict[str, dict[str, int]] = field(default_factory=dict)


def _email(role: Role, what: str) -> str:
    return f"{what}.{role.value}@example.test"


def _strangers(role: Role) -> dict[str, Organisation]:
    """Two organisations of the role's kind: one near, of the same state where that means anything."""
    if role is Role.DISTRICT_OFFICER:
        own = db.session.scalars(select(District).where(District.lgd == 376)).one()
        query = select(Organisation).join(District, Organisation.district_id == District.id)
        near = query.where(District.state_id == own.state_id, District.id != own.id).order_by(District.lgd)
        far = query.where(District.state_id != own.state_id).order_by(District.lgd)
        return {
            "near": db.session.scalars(near.limit(1)).one(),
            "far": db.session.scalars(far.limit(1)).one(),
        }
    if role in {Role.STATE_OFFICER, Role.CHAIR}:
        query = select(Organisation).join(State, Organisation.state_id == State.id)
        query = query.where(State.lgd != 20, Organisation.kind == OrganisationKind.STATE).order_by(State.lgd)
        near, far = db.session.scalars(query.limit(2))
        return {"near": near, "far": far}
    if role is Role.CPSE_OFFICER:
        query = select(Organisation).join(Cpse, Cpse.organisation_id == Organisation.id)
        near, far = db.session.scalars(query.where(Cpse.code != "NMDC").order_by(Cpse.code).limit(2))
        return {"near": near, "far": far}
    kind = factories.find_organisation(role).kind
    return {
        place: ensure_organisation(kind.value, name_en=f"Other office {place}") for place in ("near", "far")
    }


def _make_role(world: World, role: Role) -> None:
    actor = db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()
    strangers = _strangers(role)
    own = factories.make_user(role, email=_email(role, "own"), password=PASSWORD)
    world.people[role] = {"self": actor.id, "own": own.id}
    world.invitations[role] = {}
    dpe = db.session.scalars(select(User).where(User.email == "dpe_staff@example.test")).one()
    for place, organisation in {"own": actor.organisation, **strangers}.items():
        if place != "own":
            stranger = factories.make_user(
                role, email=_email(role, place), password=PASSWORD, organisation=organisation
            )
            world.people[role][place] = stranger.id
        invitation, _token = invite_user(
            by=dpe,
            email=_email(role, f"invited.{place}"),
            name="Invited person",
            designation="",
            role=role,
            organisation=organisation,
            language="en",
        )
        world.invitations[role][place] = invitation.id
    used, token = invite_user(
        by=dpe,
        email=_email(role, "used"),
        name="Used",
        designation="",
        role=role,
        organisation=actor.organisation,
        language="en",
    )
    used.used_at = now()
    world.invitations[role]["used"] = used.id
    world.tokens["used"] = token


def _make_exercise(world: World) -> None:
    dpe = db.session.scalars(select(User).where(User.email == "dpe_staff@example.test")).one()
    state = db.session.scalars(select(State).where(State.lgd == 22)).one()
    exercises = [
        create_exercise(
            by=dpe,
            title_en=title,
            title_hi=None,
            financial_year="2026-27",
            scope=ExerciseScope.STATE,
            state=state,
        )
        for title in ("First", "Second")
    ]
    db.session.flush()
    world.exercise, world.other_exercise = (exercise.id for exercise in exercises)
    run = run_exercise(exercise=exercises[0], by=dpe, language="en")
    world.run = run.number
    world.other_run = run_exercise(exercise=exercises[0], by=dpe, language="en").id
    given = read_input(unpack(run.input_zip))
    question = Question(*given, "en", run.summary["pairs"])
    stable = find_answer(question, Objective.STABLE)
    freeze_analysis(run=run, kind=AnalysisKind.STABLE, found=stable)
    world.pair = (int(run.summary["pairs"][0][0]), run.summary["pairs"][0][1])
    district = db.session.scalars(select(District).where(District.lgd == world.pair[0])).one()
    cpse = db.session.scalars(select(Cpse).where(Cpse.code == world.pair[1])).one()
    for name, exercise in (("lifted", exercises[0]), ("there", exercises[0]), ("far", exercises[1])):
        rule = add_rule(
            exercise=exercise, by=dpe, kind=RuleKind.BAN, district=district, cpse=cpse, reason="A reason."
        )
        db.session.flush()
        world.rules[name] = rule.id
        if name == "lifted":
            lift_rule(rule=rule, by=dpe, version=rule.version, reason="A reason.")


def _make_projects(world: World) -> None:
    """Two projects of different companies, places and agencies, and one that is closed."""
    officer = find_officer("NMDC")
    agency = factories.find_organisation(Role.AGENCY)
    for name, code, lgd in (("here", "NMDC", 376), ("there", "NTPC", 328), ("closed", "NMDC", 376)):
        project = make_project(code, f"Project {name}", lgd=lgd)
        fill_project(project, agency=None if name == "there" else agency)
        if name == "there":
            places = {find_district(lgd): 100}
            change_project_places(
                project=project, version=project.version, reach=ProjectReach.DISTRICTS, districts=places
            )
        if name == "closed":
            for status in (ProjectStatus.COMPLETED, ProjectStatus.CLOSED):
                step_project(
                    project=project,
                    by=officer,
                    version=project.version,
                    status=status,
                    on=today(),
                    reason="A reason.",
                )
        struck = attach_document(
            project=project, by=officer, title="Wrong file", file_name="x.pdf", content=PDF
        )
        strike_document(
            document=struck, by=officer, version=struck.attachment.version, reason="It is the wrong one."
        )
        world.projects[name] = project.id
        world.project_parts[name] = {
            "milestone_id": list_milestones(project)[0].id,
            "result_id": list_results(project)[0].id,
            "attachment_id": list_documents(project)[0].attachment_id,
            "struck": struck.attachment_id,
        }


def _make_needs(world: World) -> None:
    """Needs of Dantewada as a draft, taken up and withdrawn, of Jharkhand verified, of a third one open."""
    for name, lgd, status in (
        ("here", 376, NeedStatus.DRAFT),
        ("taken_up", 376, NeedStatus.TAKEN_UP),
        ("withdrawn", 376, NeedStatus.WITHDRAWN),
        ("there", 328, NeedStatus.VERIFIED),
        ("open", 642, NeedStatus.OPEN),
    ):
        need = make_need(f"Need {name}", lgd=lgd)
        fill_need(need)
        take_to(need, status)
        world.needs[name] = need.id
    _make_talks(world)


def _make_talks(world: World) -> None:
    """A thread of NMDC and Dantewada, one of others far away; documents, a need handed on, told figures."""
    officer, colleague = officers_of(376)
    company = find_officer("NMDC")
    far = db.session.get_one(User, world.people[Role.CPSE_OFFICER]["near"])
    needs = {name: db.session.get_one(Need, number) for name, number in world.needs.items()}
    nmdc = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    other = db.session.scalars(select(Cpse).where(Cpse.organisation_id == far.organisation_id)).one()
    world.far_company = other.code
    world.talk = {
        "comment_id": say_on_need(needs["taken_up"], nmdc, company).id,
        "office_comment_id": say_on_need(needs["taken_up"], nmdc, officer, "Those of Kuakonda.").id,
        "far_comment_id": say_on_need(needs["open"], other, far, "Which road?").id,
    }
    say_on_need(needs["taken_up"], nmdc, company, "And the pumps?")
    for name in ("here", "there", "taken_up"):
        by = officers_of(needs[name].district.lgd)[0]
        world.need_papers[name] = attach_paper(needs[name], by, f"Paper {name}").attachment_id
        struck = attach_paper(needs[name], by, "Wrong paper")
        strike_need_document(
            need=needs[name], document=struck, by=by, version=struck.attachment.version, reason="Wrong."
        )
        world.need_papers[f"{name} struck"] = struck.attachment_id
    world.talk["attachment_id"] = world.need_papers["here"]
    handed = make_need("Need handed")
    delegate_need(need=handed, by=officer, to=colleague, due_on=today(), note="The blocks are missing.")
    world.needs["handed"] = handed.id
    for name, role in (("state", Role.STATE_OFFICER), ("unicef", Role.UNICEF_OFFICER)):
        teller = db.session.scalars(select(User).where(User.email == f"{role.value}@example.test")).one()
        world.figures[name] = tell_water(teller, lgd=328).id
    world.figures["own"] = tell_water(officer).id


def _make_answers(world: World) -> None:
    """What NMDC and Dantewada said of a quarter that is over, and two offices that said nothing."""
    for name, role in (("cpse", Role.CPSE_OFFICER), ("district", Role.DISTRICT_OFFICER)):
        office = factories.find_organisation(role)
        world.offices[name] = office.id
        user = db.session.get_one(User, world.people[role]["self"])
        quarter = last_due(today())
        say_nothing_to_report(by=user, office=office, quarter=quarter, day=today())
        world.answered = (quarter.year, quarter.number)
    for name, lgd in (("there", 328), ("far", 642)):
        office = select(Organisation).where(Organisation.district_id == find_district(lgd).id)
        world.offices[name] = db.session.scalars(office).one().id


def _make_work(world: World) -> None:
    """A job of each role's standard person, and a mail to the chair that could not be sent."""
    for role in Role:
        person = world.people[role]["self"]
        world.jobs[role] = jobs.enqueue("nothing", {}, f"work of {role.value}", by_id=person).id
    chair = db.session.get_one(User, world.people[Role.CHAIR]["self"])
    letter = Letter("a reminder", "reminder", chair.id, chair.email, "hi", "Subject", "Body")
    post(letter)
    mail = db.session.scalars(select(OutgoingMail).where(OutgoingMail.key == letter.key)).one()
    mail.state, world.mail = MailState.FAILED, mail.id


def _make_accounts(world: World) -> None:
    """CSR accounts: a draft of NMDC, and of another CPSE a draft and a published year."""
    dpe = db.session.scalars(select(User).where(User.email == "dpe_staff@example.test")).one()
    near = db.session.scalars(select(Cpse).where(Cpse.code != "NMDC").order_by(Cpse.code).limit(1)).one()
    own = db.session.scalars(select(Cpse).where(Cpse.code == "NMDC")).one()
    for place, cpse, year in (
        ("own", own, "2025-26"),
        ("near", near, "2025-26"),
        ("published", near, "2024-25"),
    ):
        values = {"spent_inr": 10**7, "note": f"Account {place}"}
        account = save_account(cpse=cpse, financial_year=year, by=dpe, version=NEW, values=values)
        if place == "published":
            publish_account(account=account, by=dpe, version=account.version)
        world.accounts[place] = (cpse.code, year)
    for place, cpse in (("own", own), ("near", near)):
        world.places[place] = {"code": cpse.code, "place_id": cpse.places[0].id}


def make_world(app: Application) -> World:
    """Makes the world and signs everybody in; `cookies` has one for each role, disabled and expired."""
    world = World()

    def make() -> None:
        for role in Role:
            _make_role(world, role)
        world.api = make_tokens()
        _make_exercise(world)
        _make_accounts(world)
        _make_projects(world)
        _make_needs(world)
        far_state = db.session.get_one(User, world.people[Role.STATE_OFFICER]["near"])
        world.programmes, world.overlaps = make_overlaps(world.projects, world.needs, far_state)
        _make_answers(world)
        officers = world.people[Role.CPSE_OFFICER]
        near, far = (db.session.get_one(User, officers[place]) for place in ("near", "far"))
        world.support = make_requests(near, far)
        world.practices = make_practices()
        make_workshop_parts(world)
        world.imports = make_imports()
        world.actions = make_actions()
        _make_work(world)
        dpe = db.session.scalars(select(User).where(User.email == "dpe_staff@example.test")).one()
        world.consent = make_consent(dpe)
        invitation, world.tokens["open"] = invite_user(
            by=dpe,
            email="open@example.test",
            name="Open",
            designation="",
            role=Role.DPE_STAFF,
            organisation=dpe.organisation,
            language="en",
        )
        world.published = make_publication(dpe)
        assert isinstance(invitation, Invitation)
        for name in ("disabled", "expired"):
            factories.make_user(Role.DPE_STAFF, email=f"{name}@example.test", password=PASSWORD)

    run_write(make)
    for name in [role.value for role in Role] + ["disabled", "expired"]:
        cookie = sign_in(app, f"{name}@example.test").get_cookie("csrmatch")
        assert cookie is not None
        world.cookies[name] = cookie.value
    world.cookies["anonymous"] = ""

    def end() -> None:
        query = select(User).where(User.email == "disabled@example.test")
        # The session row stays: the check of every request must see that the person may not come in.
        db.session.scalars(query).one().is_enabled = False
        query = select(UserSession).join(UserSession.user).where(User.email == "expired@example.test")
        db.session.scalars(query).one().expires_at = now()

    run_write(end)
    return world
