"""Feedback and certificates for the furnished demonstration: a workshop that was held, all words invented."""

import sqlite3
import uuid
from collections.abc import Sequence
from datetime import time, timedelta
from pathlib import Path

from itsdangerous import URLSafeSerializer
from sqlalchemy import select

from csrmatch.accounts.models import Organisation, OrganisationKind, User
from csrmatch.db import db, now, today
from csrmatch.demo import DEMO_DOMAIN
from csrmatch.places.models import State
from csrmatch.workshops.models import Certificate, FeedbackForm, Participant, Workshop, WorkshopSession
from csrmatch.workshops.queries.certificates import find_days_there
from csrmatch.workshops.queries.feedback import list_feedback_sessions
from csrmatch.workshops.queries.workshops import list_days
from csrmatch.workshops.rules.agenda import SessionKind
from csrmatch.workshops.rules.certificates import CertificateLanguage, make_code
from csrmatch.workshops.rules.check_in import Act, DoorItem
from csrmatch.workshops.rules.feedback import Question, QuestionKind
from csrmatch.workshops.rules.participants import ParticipantGroup as Group
from csrmatch.workshops.rules.workshops import WorkshopStep
from csrmatch.workshops.services import agenda
from csrmatch.workshops.services.agenda import SessionText
from csrmatch.workshops.services.certificates import keep_certificate, withdraw_certificate
from csrmatch.workshops.services.check_in import record_check_ins
from csrmatch.workshops.services.feedback import (
    NEW,
    AnswerText,
    FormText,
    OwnQuestion,
    give_answer,
    hide_remark,
    set_form,
)
from csrmatch.workshops.services.participants import ParticipantText, add_participant
from csrmatch.workshops.services.workshops import (
    WorkshopText,
    create_workshop,
    ensure_series,
    step_workshop,
)
from csrmatch.workshops.tasks.certificates import write_certificate

__all__ = ["ask_for_feedback", "feedback_pages"]

_TITLE = "Workshop with feedback and certificates"
# Name in English and Hindi, designation and organisation in both, group, how many days.
_PEOPLE = (
    (
        ("Asha Verma (demo)", "आशा वर्मा (नमूना)"),
        ("Director", "निदेशक"),
        ("Department of Public Enterprises", "लोक उद्यम विभाग"),
        Group.DPE,
        2,
    ),
    (
        ("Ravi Kumar (demo)", "रवि कुमार (नमूना)"),
        ("Collector", "कलेक्टर"),
        ("District Dantewada", "ज़िला दंतेवाड़ा"),
        Group.DISTRICT,
        2,
    ),
    (
        (
            "Dr. Rajarajeshwari Lakshminarayanan Venkatasubramaniam (demo)",
            "डॉ. राजराजेश्वरी लक्ष्मीनारायणन वेंकटसुब्रमण्यम (नमूना)",
        ),
        (
            "Additional General Manager (Corporate Social Responsibility)",
            "अपर महाप्रबंधक (निगमित सामाजिक उत्तरदायित्व)",
        ),
        ("NMDC Limited", "एनएमडीसी लिमिटेड"),
        Group.CPSE,
        1,
    ),
    (("Lakshmi Iyer (demo)", None), ("General Manager", None), ("NTPC Limited", None), Group.CPSE, 2),
)
_Given = tuple[Group | None, int | None, str | None, str | None, int | None, Sequence[int], str, str, str]
# Group, useful, objective, pace, arrangements, sessions, what next, what was missing, remarks.
_ANSWERS: Sequence[_Given] = (
    (
        Group.CPSE,
        5,
        "yes",
        "right",
        4,
        (0, 2),
        "We take two needs of Dantewada to our board.",
        "",
        "",
    ),
    (
        Group.CPSE,
        4,
        "yes",
        "too_fast",
        4,
        (2,),
        "हम बस्तर में जल परियोजना का प्रस्ताव रखेंगे।",
        "More time.",
        "",
    ),
    (Group.CPSE, 4, "partly", "right", 3, (1, 2), "", "Figures of earlier projects.", ""),
    (Group.CPSE, 3, "partly", "too_fast", None, (), "", "", "The hall was cold."),
    (
        Group.DISTRICT,
        5,
        "yes",
        "right",
        5,
        (1, 2),
        "We send our verified needs to the three enterprises that asked.",
        "",
        "धन्यवाद। ऐसी कार्यशाला हर वर्ष हो।",
    ),
    (Group.DISTRICT, 5, "yes", "too_fast", 4, (2,), "", "A list of who to call in each enterprise.", ""),
    (Group.DISTRICT, 4, None, "right", 5, (0, 1), "ब्लॉक स्तर पर आवश्यकताओं की सूची अद्यतन करेंगे।", "", ""),
    (Group.UNICEF, 4, "yes", "right", 4, (1,), "We share the survey of anaemia with the districts.", "", ""),
    (
        Group.STATE,
        None,
        "partly",
        "too_slow",
        3,
        (0,),
        "",
        "Departments had twenty minutes in all.",
        "",
    ),
    (None, 2, "no", "too_slow", 2, (), "", "", "A remark that names a person."),
)


