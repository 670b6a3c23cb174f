"""What is worked out of a run behind its page: the job, what it freezes, and that nobody changes it."""

import csv
import io
import json
from functools import partial

import numpy as np
import pytest
from click.testing import CliRunner
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from csrmatch import jobs
from csrmatch.db import db, run_write
from csrmatch.errors import Missing
from csrmatch.jobs import JobState
from csrmatch.jobs.models import Job
from csrmatch.jobs.running import run_job
from csrmatch.mapping.commands import map_command, verify_command
from csrmatch.mapping.documents.archive import unpack
from csrmatch.mapping.documents.verifying import verify_files
from csrmatch.mapping.models import AnalysisKind, MappingRun, RunAnalysis
from csrmatch.mapping.queries import get_run_files, load_result
from csrmatch.mapping.queries.answers import get_analysis_files, list_analyses, load_answer
from csrmatch.mapping.services import run_exercise
from csrmatch.mapping.services.runs import analyse_soon, freeze_analysis, solve_exercise
from csrmatch.mapping.solving.analysing import (
    ANALYSE_RUN,
    DRAWS,
    SEED,
    SPREAD,
    Firmness,
    Found,
    firmness_of,
)
from csrmatch.mapping.solving.funding import FUND_RUN
from csrmatch.mapping.solving.sides import ranks_of, views_of
from csrmatch.mapping.tasks import runs as tasks
from csrmatch.mapping.tasks.runs import STAGES
from csrmatch.optimiser import robustness
from tests.mapping.exercises import (
    BASTAR,
    DANTEWADA,
    find_user,
    load_exercise,
    make_exercise,
    make_rule,
    make_run,
    unzip,
)
from tests.mapping.runs import job_of, make_analysed_run

FROZEN = "frozen"


class _Killed(BaseException):
    """A worker that dies."""


class TestAnalyseRun:
    def test_works_out_every_stage_once(self, app):
        run = make_analysed_run(make_exercise())
        found = list_analyses(run)
        assert list(found) == list(STAGES)
        job = job_of(run.id)
        assert job.state is JobState.DONE
        assert job.by_id == find_user().id
        assert job.link == f"/exercises/{run.exercise_id}/runs/1"
        before = {kind: (analysis.id, analysis.digest) for kind, analysis in found.items()}
        run_write(lambda: analyse_soon(run=db.session.get_one(MappingRun, run.id), by=find_user()))
        assert not run_job(job.id)
        after = {kind: (analysis.id, analysis.digest) for kind, analysis in list_analyses(run).items()}
        assert after == before

    @pytest.mark.parametrize("fatal", [AnalysisKind.STABLE, AnalysisKind.ROBUSTNESS])
    def test_a_worker_killed_between_stages_loses_one_at_most(self, app, monkeypatch, fatal):
        """The job's lease ends, another worker takes it up and does only what is not there."""
        run_id = make_run(make_exercise()).id
        number, done = job_of(run_id).id, []

        def counted(kind, find, *, dies):
            def work(question, tell):
                if dies and kind is fatal:
                    raise _Killed
                done.append(kind)
                return find(question, tell)

            return work

        stages = dict(STAGES)
        monkeypatch.setattr(tasks, "STAGES", {k: counted(k, f, dies=True) for k, f in stages.items()})
        with pytest.raises(_Killed):
            run_job(number)
        db.session.remove()

        def lease_ends():
            db.session.execute(text("update job set lease_until = created_at where id = :id"), {"id": number})

        run_write(lease_ends)
        monkeypatch.setattr(tasks, "STAGES", {k: counted(k, f, dies=False) for k, f in stages.items()})
        assert run_job(number)
        assert done == list(stages)
        assert list(list_analyses(db.session.get_one(MappingRun, run_id))) == list(stages)

    def test_what_is_frozen_is_the_same_whoever_works_it_out(self, sqlite_app):
        exercise_id = make_exercise()
        digests = [
            {
                kind: analysis.digest
                for kind, analysis in list_analyses(make_analysed_run(exercise_id)).items()
            }
            for _ in range(2)
        ]
        assert digests[0] == digests[1]

    def test_a_run_without_a_plan_asks_for_nothing(self, app):
        run = make_run(make_exercise("picked"))
        with pytest.raises(Missing):
            run_write(lambda: analyse_soon(run=db.session.get_one(MappingRun, run.id), by=find_user()))

    @pytest.mark.parametrize("kind", [ANALYSE_RUN, FUND_RUN])
    def test_a_job_for_a_run_without_a_plan_fails_and_says_so(self, sqlite_app, kind):
        run_id = make_run(make_exercise("picked")).id
        payload = {"run_id": run_id, "terms": {}}
        job_id = run_write(lambda: jobs.enqueue(kind, payload, f"{kind} {run_id}").id)
        assert not run_job(job_id)
        failed = db.session.get_one(Job, job_id, populate_existing=True)
        assert (failed.state, failed.attempts) == (JobState.FAILED, 1)
        assert "no plan" in failed.error

    def test_what_is_frozen_once_stays_when_it_comes_again(self, sqlite_app):
        run_id = make_run(make_exercise()).id

        def freeze(summary):
            run = db.session.get_one(MappingRun, run_id)
            found = Found(summary, {"a.json": b"{}"})
            return freeze_analysis(run=run, kind=AnalysisKind.FRONTIER, found=found).id

        first = run_write(lambda: freeze({"points": 1}))
        assert run_write(lambda: freeze({"points": 2})) == first
        stored = db.session.get_one(RunAnalysis, first, populate_existing=True)
        assert stored.summary == {"points": 1}


