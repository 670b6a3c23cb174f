"""The answers on the page of a run: side by side, as a curve, and how firm the pairs are."""

import csv
import io

import pytest

from csrmatch.db import db, run_write
from csrmatch.jobs import withdraw
from csrmatch.mapping.models import AnalysisKind, MappingRun
from csrmatch.mapping.queries import list_analyses, load_answer, load_robustness
from tests.conftest import sign_in
from tests.mapping.exercises import make_exercise, make_run, unzip
from tests.mapping.runs import job_of, make_analysed_run
from tests.mapping.test_views.pages import soup_of, text_of


@pytest.fixture
def analysed(quick_dpe) -> MappingRun:
    return make_analysed_run(make_exercise())


def address_of(run: MappingRun) -> str:
    return f"/exercises/{run.exercise_id}/runs/{run.number}"


class TestShowRun:
    def test_three_answers_stand_side_by_side_with_their_figures(self, quick_dpe, analysed):
        page = soup_of(quick_dpe.get(address_of(analysed)))
        cards = page.select("li.answer")
        assert [card.h3.get_text(strip=True) for card in cards] == ["Greatest total", "Fairest", "Stable"]
        analyses = list_analyses(analysed)
        for card, said in zip(
            cards[1:],
            (analyses[AnalysisKind.FAIREST].summary, analyses[AnalysisKind.STABLE].summary),
            strict=True,
        ):
            told = " ".join(card.get_text(" ").split())
            assert f"{said['total']:.3f}" in told
            assert f"{said['worst']:.3f}" in told
            assert f"{said['moved']} district" in told
            assert f"{said['blocking']} pair" in told
        assert page.select("[data-answers][data-over]")

    def test_its_first_paint_does_not_wait_and_says_what_is_underway(self, quick_dpe):
        run = make_run(make_exercise())
        page = soup_of(quick_dpe.get(address_of(run)))
        assert "The other answers wait to be worked out" in page.select_one("[data-part=underway]").text
        assert page.select_one("table.list tbody tr")
        assert page.select_one("noscript meta[http-equiv=refresh]")
        assert page.select_one('script[src*="runs.js"]')
        part = quick_dpe.get(address_of(run), headers={"X-Part": "answers"})
        assert len(part.data) < 10_000
        assert "<html" not in part.text

    def test_what_failed_is_asked_for_again(self, quick_dpe):
        run = make_run(make_exercise())
        address, job_id = address_of(run), job_of(run.id).id
        run_write(lambda: withdraw(db.session.get_one(type(job_of(run.id)), job_id)))
        assert "could not be worked out" in text_of(quick_dpe.get(address))
        assert quick_dpe.post(f"{address}/analyses", data={}).location == address
        assert "wait to be worked out" in text_of(quick_dpe.get(address))

    def test_pairs_tell_and_sort_by_how_firm_they_are(self, quick_dpe, analysed):
        firm = load_robustness(analysed)
        answer = quick_dpe.get(address_of(analysed) + "?sort=kept&download=csv")
        rows = list(csv.DictReader(io.StringIO(answer.text.lstrip("\ufeff"))))
        shares = [float(row["Kept in draws"]) for row in rows]
        assert shares == sorted(shares)
        assert {row["LGD code"]: float(row["Kept in draws"]) for row in rows} == {
            lgd: kept.share for lgd, kept in firm.kept.items()
        }
        page = text_of(quick_dpe.get(address_of(analysed)))
        said = list_analyses(analysed)[AnalysisKind.ROBUSTNESS].summary
        assert f"{said['safe']} of 10 pairs are safe" in page
        assert "drawn 1,000 times" in page
        assert "seed 112" in page


class TestShowAnswer:
    def test_its_plan_is_shown_with_what_moves_against_the_greatest_total(self, quick_dpe, analysed):
        """A referee of loops over the pairs as stored."""
        total = {pair.lgd: pair.cpse for pair in load_answer(analysed, "total").pairs}
        for name in ("fairest", "stable", "frontier-1"):
            answer = load_answer(analysed, name)
            address = f"{address_of(analysed)}/answers/{name}"
            rows = csv.DictReader(io.StringIO(quick_dpe.get(address + "?download=csv").text.lstrip("\ufeff")))
            listed = {
                row["LGD code"]: (row["Proposed lead"], row["Under the greatest total"]) for row in rows
            }
            for pair in answer.pairs:
                other = total[pair.lgd]
                assert listed[pair.lgd] == (pair.cpse, "" if other == pair.cpse else other)
            page = soup_of(quick_dpe.get(address))
            moved = sum(total[pair.lgd] != pair.cpse for pair in answer.pairs)
            assert len(page.select("[aria-labelledby=moved] tbody tr")) == moved
            assert len(page.select("svg.tiles a.ring")) == moved

    def test_who_would_rather_swap_is_listed_by_name_or_nobody(self, quick_dpe, analysed):
        stable = quick_dpe.get(f"{address_of(analysed)}/answers/stable")
        assert "None: no district and CPSE would both rather have each other" in text_of(stable)
        count = analysed.summary["blocking"]
        page = soup_of(quick_dpe.get(address_of(analysed)))
        assert len(page.select("[aria-labelledby=blocking] li")) == count

    def test_every_point_of_the_curve_leads_to_its_plan(self, quick_dpe, analysed):
        page = soup_of(quick_dpe.get(address_of(analysed)))
        points = list_analyses(analysed)[AnalysisKind.FRONTIER].summary["points"]
        links = page.select("a.frontier-point:not(.frontier-beside)")
        assert len(links) == len(points)
        for link, point in zip(links, points, strict=True):
            assert f"{point['total']:.3f}" in link.title.text
            shown = soup_of(quick_dpe.get(link["href"]))
            assert f"{point['worst']:.3f}" in shown.select_one("li.answer-here").text
        assert len(page.select(".frontier details tbody tr")) >= len(points)

    @pytest.mark.parametrize("answer", ["best", "frontier-0", "frontier-9999", "robustness"])
    def test_no_such_answer_is_not_found(self, quick_dpe, analysed, answer):
        assert quick_dpe.get(f"{address_of(analysed)}/answers/{answer}").status_code == 404


class TestDownloadAnalysis:
    def test_every_file_comes_as_it_was_frozen(self, sqlite_app, tmp_path):
        run = make_analysed_run(make_exercise())
        client = sign_in(sqlite_app, "auditor@example.test")
        for name in ("fairest.zip", "stable.zip", "frontier.zip", "robustness.zip"):
            answer = client.get(f"{address_of(run)}/analyses/{name}")
            assert answer.status_code == 200
            assert list(unzip(answer.data, tmp_path / name).iterdir())
        book = client.get(f"{address_of(run)}/analyses/fairest.xlsx")
        assert book.data == (tmp_path / "fairest.zip" / "mapping.xlsx").read_bytes()
        assert client.get(f"{address_of(run)}/analyses/total.zip").status_code == 404