def ask_for_feedback() -> None:
    """A workshop of last week: ten answers, one remark left out, certificates of which one was withdrawn."""
    dpe = _user("dpe")
    unicef = db.session.scalars(
        select(Organisation).where(Organisation.kind == OrganisationKind.UNICEF).order_by(Organisation.id)
    ).first()
    first = today() - timedelta(days=7)
    workshop = create_workshop(
        by=dpe,
        text=WorkshopText(
            year=first.year,
            title_en=_TITLE,
            title_hi="प्रतिपुष्टि और प्रमाणपत्रों वाली कार्यशाला",
            series=ensure_series("Joint Workshop of the demonstration", "नमूने की संयुक्त कार्यशाला"),
            ordinal=4,
            state=db.session.scalars(select(State).where(State.lgd == 22)).one(),
            city_en="Raipur",
            city_hi="रायपुर",
        ),
        organisers=[dpe.organisation, *([unicef] if unicef else [])],
        # Two days that may lie in two years are given no dates.
        starts_on=first if (first + timedelta(days=1)).year == first.year else None,
        days=2,
    )
    for kind, title, hindi, start, end in (
        (SessionKind.INAUGURAL, "Inaugural", "उद्घाटन", 10, 11),
        (SessionKind.DISTRICTS, "What the districts need", "ज़िलों की आवश्यकताएँ", 11, 13),
        (SessionKind.MAPPING, "Mapping exercise", "मैपिंग अभ्यास", 14, 16),
    ):
        text = SessionText(
            kind=kind, title_en=title, title_hi=hindi, starts_at=time(start), ends_at=time(end)
        )
        agenda.add_session(workshop=workshop, day=list_days(workshop)[0], by=dpe, text=text)
    step_workshop(workshop=workshop, by=dpe, version=workshop.version, step=WorkshopStep.HOLD, reason="")
    _answer(workshop, dpe)
    people = _bring(workshop, dpe)
    _certify(workshop, people[:3], dpe)


def _answer(workshop: Workshop, by: User) -> None:
    day = today()
    asked = FormText(
        day - timedelta(days=7),
        day + timedelta(days=7),
        tuple(Question),
        (OwnQuestion(QuestionKind.SCALE, "How was the visit to the mine?", "खदान का भ्रमण कैसा रहा?"),),
    )
    form = set_form(workshop=workshop, by=by, version=NEW, text=asked)
    sessions = list_feedback_sessions(workshop)
    for given in _ANSWERS:
        answer = give_answer(
            form=form, key=uuid.uuid4().hex, sender="demo", text=_text(form, sessions, *given)
        )
        for reply in answer.replies:
            if reply.text == "A remark that names a person.":
                hide_remark(workshop=workshop, reply=reply, by=by, reason="It names a person.")


def _text(
    form: FeedbackForm,
    sessions: Sequence[WorkshopSession],
    group: Group | None,
    useful: int | None,
    objective: str | None,
    pace: str | None,
    arrangements: int | None,
    picked: Sequence[int],
    following: str,
    missing: str,
    remarks: str,
) -> AnswerText:
    numbers = {row.key: row.id for row in form.questions if row.key is not None}
    given: dict[Question, int | str | list[int] | None] = {
        Question.USEFUL: useful,
        Question.OBJECTIVE: objective,
        Question.PACE: pace,
        Question.ARRANGEMENTS: arrangements,
        Question.SESSIONS: [sessions[place].id for place in picked],
        Question.NEXT: following,
        Question.MISSING: missing,
        Question.REMARKS: remarks,
    }
    replies = {numbers[key]: value for key, value in given.items() if value}
    return AnswerText("en", group, "Asha Verma (demo)" if group is Group.UNICEF else None, None, replies)


