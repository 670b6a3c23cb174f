"""How a matrix is arranged, against its own files read with nothing but csv."""

import csv
import io
import math
from dataclasses import replace

import pytest

from csrmatch.i18n import speaking
from csrmatch.mapping.arranging import (
    find_inside,
    find_nearest,
    find_swaps,
    order_columns,
    order_rows,
    unknown_shares,
)
from csrmatch.mapping.documents.archive import pack, unpack
from csrmatch.mapping.queries import get_run_files, load_result
from csrmatch.mapping.results import read_result, unknown_cells
from csrmatch.mapping.tables.writing import input_files
from tests.mapping.exercises import BASTAR, DANTEWADA, make_exercise, make_run

KORBA = 383


@pytest.fixture
def run(sqlite_app):
    return make_run(make_exercise())


@pytest.fixture
def small(small_outcome, small_files):
    """The small input read back: Bastar has no coordinates, SECL works in Korba, NMDC in Dantewada."""
    given = pack(input_files(small_outcome.given))
    return read_result(given, pack(small_files), unknown_cells(small_outcome))


def files_of(run) -> dict[str, list[list[str]]]:
    _input, result, _unknown = get_run_files(run.id)
    return {
        name: list(csv.reader(io.StringIO(content.decode(), newline="")))
        for name, content in unpack(result).items()
        if name.endswith(".csv")
    }


def keys(result, rows) -> list[str]:
    return [result.problem.districts[row] for row in rows]


def codes(result, columns) -> list[str]:
    return [result.problem.cpses[column] for column in columns]


class TestOrderRows:
    def test_the_worst_served_come_first(self, run):
        result = load_result(run)
        header, *plan = files_of(run)["plan.csv"]
        fit = header.index("fit")
        wished = [row[0] for row in sorted(plan, key=lambda row: (float(row[fit]), int(row[0])))]
        assert keys(result, order_rows(result, "worst")) == wished
        assert keys(result, order_rows(result, "nonsense")) == wished
        assert keys(result, order_rows(result, "fit:NOBODY")) == wished

    def test_names_come_in_the_readers_language(self, run):
        result = load_result(run)
        rows = result.given.districts
        for language, name in (("en", "name_en"), ("hi", "name_hi")):
            with speaking(language):
                got = keys(result, order_rows(result, "name"))
            assert got == [row.lgd for row in sorted(rows, key=lambda row: getattr(row, name).casefold())]

    def test_states_stand_together(self, small):
        *others, korba = small.given.districts
        given = replace(small.given, districts=(*others, replace(korba, state="Bihar")))
        result = replace(small, given=given)
        assert keys(result, order_rows(result, "state")) == [str(KORBA), str(BASTAR), str(DANTEWADA)]
        assert keys(result, order_rows(result, "worst", state="Bihar")) == [str(KORBA)]
        assert order_rows(result, "worst", state="Kerala") == ()

    def test_the_best_fit_with_a_cpse_comes_first(self, run):
        result = load_result(run)
        header, *fit = files_of(run)["fit.csv"]
        for code in header[1:]:
            at = header.index(code)
            wished = [row[0] for row in sorted(fit, key=lambda row: (-float(row[at]), int(row[0])))]
            assert keys(result, order_rows(result, f"fit:{code}")) == wished

    @pytest.mark.parametrize("text", ["bastar", "BAST", "बस्तर", "374"])
    def test_a_text_finds_names_in_both_scripts_and_codes(self, small, text):
        assert keys(small, order_rows(small, "worst", text=text)) == [str(BASTAR)]