class TestAnswers:
    @pytest.mark.parametrize(("objective", "language"), [("fairest", "hi"), ("stable", "en")])
    def test_command_line_makes_the_same_bytes_and_verifies_them(
        self, sqlite_app, tmp_path, objective, language
    ):
        exercise_id = make_exercise()
        make_rule(exercise_id, "pin", BASTAR, "SAIL")
        run = make_analysed_run(exercise_id, language)
        analysis = list_analyses(run)[AnalysisKind(objective)]
        given = unzip(get_run_files(run.id)[0], tmp_path / "in")
        stored = unzip(get_analysis_files(analysis.id), tmp_path / "stored")
        made = tmp_path / "made"
        command = [str(given), "--out", str(made), "--lang", language, "--objective", objective]
        outcome = CliRunner().invoke(map_command, command)
        assert outcome.exit_code == 0, outcome.output
        names = sorted(path.relative_to(made) for path in made.rglob("*") if path.is_file())
        assert names == sorted(path.relative_to(stored) for path in stored.rglob("*") if path.is_file())
        for name in names:
            assert (made / name).read_bytes() == (stored / name).read_bytes(), name
        assert CliRunner().invoke(verify_command, [str(stored)]).exit_code == 0

    def test_every_answer_is_read_with_its_pairs_and_fits(self, app):
        run = make_analysed_run(make_exercise())
        result = load_result(run)
        for name in ("total", "fairest", "stable", "frontier-1"):
            answer = load_answer(run, name)
            assert [pair.lgd for pair in answer.pairs] == list(result.problem.districts)
            for pair in answer.pairs:
                cell = result.problem.row[pair.lgd], result.problem.column[pair.cpse]
                assert pair.fit == pytest.approx(result.problem.fit[cell], abs=5e-7)
            assert answer.total == pytest.approx(sum(pair.fit for pair in answer.pairs), abs=1e-5)
            assert answer.worst == pytest.approx(min(pair.fit for pair in answer.pairs), abs=1e-6)
        assert [(p.lgd, p.cpse) for p in load_answer(run, "total").pairs] == result.plan.pairs
        assert load_answer(run, "fairest").worst >= load_answer(run, "total").worst

    def test_what_is_no_answer_is_not_found(self, sqlite_app):
        run = make_analysed_run(make_exercise())
        for name in ("", "best", "frontier-0", "frontier-99", "frontier-", "Total", "funding"):
            with pytest.raises(Missing):
                load_answer(run, name)

    def test_before_it_is_worked_out_only_the_plan_is_there(self, app):
        run = make_run(make_exercise())
        assert load_answer(run, "total").pairs
        for name in ("fairest", "stable", "frontier-1"):
            with pytest.raises(Missing):
                load_answer(run, name)

    def test_blocking_pairs_are_those_a_plain_search_finds(self, app):
        """A referee of loops: who would both rather have each other, a full CPSE giving up its least."""
        run = make_analysed_run(make_exercise())
        analyses = list_analyses(run)
        result = load_result(run)
        problem, ranks = result.problem, ranks_of(result.given.preferences)
        views = views_of(problem, ranks)
        for kind in (AnalysisKind.FAIREST, AnalysisKind.STABLE):
            said = json.loads(unpack(get_analysis_files(analyses[kind].id))["plan.json"])
            lead = {problem.row[lgd]: problem.column[code] for lgd, code in said["pairs"]}
            found = set()
            for d in lead:
                for c in range(len(problem.cpses)):
                    if c == lead[d] or problem.capacity[c] == 0:
                        continue
                    if problem.banned is not None and problem.banned[d, c]:
                        continue
                    led = [other for other in lead if lead[other] == c]
                    wants = views.district[d, c] > views.district[d, lead[d]]
                    has_room = len(led) < problem.capacity[c]
                    prefers = any(views.cpse[d, c] > views.cpse[other, c] for other in led)
                    if wants and (has_room or prefers):
                        found.add((problem.districts[d], problem.cpses[c]))
            assert {tuple(pair) for pair in said["blocking_pairs"]} == found
            assert analyses[kind].summary["blocking"] == len(found)
        assert analyses[AnalysisKind.STABLE].summary["blocking"] == 0