def _bring(workshop: Workshop, by: User) -> list[Participant]:
    """People who were there, as the door wrote down."""
    days = list_days(workshop)
    people, items = [], []
    for name, job, office, group, count in _PEOPLE:
        text = ParticipantText(
            group=group,
            name_en=name[0],
            name_hi=name[1],
            designation_en=job[0],
            designation_hi=job[1],
            organisation_en=office[0],
            organisation_hi=office[1],
        )
        row = add_participant(workshop=workshop, by=by, text=text)
        people.append(row)
        items += [
            DoorItem(key=str(uuid.uuid4()), act=Act.CHECK_IN, at=now(), day_id=day.id, participant_id=row.id)
            for day in days[:count]
        ]
    record_check_ins(workshop=workshop, by=by, items=items, read_code=lambda _code: None)
    return people


def _certify(workshop: Workshop, people: list[Participant], by: User) -> None:
    """Each of them has a certificate; that of the last was withdrawn and made anew."""
    kept = [_keep(row, by, 1) for row in people]
    reason = "The designation was wrong."
    withdraw_certificate(workshop=workshop, certificate=kept[-1], by=by, reason=reason)
    _keep(people[-1], by, 2)


def _keep(row: Participant, by: User, issue: int) -> Certificate:
    code = make_code()
    language = CertificateLanguage.BOTH
    days = find_days_there([row.id])[row.id]
    content = write_certificate(row, days, language=language, issue=issue, code=code, day=today())
    kept = keep_certificate(
        participant=row,
        by_id=by.id,
        language=language,
        issue=issue,
        code=code,
        names=(row.name_en or "", row.name_hi or row.name_en or ""),
        content=content,
    )
    if kept is None:
        raise RuntimeError("the certificate was not made")
    return kept


def feedback_pages(folder: Path) -> list[tuple[str, str, str, str | None]]:
    """Endpoint, name of the picture, address, who opens it."""
    with sqlite3.connect(folder / "csrmatch.sqlite") as connection:

        def one(query: str, *given: object) -> str:
            return str(connection.execute(query, given).fetchone()[0])

        number = one("select id from workshop where title_en = ?", _TITLE)
        form = one("select id from feedback_form where workshop_id = ?", number)
        remark = one("select id from feedback_reply where text like 'The hall%'")
        stands = "select id from certificate where workshop_id = ? and withdrawn_at is null order by id"
        certificate = one(stands, number)
        code = one("select code from certificate where id = ?", certificate)
        gone = one("select code from certificate where withdrawn_at is not null")
    secret = (folder / "secret-key").read_text().strip()
    token = URLSafeSerializer(secret, salt="workshop feedback").dumps([int(form), 1])
    base, other = f"/workshops/{number}", f"/workshops/{int(number) - 1}"
    feedback, papers = f"{base}/feedback", f"{base}/certificates"
    return [
        ("workshops.show_feedback", "feedback", feedback, "dpe"),
        ("workshops.show_feedback", "feedback-not-out", feedback, "cpse"),
        ("workshops.show_feedback", "feedback-none", f"{other}/feedback", "dpe"),
        ("workshops.edit_feedback", "feedback-edit", f"{feedback}/edit", "dpe"),
        ("workshops.edit_feedback", "feedback-make", f"{other}/feedback/edit", "dpe"),
        ("workshops.show_feedback_link", "feedback-link", f"{feedback}/link", "dpe"),
        ("workshops.hide_remark", "feedback-hide", f"{feedback}/remarks/{remark}/hide", "dpe"),
        ("workshops.give_feedback", "feedback-give", f"/workshops/feedback/{token}", None),
        ("workshops.thank_for_feedback", "feedback-thanks", f"/workshops/feedback/{token}/thanks", None),
        ("workshops.list_certificates", "certificates", papers, "dpe"),
        ("workshops.list_certificates", "certificates-own-none", papers, "cpse"),
        ("workshops.make_certificates", "certificates-make", f"{papers}/make", "dpe"),
        (
            "workshops.withdraw_certificate",
            "certificates-withdraw",
            f"{papers}/{certificate}/withdraw",
            "dpe",
        ),
        ("workshops.check_certificate", "certificate-check", "/workshops/certificates/check", None),
        ("workshops.check_certificate", "certificate-stands", f"/workshops/certificates/check/{code}", None),
        (
            "workshops.check_certificate",
            "certificate-withdrawn",
            f"/workshops/certificates/check/{gone}",
            None,
        ),
    ]


def _user(account: str) -> User:
    return db.session.scalars(select(User).where(User.email == f"{account}@{DEMO_DOMAIN}")).one()
