"""What is published: sealed as it stood, one in force, never from inputs that changed."""

import io
import json
import zipfile

import pytest
from sqlalchemy import select

from csrmatch.db import db, run_write, today
from csrmatch.errors import Conflict, DomainError
from csrmatch.i18n import speaking
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.documents.open_data import digest_of, open_package, read_package
from csrmatch.mapping.documents.order import order_letter
from csrmatch.mapping.documents.verifying import verify_files
from csrmatch.mapping.models import CpseChoice, Publication, PublicationPair
from csrmatch.mapping.queries import gather_input, list_exercise_cpses, list_exercise_districts
from csrmatch.mapping.queries.publications import (
    find_current_publication,
    find_scope_key,
    get_package,
    list_leads,
)
from csrmatch.mapping.rules.consent import Answer, ProposalState, Side, Standing
from csrmatch.mapping.rules.publishing import PublicationState
from csrmatch.mapping.services import change_cpses
from csrmatch.mapping.services.publications import proof_files, start_next_year, withdraw_publication
from csrmatch.mapping.views.published import _write_order
from csrmatch.mapping.wording.publications import STANDINGS
from tests.mapping.exercises import find_user, load_exercise, make_exercise, make_rule
from tests.mapping.publishing import (
    ALL,
    BOTH,
    first_pair,
    load_proposal,
    load_publication,
    make_proposal,
    make_small_exercise,
    publish,
    say,
)


def published(app):
    return publish(make_proposal(make_small_exercise()))


def pairs_of(publication_id):
    query = select(PublicationPair).where(PublicationPair.publication_id == publication_id)
    return list(db.session.scalars(query.order_by(PublicationPair.district_id)))


class TestPublishProposal:
    def test_seals_each_pair_as_it_stood(self, app):
        publication_id = published(app)
        first, *others = pairs_of(publication_id)
        assert (first.standing, first.resolution) == (Standing.APPROVED, "BR 12/2026")
        assert first.district_agreed_on == first.board_approved_on == today()
        assert {pair.standing for pair in others} == {Standing.WAITING}
        publication = load_publication(publication_id)
        assert publication.state is PublicationState.CURRENT
        assert (publication.number, publication.pairs) == (1, 3)
        assert publication.digest == digest_of(get_package(publication))

    def test_a_declined_pair_keeps_it_back(self, app):
        proposal = make_proposal(make_small_exercise(), said={Side.CPSE: Answer.DECLINED})
        with pytest.raises(DomainError, match="declined"):
            publish(proposal)
        run_write(lambda: say(first_pair(proposal), BOTH))
        assert pairs_of(publish(proposal))[0].standing is Standing.ACCEPTED

    def test_a_proposal_that_was_replaced_is_not_published(self, app):
        exercise = make_small_exercise()
        former = make_proposal(exercise)
        make_proposal(exercise)
        assert load_proposal(former).state is ProposalState.REPLACED
        with pytest.raises(DomainError, match="no longer open"):
            publish(former)

    def test_an_input_that_changed_keeps_it_back(self, app):
        exercise = make_small_exercise()
        proposal = make_proposal(exercise)

        def change():
            row = load_exercise(exercise)
            choices = {member.cpse_id: CpseChoice(2) for member in list_exercise_cpses(row)}
            change_cpses(exercise=row, version=row.version, choices=choices)

        run_write(change)
        with pytest.raises(DomainError, match="has changed since"):
            publish(proposal)
        assert db.session.scalars(select(Publication.id)).all() == []
        # The same pair keeps what was said of it when the exercise is run and put anew.
        again = make_proposal(exercise, said=ALL)
        assert (
            load_publication(publish(again)).input_digest
            == gather_input(load_exercise(exercise), today()).given.digest
        )

    def test_another_in_force_is_replaced_only_by_who_saw_it(self, app):
        exercise = make_small_exercise()
        proposal = make_proposal(exercise)
        first = publish(proposal)
        with pytest.raises(DomainError, match="Version 1 is in force"):
            publish(proposal)
        with pytest.raises(DomainError, match="reason"):
            publish(proposal, replaces=1)
        second = publish(proposal, replaces=1, reason="The board of NMDC approved.")
        assert load_publication(first).state is PublicationState.SUPERSEDED
        assert load_publication(first).ended_reason == "The board of NMDC approved."
        current = find_current_publication("state-22", "2026-27")
        assert (current.id, current.number) == (second, 2)

    def test_scenarios_of_one_state_are_of_one_scope(self, app):
        first = publish(make_proposal(make_small_exercise()))
        other = make_proposal(make_small_exercise("Another"))
        with pytest.raises(DomainError, match="Version 1 is in force"):
            publish(other)
        publish(other, replaces=1, reason="A better one.")
        assert load_publication(first).state is PublicationState.SUPERSEDED

    def test_hand_picked_copies_share_the_scope_of_the_first(self, app):
        first, copy = make_exercise("picked"), make_exercise("picked", title="Copy")

        def link():
            load_exercise(copy).copied_from_id = first

        run_write(link)
        assert (
            find_scope_key(load_exercise(copy)) == find_scope_key(load_exercise(first)) == f"picked-{first}"
        )