class TestOrderColumns:
    def test_the_most_contested_come_first(self, run):
        result = load_result(run)
        prices = {row[1]: float(row[2]) for row in files_of(run)["prices.csv"] if row[0] == "cpse"}
        wished = sorted(prices, key=lambda code: (-prices[code], code))
        assert codes(result, order_columns(result, "price")) == wished
        assert codes(result, order_columns(result, "fit:0")) == wished
        assert codes(result, order_columns(result, "name")) == sorted(prices)

    def test_who_leads_most_comes_first_and_who_leads_none_can_be_left_out(self, run):
        result = load_result(run)
        header, *plan = files_of(run)["plan.csv"]
        led = [row[header.index("cpse")] for row in plan]
        wished = sorted(result.problem.cpses, key=lambda code: (-led.count(code), code))
        assert codes(result, order_columns(result, "led")) == wished
        leading = [code for code in wished if code in led]
        assert 0 < len(leading) < len(wished)
        assert codes(result, order_columns(result, "led", only_leads=True)) == leading

    def test_the_best_fit_for_a_district_comes_first(self, run):
        result = load_result(run)
        header, *fit = files_of(run)["fit.csv"]
        for row in fit:
            by_code = {code: float(cell) for code, cell in zip(header[1:], row[1:], strict=True)}
            wished = sorted(by_code, key=lambda code: (-by_code[code], code))
            assert codes(result, order_columns(result, f"fit:{row[0]}")) == wished

    @pytest.mark.parametrize("text", ["nmdc", "NMDC Lim", "एनएमडीसी"])
    def test_a_text_finds_codes_and_names(self, small, text):
        assert codes(small, order_columns(small, "name", text=text)) == ["NMDC"]


class TestUnknownShares:
    def test_they_are_the_weights_of_the_parts_that_are_not_known(self, run):
        result = load_result(run)
        shares = unknown_shares(result)
        for row, lgd in enumerate(result.problem.districts):
            for column, code in enumerate(result.problem.cpses):
                assert shares[row, column] == result.pair(lgd, code).unknown_share


class TestFindNearest:
    def test_a_place_in_the_district_has_no_distance(self, small):
        found = find_nearest(small, str(DANTEWADA), "NMDC")
        assert (found.name, found.km) == ("Bailadila, Kirandul", None)
        assert find_inside(small) == {"NMDC": (str(DANTEWADA),), "SECL": (str(KORBA),)}

    def test_the_distance_is_that_of_the_law_of_cosines(self, small):
        found = find_nearest(small, str(DANTEWADA), "SECL")
        lat, to = math.radians(18.9), math.radians(22.33)
        angle = math.acos(
            math.sin(lat) * math.sin(to)
            + math.cos(lat) * math.cos(to) * math.cos(math.radians(82.55 - 81.35))
        )
        assert found.name == "Gevra"
        assert found.km == pytest.approx(angle * 6371.0088, rel=1e-6)

    def test_what_is_not_known_is_not_made_up(self, small):
        assert find_nearest(small, str(BASTAR), "NMDC") is None
        assert find_nearest(small, str(DANTEWADA), "NTPC") is None


class TestFindSwaps:
    def test_each_is_an_exchange_that_keeps_how_many_a_cpse_leads(self, run):
        result = load_result(run)
        header, *rows = files_of(run)["fit.csv"]
        fit = {
            (row[0], code): float(cell)
            for row in rows
            for code, cell in zip(header[1:], row[1:], strict=True)
        }
        plan = dict(result.plan.pairs)
        found_any = False
        for lgd in plan:
            for code in result.problem.cpses:
                swaps = find_swaps(result, lgd, code)
                wished = {other for other, lead in plan.items() if lead == code != plan[lgd]}
                assert {swap.lgd for swap in swaps} == wished
                assert [swap.change for swap in swaps] == sorted(
                    (swap.change for swap in swaps), reverse=True
                )
                for swap in swaps:
                    found_any = True
                    after = fit[lgd, code] + fit[swap.lgd, plan[lgd]]
                    before = fit[lgd, plan[lgd]] + fit[swap.lgd, code]
                    assert swap.lead == plan[lgd]
                    assert swap.change == pytest.approx(after - before, abs=1e-9)
                    # The plan is the best there is, so no exchange that keeps the numbers can gain.
                    assert swap.change <= 1e-9
        assert found_any
