"""The totals and joins of the shipped tables, added up again from the bare files and by a second reader."""

import csv
from collections import Counter

import pandas as pd
import pytest

from csrmatch import reference
from csrmatch.reference.reading import FOLDER

CRORE = 10_000_000
SUSPECT = ("unit_suspect", "rollup_suspect", "duplicate")


def raw(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def frame(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv", dtype=str, keep_default_na=False)


class TestDistricts:
    def test_there_are_112_with_unique_codes_and_list_numbers(self):
        rows = raw("districts")
        assert len(rows) == len({row["lgd"] for row in rows}) == 112
        assert sorted(int(row["listed_no"]) for row in rows) == list(range(1, 113))

    def test_they_lie_in_26_states_and_jammu_and_kashmir(self):
        states = {row["lgd"]: row for row in raw("states")}
        homes = {row["state_lgd"] for row in raw("districts")}
        assert Counter(states[lgd]["kind"] for lgd in homes) == {"state": 26, "ut": 1}

    def test_103_stand_on_their_own_census_and_9_on_a_parent(self):
        basis = frame("census")["basis"].value_counts()
        assert basis["same_boundary"] + basis["older_larger"] == 103
        assert (basis["same_boundary"], basis["older_larger"], basis["parent"]) == (94, 9, 9)
        assert [row["census_basis"] for row in raw("districts")] == [row["basis"] for row in raw("census")]

    def test_parents_and_lost_area_are_the_known_ones(self):
        names = {row["lgd"]: row["name_en"] for row in raw("districts")}
        parents = {names[row["lgd"]] for row in raw("census") if row["basis"] == "parent"}
        assert parents == {
            "Alluri Sitharamaraju",
            "Parvathipuram Manyam",
            "Namsai",
            "Kondagaon",
            "Sukma",
            "Soreng",
            "Asifabad",
            "Bhadradri-Kothagudem",
            "Bhupalpally",
        }
        reduced = {names[row["lgd"]] for row in raw("census") if row["basis"] == "older_larger"}
        assert reduced == {
            "Baksa",
            "Barpeta",
            "Dhubri",
            "Bastar",
            "Dantewada",
            "Rajnandgaon",
            "Chandel",
            "Ferozepur",
            "Dhalai",
        }

    def test_census_shares_follow_from_the_counts(self):
        for row in reference.read_census():
            assert float(row.sc_pct) == pytest.approx(100 * row.population_sc / row.population, abs=0.006)
            assert float(row.st_pct) == pytest.approx(100 * row.population_st / row.population, abs=0.006)

    def test_35_were_chosen_for_left_wing_extremism_in_2018(self):
        assert sum(row["list_name"] == "adp_2018" for row in raw("lwe_status")) == 35

    @pytest.mark.parametrize(
        ("alias", "lgd"),
        [
            ("Nuh", 604),
            ("Dharashiv", 488),
            ("Baramulla", 3),
            ("Purnia", 214),
            ("Dakshin Bastar Dantewada", 376),
            ("Uttar Bastar Kanker", 381),
            ("Dohad", 445),
            ("Dhaulpur", 98),
            ("Shrawasti", 181),
            ("Hardwar", 50),
            ("Firozpur", 31),
            ("East Nimar", 405),
            ("Sahebganj", 340),
            ("Y.S.R.", 504),
            ("Cuddapah", 504),
            ("Hazaribagh", 332),
            ("Kumuram Bheem Asifabad", 699),
            ("East Singhbhum", 327),
            ("West Singhbhum", 343),
            ("Nabarangpur", 366),
            ("Visakhapatnam", 745),
            ("Vizianagaram", 743),
            ("West Sikkim", 742),
            ("Khammam", 690),
        ],
    )
    def test_names_that_break_a_text_join_resolve(self, alias, lgd):
        rows = [row for row in raw("district_aliases") if row["alias"] == alias and row["kind"] != "parent"]
        assert [row["lgd"] for row in rows] == [str(lgd)]

    def test_no_name_but_a_parents_means_two_districts_of_one_state(self):
        names = {(row["state_lgd"], row["name_en"]): row["lgd"] for row in raw("districts")}
        assert len(names) == 112
        for row in raw("district_aliases"):
            if row["kind"] == "parent":
                continue
            key = (row["state_lgd"], row["alias"])
            assert names.setdefault(key, row["lgd"]) == row["lgd"]


class TestFigures:
    def test_nfhs_5_reaches_all_112_by_name_alias_or_parent(self):
        basis = {row["lgd"]: row["basis"] for row in raw("figures") if row["round"] == "NFHS-5"}
        assert Counter(basis.values()) == {"own": 103, "alias": 6, "parent": 3}

    def test_the_parents_are_named(self):
        pairs = {
            (row["lgd"], row["source_district"])
            for row in raw("figures")
            if row["basis"] == "parent" and row["round"] == "NFHS-5"
        }
        assert pairs == {("745", "Visakhapatnam"), ("743", "Vizianagaram"), ("742", "West District")}

    def test_4961_of_5152_cells_of_nfhs_5_have_a_value(self):
        cells = frame("figures").query("round == 'NFHS-5'")
        assert len(cells) == 5152
        assert (cells["value"] != "").sum() == 4961

    def test_suppressed_cells_are_the_published_ones(self):
        cells = frame("figures").query("round == 'NFHS-5' and value != ''")
        known = cells["indicator"].value_counts()
        fewer = {indicator: count for indicator, count in known.items() if count != 112}
        assert fewer == {
            "diarrhoea_ors": 44,
            "diarrhoea_zinc": 44,
            "ari_care": 85,
            "exclusive_bf": 95,
            "preg_anaemia": 102,
            "full_immunisation_card": 111,
        }

    def test_suppressed_is_blank_and_never_zero(self):
        for row in raw("figures"):
            assert (row["flag"] == "suppressed") == (row["value"] == "")

    def test_few_cases_are_marked(self):
        marked = Counter(row["round"] for row in raw("figures") if row["flag"] == "few_cases")
        assert marked == {"NFHS-5": 297, "NFHS-4": 269}

    def test_nfhs_4_reaches_102(self):
        earlier = {row["lgd"] for row in raw("figures") if row["round"] == "NFHS-4"}
        missing = {row["name_en"] for row in raw("districts") if row["lgd"] not in earlier}
        assert len(earlier) == 102
        assert missing == {
            "Namsai",
            "Dhubri",
            "Bastar",
            "Dantewada",
            "Kondagaon",
            "Sukma",
            "Ferozepur",
            "Asifabad",
            "Bhadradri-Kothagudem",
            "Bhupalpally",
        }

    def test_one_cell_has_one_row(self):
        keys = [(row["lgd"], row["indicator"], row["round"]) for row in raw("figures")]
        assert len(keys) == len(set(keys))

    def test_percentages_lie_between_0_and_100(self):
        units = {row["code"]: row["unit"] for row in raw("indicators")}
        for row in raw("figures") + raw("benchmarks"):
            if row["value"] and units[row["indicator"]] == "percent":
                assert 0 <= float(row["value"]) <= 100

    def test_benchmarks_of_india_are_the_published_ones(self):
        india = {
            row["indicator"]: row["value"]
            for row in raw("benchmarks")
            if row["state_lgd"] == "" and row["round"] == "NFHS-5"
        }
        assert len(india) == 46
        assert [india[key] for key in ("stunted", "wasted", "underweight", "women_anaemia")] == [
            "35.5",
            "19.3",
            "32.1",
            "57",
        ]

    def test_every_state_of_the_112_has_benchmarks(self):
        states = {row["state_lgd"] for row in raw("districts")}
        assert {row["state_lgd"] for row in raw("benchmarks")} == states | {""}
        counts = Counter(row["state_lgd"] for row in raw("benchmarks") if row["round"] == "NFHS-5")
        assert min(counts.values()) >= 42


class TestPovertyAndRanks:
    def test_poverty_is_known_for_104_and_106_districts(self):
        table = frame("mpi")
        assert table["round"].value_counts().to_dict() == {"2019-21": 104, "2015-16": 106}
        latest = table[table["round"] == "2019-21"]
        assert latest["basis"].value_counts().to_dict() == {"own": 101, "parent": 3}

    def test_the_eight_without_2019_21_are_in_madhya_pradesh(self):
        known = {row["lgd"] for row in raw("mpi") if row["round"] == "2019-21"}
        missing = [row["state_lgd"] for row in raw("districts") if row["lgd"] not in known]
        assert missing == ["23"] * 8

    def test_index_is_headcount_times_intensity(self):
        for row in reference.read_mpi():
            if row.index is not None and row.intensity_pct is not None:
                product = float(row.headcount_pct) * float(row.intensity_pct) / 10_000
                assert float(row.index) == pytest.approx(product, abs=0.0011)

    def test_baseline_ranks_101_and_delta_108(self):
        for measure, count in (("baseline", 101), ("delta", 108)):
            rows = [row for row in raw("adp_scores") if row["measure"] == measure]
            assert len(rows) == len({row["lgd"] for row in rows}) == count
            scores = [float(row["score"]) for row in rows]
            assert scores == sorted(scores, reverse=True)

    @pytest.mark.parametrize("measure", ["baseline", "delta"])
    def test_four_rows_of_each_ranking_are_the_earlier_districts(self, measure):
        rows = [row for row in raw("adp_scores") if row["measure"] == measure and row["trust"] == "C"]
        assert {row["ranked_as"] for row in rows} == {
            "Visakhapatnam",
            "Vizianagaram",
            "Khammam",
            "West Sikkim",
        }

    @pytest.mark.parametrize(
        ("name", "key"),
        [
            ("adp_scores", "ranked_as"),
            ("figures", "source_district"),
            ("census", "source_district"),
            ("mpi", "source_district"),
        ],
    )
    def test_every_name_a_source_prints_but_a_parents_resolves(self, name, key):
        names = {(row["lgd"], row["name_en"]) for row in raw("districts")}
        names |= {(row["lgd"], row["alias"]) for row in raw("district_aliases")}
        rows = [row for row in raw(name) if row.get("basis") != "parent"]
        assert {(row["lgd"], row[key]) for row in rows} <= names


class TestSpending:
    def test_26_enterprises_filed_2414_rows(self):
        rows = raw("cpse_spending")
        assert len({row["cpse"] for row in rows}) == 26
        assert sum(int(row["projects"]) for row in rows) == 2414

    def test_the_total_as_filed_is_8044_crore(self):
        assert round(frame("cpse_spending")["spent_inr"].astype("int64").sum() / CRORE) == 8044

    def test_922_rows_worth_1106_crore_name_a_district(self):
        named = [row for row in raw("cpse_spending") if row["district_named"] == "yes"]
        assert sum(int(row["projects"]) for row in named) == 922
        assert round(sum(int(row["spent_inr"]) for row in named) / CRORE) == 1106

    def test_249_rows_of_40_pairs_fall_in_29_districts(self):
        rows = [row for row in raw("cpse_spending") if row["lgd"]]
        assert sum(int(row["projects"]) for row in rows) == 249
        assert len({(row["lgd"], row["cpse"]) for row in rows}) == 40
        assert len({row["lgd"] for row in rows}) == 29

    def test_the_112_got_323_97_crore_as_filed_and_195_06_without_suspect_rows(self):
        table = frame("cpse_spending").query("lgd != ''")
        spent = table["spent_inr"].astype("int64")
        clean = ~table["quality"].str.contains("|".join(SUSPECT))
        assert spent.sum() == 323_97_00_000
        assert spent[clean].sum() == 195_06_00_000

    def test_the_reader_calls_the_same_rows_suspect(self):
        rows = reference.read_cpse_spending()
        assert sum(row.spent_inr for row in rows if row.lgd and not row.is_suspect) == 195_06_00_000

    def test_the_unit_error_and_the_roll_up_are_marked(self):
        bad_unit = [row for row in reference.read_cpse_spending() if "unit_suspect" in row.quality]
        assert {(row.cpse, row.year) for row in bad_unit} == {("BHEL", "2014-15")}
        assert sum(row.spent_inr for row in bad_unit) == 239_11_00_000
        rolled = [row for row in reference.read_cpse_spending() if "rollup_suspect" in row.quality]
        assert [(row.cpse, row.year, row.lgd, row.spent_inr) for row in rolled] == [
            ("SECL", "2015-16", 383, 127_68_00_000)
        ]

    def test_what_two_companies_set_aside_is_marked_where_it_is_fifty_times_the_spent_or_more(self):
        rows = reference.read_cpse_spending()
        marked = [row for row in rows if "outlay_suspect" in row.quality]
        assert {(row.cpse, row.year) for row in marked} == {("CIL", "2016-17"), ("GAIL", "2016-17")}
        assert all(row.outlay_inr >= 50 * row.spent_inr for row in marked)
        assert not any(row.is_suspect for row in marked)

    @pytest.mark.parametrize(
        ("cpse", "year", "amount"),
        [
            ("ONGC", "2016-17", 504_91_00_000),
            ("NMDC", "2015-16", 210_09_00_000),
            ("NTPC", "2015-16", 491_80_00_000),
            ("SAIL", "2014-15", 35_04_00_000),
            ("CCL", "2015-16", 214_60_00_000),
            ("POWERGRID", "2016-17", 147_33_00_000),
        ],
    )
    def test_company_years_keep_their_totals(self, cpse, year, amount):
        rows = raw("cpse_spending")
        assert sum(int(r["spent_inr"]) for r in rows if (r["cpse"], r["year"]) == (cpse, year)) == amount


class TestLists:
    def test_there_are_72_enterprises_of_which_14_maharatnas_and_26_navratnas(self):
        assert frame("cpses")["status"].value_counts().to_dict() == {"": 32, "navratna": 26, "maharatna": 14}

    def test_weights_of_the_five_themes_sum_to_100(self):
        weights = {row["code"]: int(row["weight"]) for row in raw("themes")}
        assert weights == {"HN": 30, "ED": 30, "AW": 20, "FS": 10, "IN": 10, "OT": 0}

    def test_49_kpis_fall_on_the_themes_as_the_programme_counts_them(self):
        counted = Counter(row["theme"] for row in raw("kpis"))
        assert counted == {row["code"]: int(row["kpi_count"]) for row in raw("themes") if row["code"] != "OT"}
        assert sum(counted.values()) == 49

    @pytest.mark.parametrize(
        ("name", "count"),
        [
            ("indicators", 46),
            ("schedule_vii", 12),
            ("sdgs", 17),
            ("schemes", 49),
            ("cpse_totals_published", 21),
            ("dpe_themes", 9),
            ("glossary", 166),
            ("practices", 24),
            ("sector_themes", 28),
            ("states", 36),
        ],
    )
    def test_lists_are_complete(self, name, count):
        assert len(raw(name)) == count

    def test_published_totals_carry_an_amount_or_a_share(self):
        for row in reference.read_cpse_totals_published():
            assert (row.amount_inr is None) != (row.share_pct is None)

    def test_a_year_without_a_verified_theme_has_no_name(self):
        unknown = [row.year for row in reference.read_dpe_themes() if row.status == "not_known"]
        assert unknown == ["2020-21", "2025-26", "2026-27"]
        for row in reference.read_dpe_themes():
            assert (row.name_en is None) == (row.name_hi is None) == (row.status == "not_known")
