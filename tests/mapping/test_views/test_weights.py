"""Pages of the weights: saving, trying without saving, presets, and the comparison in pairs."""

import pytest

from csrmatch.audit.queries import find_anchor
from csrmatch.db import db, run_write
from csrmatch.mapping.comparing import PAIRS, field_of, pack_answers, stored_answers
from csrmatch.mapping.queries import list_exercise_cpses
from csrmatch.mapping.rules.pairwise import judge
from csrmatch.mapping.services import change_weights
from csrmatch.mapping.tables import CRITERIA
from csrmatch.optimiser import OutOfTime
from tests.mapping.exercises import BASTAR, load_exercise, make_exercise, make_rule
from tests.mapping.test_views.pages import soup_of, text_of, version_of

NEAR = (25, 50, 10, 5, 5, 0, 5)


def named(values):
    return dict(zip(CRITERIA, values, strict=True))


def send(client, address, values, **more):
    return client.post(address, data={"version": version_of(client, address), **named(values), **more})


def shown(page) -> list[int]:
    return [int(page.find("input", {"name": name, "type": "number"})["value"]) for name in CRITERIA]


class TestEditWeights:
    def test_weights_are_saved(self, quick_dpe):
        exercise_id = make_exercise()
        answer = send(quick_dpe, f"/exercises/{exercise_id}/weights", (10, 20, 30, 10, 10, 10, 10))
        assert answer.status_code == 302
        exercise = load_exercise(exercise_id)
        assert exercise.weights["money"] == 30
        assert exercise.comparisons is None

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ((35, 20, 15, 10, 10, 5, 4), "The weights sum to 99, not to 100."),
            ((-5, 20, 15, 10, 10, 25, 25), "between 0 and 100"),
            (("x", 20, 15, 10, 10, 5, 5), ""),
            (("", 20, 15, 10, 10, 5, 5), "Enter a whole number"),
        ],
    )
    def test_other_sums_are_refused_with_the_sum(self, quick_dpe, values, words):
        exercise_id = make_exercise()
        for more in ({}, {"trying": "y"}):
            answer = send(quick_dpe, f"/exercises/{exercise_id}/weights", values, **more)
            assert answer.status_code == 422
            assert words in soup_of(answer).select_one(".error-summary").text
        assert load_exercise(exercise_id).weights["need_expertise"] == 35

    def test_preset_fills_the_form_and_tells_its_effect_without_saving(self, quick_dpe):
        exercise_id = make_exercise()
        page = soup_of(quick_dpe.get(f"/exercises/{exercise_id}/weights?preset=near"))
        assert shown(page) == list(NEAR)
        assert "would change" in page.select_one("[data-said]").text
        assert load_exercise(exercise_id).weights["nearness"] == 20

    def test_every_preset_tells_what_it_would_change_on_demand(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/weights"
        assert not soup_of(quick_dpe.get(address)).select("#presets")
        page = soup_of(quick_dpe.get(address + "?show=presets"))
        rows = page.select("section[aria-labelledby=presets] tbody tr")
        assert [row.th.text for row in rows] == ["Usual", "Need first", "Nearness first", "Money first"]
        assert rows[0].td.text == "0"

    def test_trying_shows_the_pairs_that_would_change_and_saves_nothing(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        before = find_anchor()
        answer = send(quick_dpe, address, NEAR, trying="Show what would change")
        assert answer.status_code == 200
        page = soup_of(answer)
        assert shown(page) == list(NEAR)
        number = int(page.select_one("[data-said]").text.split()[0])
        assert 0 < number == len(page.select(".trial-list tbody tr"))
        assert find_anchor() == before
        part = soup_of(quick_dpe.get(address + "/trial", query_string=named(NEAR)))
        assert part.get_text() == page.select_one("[data-live-part]").get_text()

    def test_stale_edit_shows_both_texts_and_can_be_sent_again(self, dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        version = version_of(dpe, address)
        assert send(dpe, address, (70, 5, 5, 5, 5, 5, 5)).status_code == 302
        answer = dpe.post(address, data={"version": version, **named((1, 2, 3, 4, 5, 6, 79))})
        assert answer.status_code == 409
        assert "70" in text_of(answer)
        assert "79" in text_of(answer)
        db.session.rollback()
        assert load_exercise(exercise_id).weights["need_expertise"] == 70
        again = {
            box["name"]: box["value"]
            for box in soup_of(answer).select("main form input[type=hidden]")
            if box["name"] != "csrf_token"
        }
        assert dpe.post(address, data=again).status_code == 302
        db.session.rollback()
        assert load_exercise(exercise_id).weights["additionality"] == 79


class TestTrial:
    @pytest.mark.parametrize(
        "asked",
        [
            {},
            named((35, 20, 15, 10, 10, 5, 4)),
            named((-5, 20, 15, 10, 10, 25, 25)),
            named(("35.0", 20, 15, 10, 10, 5, 5)),
            named(("1e1", 20, 15, 10, 10, 25, 10)),
            named((135, 20, 15, 10, 10, 5, 5)),
        ],
    )
    def test_other_than_seven_whole_numbers_of_100_is_refused(self, quick_dpe, asked):
        address = f"/exercises/{make_exercise()}/weights/trial"
        assert quick_dpe.get(address, query_string=asked).status_code == 422

    def test_a_clash_is_told_with_the_way_to_the_rules(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        page = soup_of(quick_dpe.get(address))
        assert "These are the saved weights." in page.text
        for row in load_codes(exercise_id):
            make_rule(exercise_id, "ban", BASTAR, row)
        for answer in (
            quick_dpe.get(address),
            quick_dpe.get(address + "?show=presets"),
            quick_dpe.get(address + "/trial", query_string=named(NEAR)),
        ):
            assert answer.status_code == 200
            assert "No plan can keep all rules, whatever the weights." in answer.text
            assert f"/exercises/{exercise_id}/rules" in answer.text

    def test_an_exercise_that_is_not_begun_leads_to_its_districts(self, quick_dpe):
        exercise_id = make_exercise("picked")
        answer = quick_dpe.get(f"/exercises/{exercise_id}/weights?show=presets")
        assert answer.status_code == 200
        assert "Choose them first." in answer.text
        assert f'href="/exercises/{exercise_id}/districts"' in answer.text

    def test_a_search_that_ends_without_a_plan_says_so(self, quick_dpe, monkeypatch):
        def run_out(*_given, **_options):
            raise OutOfTime("no_plan_in_time", seconds=1.5)

        monkeypatch.setattr("csrmatch.mapping.solving.weighing.solve", run_out)
        address = f"/exercises/{make_exercise()}/weights"
        answer = quick_dpe.get(address + "/trial", query_string=named(NEAR))
        assert "no plan was found in the short time" in answer.text
        assert "no plan was found" in text_of(quick_dpe.get(address + "?show=presets"))

    def test_a_plan_that_is_not_proven_says_so(self, quick_dpe, monkeypatch):
        monkeypatch.setattr("csrmatch.mapping.solving.weighing.Trial.is_proven", False)
        address = f"/exercises/{make_exercise()}/weights/trial"
        assert "not proven" in text_of(quick_dpe.get(address, query_string=named(NEAR)))

    def test_a_search_that_may_take_long_waits_until_it_is_asked_for(self, quick_dpe, monkeypatch):
        monkeypatch.setattr("csrmatch.mapping.solving.weighing.is_plain", lambda _problem: False)
        address = f"/exercises/{make_exercise()}/weights"
        assert "Move a weight to see" in quick_dpe.get(address).text
        assert "would change" in quick_dpe.get(address + "?preset=near").text


AT_ODDS = {field_of(PAIRS[0]): "9", field_of(PAIRS[6]): "9", field_of(PAIRS[1]): "-9"}


class TestCompareCriteria:
    def test_without_answers_all_count_alike(self, quick_dpe):
        page = soup_of(quick_dpe.get(f"/exercises/{make_exercise()}/weights/pairs"))
        assert len(page.select("form[data-pairs] select")) == 21
        assert {option["value"] for option in page.select("option[selected]")} == {"1"}
        assert "Consistency ratio 0.00: the answers agree" in text_of_part(page)

    def test_answers_give_weights_and_the_one_that_contradicts_most(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/weights/pairs"
        page = soup_of(quick_dpe.get(address, query_string=AT_ODDS))
        answers = {pair: int(AT_ODDS.get(field_of(pair), "1")) for pair in PAIRS}
        judged = judge(CRITERIA, answers)
        weights = [int(row.td.text) for row in page.select("[data-live-part] tbody tr")]
        assert weights == list(judged.weights.values())
        assert "the answers contradict each other" in text_of_part(page)
        anchor = page.find("a", string="Go to this question")["href"].removeprefix("#")
        assert page.find("select", id=anchor)["name"] == field_of(judged.misfit.pair)
        part = soup_of(quick_dpe.get(address, query_string=AT_ODDS, headers={"X-Part": "true"}))
        assert part.get_text().split() == page.select_one("[data-live-part]").get_text().split()
        assert not part.select("html")

    def test_what_is_not_on_the_scale_counts_as_equal(self, quick_dpe):
        address = f"/exercises/{make_exercise()}/weights/pairs"
        page = soup_of(
            quick_dpe.get(address, query_string={field_of(PAIRS[0]): "0", field_of(PAIRS[1]): "x"})
        )
        assert {option["value"] for option in page.select("option[selected]")} == {"1"}

    def test_the_weights_can_be_used_and_are_kept_with_their_answers_once_saved(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        page = soup_of(quick_dpe.get(address + "/pairs", query_string={field_of(PAIRS[0]): "3"}))
        use = page.find("a", string="Use these weights")["href"]
        form = soup_of(quick_dpe.get(use))
        answers = dict.fromkeys(PAIRS, 1) | {PAIRS[0]: 3}
        assert shown(form) == list(judge(CRITERIA, answers).weights.values())
        assert load_exercise(exercise_id).comparisons is None
        compared = form.find("input", {"name": "compared"})["value"]
        assert send(quick_dpe, address, shown(form), compared=compared).status_code == 302
        db.session.rollback()
        assert stored_answers(load_exercise(exercise_id).comparisons) == answers
        again = soup_of(quick_dpe.get(address + "/pairs"))
        assert again.select_one(f"#{field_of(PAIRS[0])} option[selected]")["value"] == "3"
        assert shown(soup_of(quick_dpe.get(address + "?preset=pairs"))) == shown(form)

    @pytest.mark.parametrize("compared", ["", "junk", "1.2", ".".join(["0"] * 21), ".".join(["1"] * 22)])
    def test_an_unreadable_comparison_is_not_kept(self, quick_dpe, compared):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        assert quick_dpe.get(address, query_string={"compared": compared}).status_code == 200
        assert send(quick_dpe, address, NEAR, compared=compared).status_code == 302
        assert load_exercise(exercise_id).comparisons is None

    def test_saving_other_weights_later_keeps_the_answers(self, quick_dpe):
        exercise_id = make_exercise()
        address = f"/exercises/{exercise_id}/weights"
        packed = pack_answers(dict.fromkeys(PAIRS, 1))
        assert send(quick_dpe, address, NEAR, compared=packed).status_code == 302
        run_write(
            lambda: change_weights(
                exercise=load_exercise(exercise_id), version=2, weights=named((100, 0, 0, 0, 0, 0, 0))
            )
        )
        db.session.rollback()
        assert stored_answers(load_exercise(exercise_id).comparisons) == dict.fromkeys(PAIRS, 1)

    def test_it_can_begin_with_the_saved_weights(self, quick_dpe):
        page = soup_of(quick_dpe.get(f"/exercises/{make_exercise()}/weights/pairs?from=weights"))
        assert page.select_one(f"#{field_of(PAIRS[0])} option[selected]")["value"] == "2"
        assert "the answers agree" in text_of_part(page)


def load_codes(exercise_id) -> list[str]:
    codes = [member.cpse.code for member in list_exercise_cpses(load_exercise(exercise_id))]
    db.session.rollback()
    return codes


def text_of_part(page) -> str:
    return " ".join(page.select_one("[data-live-part]").get_text(" ").split())