class TestWithdraw:
    def test_ends_with_its_reason_and_never_comes_back(self, app):
        publication_id = published(app)

        def withdraw(stale_by=0):
            row = load_publication(publication_id)
            withdraw_publication(
                publication=row, by=find_user(), version=row.version - stale_by, reason="It was wrong."
            )

        with pytest.raises(Conflict):
            run_write(lambda: withdraw(stale_by=1))
        assert load_publication(publication_id).state is PublicationState.CURRENT
        run_write(withdraw)
        row = load_publication(publication_id)
        assert (row.state, row.ended_reason) == (PublicationState.WITHDRAWN, "It was wrong.")
        with pytest.raises(Conflict):
            run_write(withdraw)
        assert find_current_publication("state-22", "2026-27") is None
        proposal = row.proposal_id
        assert load_publication(publish(proposal)).number == 2


class TestOpenData:
    def test_reads_back_and_is_the_same_bytes_twenty_times(self, app):
        publication = load_publication(published(app))
        package = get_package(publication)
        mapping = read_package(package)
        proof = proof_files(load_proposal(publication.proposal_id))
        assert {open_package(mapping, proof) for _ in range(20)} == {package}

    def test_the_run_in_it_verifies_without_csrmatchs_database(self, app):
        files = unpack(get_package(load_publication(published(app))))
        run = {name.removeprefix("run/"): data for name, data in files.items() if name.startswith("run/")}
        verdict = verify_files(run)
        assert verdict.holds, verdict.findings
        said = json.loads(files["mapping.json"])
        assert said["is_checked"]
        assert said["bound"] == pytest.approx(said["total"], abs=1e-6)

    def test_describes_every_file_with_its_sum_and_every_column(self, app):
        import csv
        import hashlib

        files = unpack(get_package(load_publication(published(app))))
        described = json.loads(files["datapackage.json"])
        assert {row["path"] for row in described["resources"]} == set(files) - {"datapackage.json"}
        for row in described["resources"]:
            assert row["hash"] == "sha256:" + hashlib.sha256(files[row["path"]]).hexdigest()
            assert row["bytes"] == len(files[row["path"]])
        (table,) = [row for row in described["resources"] if row["path"] == "mapping.csv"]
        rows = list(csv.DictReader(io.StringIO(files["mapping.csv"].decode())))
        assert [field["name"] for field in table["schema"]["fields"]] == list(rows[0])
        assert [row["status"] for row in rows] == ["approved", "proposal", "proposal"]
        assert table["schema"]["primaryKey"] == ["lgd"]

    def test_says_no_reason_and_no_person(self, app):
        exercise = make_small_exercise()
        lgd = load_proposal(make_proposal(exercise)).id and first_pair(1).district.lgd
        cell = first_pair(1).cpse.code
        make_rule(exercise, "pin", lgd, cell, reason="Secret reason.")
        package = get_package(load_publication(publish(make_proposal(exercise))))
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            text = b"\n".join(archive.read(name) for name in archive.namelist()).decode()
        for secret in ("Secret reason", "Secret receiver", find_user().name, "dpe_staff:"):
            assert secret not in text