class TestFrontier:
    def test_holds_every_trade_off_and_the_ends_are_the_other_answers(self, app):
        run = make_analysed_run(make_exercise())
        analyses = list_analyses(run)
        points = analyses[AnalysisKind.FRONTIER].summary["points"]
        assert points[0]["total"] == run.summary["total"]
        assert points[-1]["worst"] == analyses[AnalysisKind.FAIREST].summary["worst"]
        totals, worsts = ([point[key] for point in points] for key in ("total", "worst"))
        assert totals == sorted(totals, reverse=True)
        assert worsts == sorted(worsts)
        files = unpack(get_analysis_files(analyses[AnalysisKind.FRONTIER].id))
        rows = list(csv.DictReader(io.StringIO(files["frontier_pairs.csv"].decode())))
        for number, point in enumerate(points, 1):
            held = [float(row["fit"]) for row in rows if row["point"] == str(number)]
            assert len(held) == len(run.summary["pairs"])
            assert sum(held) == pytest.approx(point["total"], abs=1e-5)
            assert min(held) == pytest.approx(point["worst"], abs=1e-6)
            assert load_answer(run, f"frontier-{number}").worst == point["worst"]


class TestRobustness:
    def test_shares_are_those_of_the_stated_draws(self, app):
        run = make_analysed_run(make_exercise())
        analysis = list_analyses(run)[AnalysisKind.ROBUSTNESS]
        files = unpack(get_analysis_files(analysis.id))
        said = json.loads(files["robustness.json"])
        assert (said["spread"], said["draws"], said["seed"]) == (SPREAD, DRAWS, SEED)
        question = tasks.Question(load_result(run).given, [], "en", run.summary["pairs"])
        expected = robustness(
            question.encoded.criteria,
            question.encoded.weights,
            question.encoded.problem,
            spread=said["spread"],
            draws=said["draws"],
            seed=said["seed"],
        )
        rows = list(csv.reader(io.StringIO(files["shares.csv"].decode())))
        assert np.allclose(np.array([row[1:] for row in rows[1:]], dtype=float), expected, atol=1e-6)
        for lgd, code, share in said["pairs"]:
            row, column = question.encoded.problem.row[lgd], question.encoded.problem.column[code]
            assert share == expected[row, column]
        counts = [firmness_of(share) for _lgd, _code, share in said["pairs"]]
        for kind in Firmness:
            assert analysis.summary[kind.value] == counts.count(kind)

    def test_words_follow_the_stated_thresholds(self):
        told = [firmness_of(share) for share in (1.0, 0.9, 0.899999, 0.6, 0.599999, 0.0)]
        safe, contested, hair = Firmness.SAFE, Firmness.CONTESTED, Firmness.HAIR
        assert told == [safe, safe, contested, contested, hair, hair]


class TestRunAnalysis:
    @pytest.fixture
    def run_id(self, app):
        return make_analysed_run(make_exercise()).id

    @staticmethod
    def _rows() -> list[tuple[object, ...]]:
        return [
            tuple(row)
            for row in db.session.execute(
                select(RunAnalysis.kind, RunAnalysis.digest, RunAnalysis.payload_zip)
            )
        ]

    def test_no_statement_changes_or_deletes_one(self, run_id):
        before = self._rows()
        for statement in (
            "update run_analysis set summary = '{}'",
            "update run_analysis set kind = 'funding' where kind = 'stable'",
            "update run_analysis set digest = 'x'",
            "delete from run_analysis",
        ):
            with pytest.raises(DBAPIError, match=FROZEN):
                run_write(partial(db.session.execute, text(statement)))
            assert self._rows() == before

    def test_none_is_replaced_or_truncated_away(self, run_id):
        before = self._rows()
        statement = (
            "insert or replace into run_analysis select * from run_analysis"
            if db.engine.dialect.name == "sqlite"
            else "truncate run_analysis cascade"
        )
        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(lambda: db.session.execute(text(statement)))
        assert self._rows() == before

    def test_the_mapper_neither_changes_nor_deletes_one(self, run_id):
        def find() -> RunAnalysis:
            return db.session.scalars(
                select(RunAnalysis).where(RunAnalysis.kind == AnalysisKind.STABLE)
            ).one()

        def change():
            find().summary = {}

        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(change)
        with pytest.raises(DBAPIError, match=FROZEN):
            run_write(lambda: db.session.delete(find()))
        assert find().summary["available"]


class TestSolvedBefore:
    def test_counts_only_while_the_exercise_asks_the_same(self, app):
        exercise_id = make_exercise()
        exercise = load_exercise(exercise_id)
        solved = solve_exercise(exercise=exercise, language="en")
        make_rule(exercise_id, "ban", DANTEWADA, dict(solved.summary["pairs"])[str(DANTEWADA)])

        def run():
            return run_exercise(
                exercise=load_exercise(exercise_id), by=find_user(), language="en", solved=solved
            ).id

        found = db.session.get_one(MappingRun, run_write(run))
        assert found.input_digest != solved.input_digest
        assert dict(found.summary["pairs"])[str(DANTEWADA)] != dict(solved.summary["pairs"])[str(DANTEWADA)]
        assert verify_files(unpack(get_run_files(found.id)[1])).holds