class TestOrder:
    @pytest.mark.parametrize("language", ["en", "hi"])
    def test_says_the_sealed_content_and_what_is_a_proposal(self, sqlite_app, language):
        publication = load_publication(published(sqlite_app))
        mapping = read_package(get_package(publication))
        address = f"/mapping/{publication.scope_key}/2026-27/1/order-{language}"
        files = [sqlite_app.test_client().get(f"{address}.{kind}").data for kind in ("pdf", "docx")]
        assert files[0].startswith(b"%PDF")
        with speaking(language):
            text = str(order_letter(mapping, publication.digest, language).data())
            proposal = str(STANDINGS[Standing.WAITING][0])
        with zipfile.ZipFile(io.BytesIO(files[1])) as archive:
            word = archive.read("word/document.xml").decode()
        for pair in mapping.pairs:
            name = pair.district_hi if language == "hi" else pair.district_en
            assert name in text
            assert name in word
        for said in ("1/2026", "A remark for all.", publication.digest, proposal, "BR 12/2026"):
            assert said in text
        assert text.count(proposal) >= 2
        assert find_user().name not in text

    def test_stays_as_it_was_when_names_and_answers_change(self, sqlite_app):
        publication = load_publication(published(sqlite_app))
        address = f"/mapping/{publication.scope_key}/2026-27/1/order-en.docx"
        before = sqlite_app.test_client().get(address).data

        def change():
            pair = first_pair(publication.proposal_id)
            pair.district.name_en = "Renamed"
            say(pair, BOTH)

        run_write(change)
        _write_order.cache_clear()
        assert sqlite_app.test_client().get(address).data == before


class TestContinuity:
    def test_next_years_exercise_begins_from_what_is_in_force(self, app):
        publication_id = published(app)

        def start():
            return start_next_year(publication=load_publication(publication_id), by=find_user()).id

        row = load_exercise(run_write(start))
        former = load_publication(publication_id).exercise
        assert row.financial_year == "2027-28"
        assert row.weights == former.weights
        assert [d.lgd for d in list_exercise_districts(row)] == [
            d.lgd for d in list_exercise_districts(former)
        ]
        capacities = [[(m.cpse_id, m.capacity) for m in list_exercise_cpses(one)] for one in (row, former)]
        assert capacities[0] == capacities[1]
        led = {str(pair.district.lgd): pair.cpse.code for pair in pairs_of(publication_id)}
        given = gather_input(row, today()).given
        assert {district.lgd: district.leads_now for district in given.districts} == led

    def test_money_is_asked_anew_and_only_what_is_in_force_is_gone_on_from(self, sqlite_app):
        exercise = make_small_exercise()

        def state_money():
            row = load_exercise(exercise)
            choices = {member.cpse_id: CpseChoice(1, free_inr=10**7) for member in list_exercise_cpses(row)}
            change_cpses(exercise=row, version=row.version, choices=choices)

        run_write(state_money)
        publication_id = publish(make_proposal(exercise))

        def start():
            return start_next_year(publication=load_publication(publication_id), by=find_user()).id

        members = list_exercise_cpses(load_exercise(run_write(start)))
        assert [member.free_inr for member in members] == [None] * 4

        def withdraw():
            row = load_publication(publication_id)
            withdraw_publication(publication=row, by=find_user(), version=row.version, reason="It was wrong.")

        run_write(withdraw)
        with pytest.raises(DomainError, match="in force can be gone on from"):
            run_write(start)

    def test_the_own_scope_speaks_before_others(self, app):
        publication = load_publication(published(app))
        pairs = pairs_of(publication.id)
        ids = [pair.district_id for pair in pairs]
        expected = {pair.district_id: pair.cpse.code for pair in pairs}
        assert list_leads(ids, "2026-27", scope_key="state-22") == expected
        assert list_leads(ids, "2025-26") == {}
