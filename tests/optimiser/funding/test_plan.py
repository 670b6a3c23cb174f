"""The fund plan against every plan there is, against an integer solver of another house, and its checker."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.optimiser import (
    FundPlan,
    FundRules,
    Gift,
    Need,
    Offer,
    ProblemError,
    check_fund,
    fund,
)
from csrmatch.optimiser.funding import search as fund_search
from csrmatch.optimiser.funding.gifts import Gifts

THEMES = ["Health", "Education"]


def random_case(rng, *, needs=2, offers=3, rupees=4):
    """A few needs and offers of a few rupees, with every kind of rule."""
    cpses = [f"c{name}" for name in rng.permutation(offers)]
    asked = [
        Need(
            f"n{number}",
            f"d{int(rng.integers(2))}",
            str(rng.choice(THEMES)),
            None if rng.random() < 0.05 else int(rng.integers(0, rupees + 2)),
            int(rng.integers(0, 2)),
            splittable=bool(rng.random() < 0.7),
            minimum_share=int(rng.choice([0, 0, 30, 50])),
            lead=str(rng.choice(cpses)) if rng.random() < 0.6 else None,
            asked_by=str(rng.choice(cpses)) if rng.random() < 0.2 else None,
        )
        for number in rng.permutation(needs)
    ]
    given_money = [
        Offer(
            cpse,
            None if rng.random() < 0.05 else int(rng.integers(0, rupees + 1)),
            themes=None if rng.random() < 0.6 else (str(rng.choice(THEMES)),),
            local_area=("d0",) if rng.random() < 0.4 else (),
            minimum_ticket_inr=int(rng.choice([0, 0, 2, 3])),
            follows_dpe=bool(rng.random() < 0.5),
            year_inr=int(rng.integers(0, 10)),
            off_theme_inr=int(rng.integers(0, 2)),
        )
        for cpse in cpses
    ]
    rules = FundRules(
        theme_of_year=("Health",) if rng.random() < 0.7 else (),
        most_partners=None if rng.random() < 0.4 else int(rng.integers(0, 3)),
        fit=None if rng.random() < 0.3 else rng.integers(0, 4, (offers, needs)) / 3,
        local_bonus=float(rng.choice([0.0, 0.1])),
    )
    return asked, given_money, rules


def greatest(needs, offers, rules):
    """The greatest (lead value, value) of all plans in whole rupees, by going through them all."""
    pairs = [(offer, need) for offer in range(len(offers)) for need in range(len(needs))]
    most = [
        min(offers[o].free_inr or 0, max(0, (needs[n].cost_inr or 0) - needs[n].covered_inr))
        for o, n in pairs
    ]
    plans = np.array(list(product(*[range(limit + 1) for limit in most]))).reshape(
        -1, len(offers), len(needs)
    )
    keeps = np.ones(len(plans), dtype=bool)
    gifts = plans > 0
    worth = np.zeros((len(offers), len(needs)), dtype=np.int64)
    own = np.zeros(worth.shape, dtype=bool)
    for o, n in pairs:
        offer, need = offers[o], needs[n]
        gap = max(0, (need.cost_inr or 0) - need.covered_inr)
        sums, is_given = plans[:, o, n], gifts[:, o, n]
        fit = 1.0 if rules.fit is None else rules.fit[o, n]
        worth[o, n] = round(fit * 1e6)
        if worth[o, n] and need.district in offer.local_area:
            worth[o, n] += round(rules.local_bonus * 1e6)
        own[o, n] = need.lead == offer.cpse
        if (offer.themes is not None and need.theme not in offer.themes) or need.asked_by == offer.cpse:
            keeps &= ~is_given
        keeps &= ~is_given | (sums >= offer.minimum_ticket_inr)
        keeps &= ~is_given | (sums >= need.minimum_share / 100 * gap)
        if not need.splittable:
            keeps &= ~is_given | (sums == gap)
    for n, need in enumerate(needs):
        keeps &= plans[:, :, n].sum(axis=1) <= max(0, (need.cost_inr or 0) - need.covered_inr)
        if rules.most_partners is not None:
            keeps &= gifts[:, :, n].sum(axis=1) <= rules.most_partners
    off = [need.theme not in rules.theme_of_year for need in needs]
    for o, offer in enumerate(offers):
        keeps &= plans[:, o].sum(axis=1) <= (offer.free_inr or 0)
        if offer.follows_dpe and rules.theme_of_year:
            other = plans[:, o, off].sum(axis=1)
            keeps &= (other == 0) | (other + offer.off_theme_inr <= 0.4 * offer.year_inr + 1e-9)
    values = (plans * worth).sum(axis=(1, 2))[keeps]
    by_leads = (plans * worth * own).sum(axis=(1, 2))[keeps]
    best = by_leads.max()
    return int(best), int(values[by_leads == best].max())


@pytest.mark.parametrize("seed", [*range(200), 2403, 5934])
def test_no_plan_in_whole_rupees_does_better(seed):
    needs, offers, rules = random_case(np.random.default_rng(seed))
    plan = fund(needs, offers, rules)
    assert check_fund(needs, offers, rules, plan) == []
    assert (plan.lead_value, plan.value) == greatest(needs, offers, rules)
    assert plan.proven
    assert plan.bound == plan.value


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_large_sums_stay_whole_and_keep_every_rule(seed):
    rng = np.random.default_rng(seed)
    needs, offers, rules = random_case(rng, needs=6, offers=5)
    needs = [
        replace(
            need,
            cost_inr=need.cost_inr and int(rng.integers(1, 10**10)),
            covered_inr=int(rng.integers(0, 10**7)),
        )
        for need in needs
    ]
    offers = [
        replace(
            offer,
            free_inr=int(rng.integers(0, 10**10)),
            year_inr=int(rng.integers(0, 10**10)),
            minimum_ticket_inr=int(rng.integers(0, 10**8)),
        )
        for offer in offers
    ]
    plan = fund(needs, offers, rules)
    assert check_fund(needs, offers, rules, plan) == []
    assert all(type(gift.inr) is int for gift in plan.gifts)
    assert plan.bound >= plan.value


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_the_order_of_the_input_changes_no_gift(seed):
    rng = np.random.default_rng(seed)
    needs, offers, rules = random_case(rng, needs=4, offers=4)
    plan = fund(needs, offers, rules)
    by_need, by_offer = rng.permutation(len(needs)), rng.permutation(len(offers))
    fit = None if rules.fit is None else rules.fit[np.ix_(by_offer, by_need)]
    again = fund([needs[n] for n in by_need], [offers[o] for o in by_offer], replace(rules, fit=fit))
    assert again == replace(plan, not_known=again.not_known)
    assert set(again.not_known) == set(plan.not_known)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10**6))
def test_more_free_money_never_makes_the_leads_do_less(seed):
    rng = np.random.default_rng(seed)
    needs, offers, rules = random_case(rng)
    richer = [replace(offer, free_inr=(offer.free_inr or 0) + 1) for offer in offers]
    assert fund(needs, richer, rules).lead_value >= fund(needs, offers, rules).lead_value


SOLVE_BY_CP_SAT = """
import json, sys
from ortools.sat.python import cp_model

def solve(case):
    model = cp_model.CpModel()
    given, chosen = {}, {}
    for pair, (least, most, worth, own) in enumerate(case["pairs"]):
        given[pair] = model.new_int_var(0, most, "")
        chosen[pair] = model.new_bool_var("")
        model.add(given[pair] <= most * chosen[pair])
        model.add(given[pair] >= least * chosen[pair])
    for members, limit in case["sums"]:
        model.add(sum(given[pair] for pair in members) <= limit)
    for members, limit in case["partners"]:
        model.add(sum(chosen[pair] for pair in members) <= limit)
    every = sum(worth * given[pair] for pair, (_, _, worth, _) in enumerate(case["pairs"]))
    by_leads = sum(worth * given[pair] for pair, (_, _, worth, own) in enumerate(case["pairs"]) if own)
    found = []
    for wish in (by_leads, every):
        model.maximize(wish)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(model) == cp_model.OPTIMAL
        found.append(round(solver.objective_value))
        model.add(wish >= found[-1])
    return found

print(json.dumps([solve(case) for case in json.load(sys.stdin)]))
"""


def middling_case(seed):
    """Nine needs, six offers, sums of even lakh; and the same as plain rows for another solver, in lakh."""
    rng = np.random.default_rng(seed)
    lakh = 100_000
    costs = (5 * rng.integers(1, 13, 9)).tolist()
    tickets, free = rng.integers(3, 9, 6).tolist(), rng.integers(10, 90, 6).tolist()
    needs = [
        Need(f"n{n}", "d", THEMES[n % 2], cost * lakh, minimum_share=20, lead=f"c{n % 5}")
        for n, cost in enumerate(costs)
    ]
    offers = [Offer(f"c{c}", free[c] * lakh, minimum_ticket_inr=tickets[c] * lakh) for c in range(6)]
    rules = FundRules(most_partners=2, fit=rng.integers(1, 10, (6, 9)) / 10)
    pairs = []
    for c, n in np.ndindex(6, 9):
        least, most = max(tickets[c], costs[n] // 5), min(costs[n], free[c])
        worth = round(rules.fit[c, n] * 10)
        pairs.append((least, most if most >= least else 0, worth, needs[n].lead == offers[c].cpse))
    by_offer = [(list(range(9 * c, 9 * c + 9)), free[c]) for c in range(6)]
    by_need = [list(range(n, 54, 9)) for n in range(9)]
    sums = by_offer + list(zip(by_need, costs, strict=True))
    return needs, offers, rules, {"pairs": pairs, "sums": sums, "partners": [(own, 2) for own in by_need]}


def test_an_integer_solver_of_another_house_finds_the_same_values():
    cases = [middling_case(seed) for seed in range(8)]
    told = subprocess.run(
        [sys.executable, "-c", SOLVE_BY_CP_SAT],
        input=json.dumps([case[3] for case in cases]),
        capture_output=True,
        text=True,
        check=True,
    )
    for (needs, offers, rules, _), found in zip(cases, json.loads(told.stdout), strict=True):
        plan = fund(needs, offers, rules)
        assert plan.proven
        assert [plan.lead_value, plan.value] == [value * 10**10 for value in found]


@pytest.mark.parametrize("seed", [2, 5, 7, 9])
def test_beginning_with_the_likeliest_pairs_misses_nothing(seed, monkeypatch):
    needs, offers, rules, _ = middling_case(seed)
    at_once = fund(needs, offers, rules)
    monkeypatch.setattr(fund_search, "DIRECT_PAIRS", 0)
    monkeypatch.setattr(fund_search, "LIKELY_PAIRS", 1)
    plan = fund(needs, offers, rules)
    assert check_fund(needs, offers, rules, plan) == []
    assert (plan.lead_value, plan.value, plan.proven) == (at_once.lead_value, at_once.value, True)


def test_the_lead_comes_first_in_its_own_district():
    needs = [Need("A", "d1", "Health", 100, lead="X"), Need("B", "d2", "Health", 100)]
    offers = [Offer("X", 100), Offer("Y", 100)]
    fit = np.array([[0.2, 1.0], [1.0, 0.9]])
    plan = fund(needs, offers, FundRules(fit=fit))
    assert plan.gifts == (Gift("X", "A", 100), Gift("Y", "B", 100))
    assert (plan.by_leads_inr, plan.covered_inr) == (100, 200)


def test_the_share_of_the_year_is_kept_for_the_theme_not_for_a_district():
    needs = [Need("A", "d1", "Education", 100), Need("B", "elsewhere", "Health", 100)]
    offer = Offer("X", 100, follows_dpe=True, year_inr=100, off_theme_inr=15)
    plan = fund(needs, [offer], FundRules(theme_of_year=("Health",)))
    assert plan.covered_inr == 100
    assert sum(gift.inr for gift in plan.gifts if gift.need == "A") <= 25
    alone = fund(needs[:1], [offer], FundRules(theme_of_year=("Health",)))
    assert alone.covered_inr == 25
    assert fund(needs[:1], [replace(offer, follows_dpe=False)], FundRules(("Health",))).covered_inr == 100
    assert fund(needs[:1], [offer], FundRules()).covered_inr == 100


def test_what_is_not_known_is_named_and_left_out():
    needs = [Need("A", "d1", "Health", None), Need("B", "d2", "Health", 50)]
    plan = fund(needs, [Offer("X", None), Offer("Y", 70)], FundRules())
    assert plan.not_known == ("A", "X")
    assert plan.gifts == (Gift("Y", "B", 50),)


def test_nothing_asked_or_nothing_offered_gives_an_empty_plan():
    assert fund([], [Offer("X", 5)], FundRules()).gifts == ()
    assert fund([Need("A", "d", "Health", 5)], [], FundRules()).gifts == ()
    assert fund([], [], FundRules()).proven


def test_without_time_the_plan_still_keeps_the_rules_and_says_so():
    needs, offers, rules = random_case(np.random.default_rng(8), needs=6, offers=5)
    rules = replace(rules, most_partners=1)
    plan = fund(needs, offers, rules, time_limit=0)
    assert check_fund(needs, offers, rules, plan) == []
    assert not plan.proven
    assert plan.bound >= fund(needs, offers, rules).value


@pytest.mark.parametrize(
    ("need", "offer", "rules", "code"),
    [
        ({"cost_inr": 1.5}, {}, {}, "money_not_whole"),
        ({"cost_inr": True}, {}, {}, "money_not_whole"),
        ({"covered_inr": -1}, {}, {}, "negative_money"),
        ({"minimum_share": 101}, {}, {}, "share_out_of_range"),
        ({}, {"free_inr": -1}, {}, "negative_money"),
        ({}, {"follows_dpe": True}, {"theme_of_year": ("Health",)}, "year_not_known"),
        ({}, {}, {"theme_share": -1}, "share_out_of_range"),
        ({}, {}, {"fit": [[1.0, 1.0]]}, "wrong_shape"),
        ({}, {}, {"fit": [[float("nan")]]}, "fit_not_finite"),
        ({}, {"cpse": ""}, {}, "name_not_text"),
    ],
)
def test_a_wrong_question_is_named(need, offer, rules, code):
    needs = [replace(Need("A", "d", "Health", 5), **need)]
    with pytest.raises(ProblemError) as told:
        fund(needs, [replace(Offer("X", 5), **offer)], FundRules(**rules))
    assert told.value.code == code


def test_names_must_differ():
    with pytest.raises(ProblemError) as told:
        fund([Need("A", "d", "Health", 5)] * 2, [Offer("X", 5)], FundRules())
    assert told.value.code == "duplicate_name"


def made(gifts, **figures):
    total = sum(gift.inr for gift in gifts)
    sums = {"covered_inr": total, "by_leads_inr": 0, "value": total * 10**6, "lead_value": 0} | figures
    return FundPlan(tuple(gifts), **sums, bound=0, proven=False, not_known=())


@pytest.mark.parametrize(
    ("need", "offer", "rules", "gifts", "code"),
    [
        ({}, {}, {}, [Gift("X", "B", 5)], "unknown_need"),
        ({}, {}, {}, [Gift("Z", "A", 5)], "unknown_cpse"),
        ({}, {}, {}, [Gift("X", "A", 5), Gift("X", "A", 5)], "given_twice"),
        ({}, {}, {}, [Gift("X", "A", 0)], "not_positive"),
        ({"cost_inr": None}, {}, {}, [Gift("X", "A", 5)], "money_not_known"),
        ({}, {"themes": ("Skills",)}, {}, [Gift("X", "A", 5)], "theme_not_allowed"),
        ({"asked_by": "X"}, {}, {}, [Gift("X", "A", 5)], "own_request"),
        ({}, {"minimum_ticket_inr": 6}, {}, [Gift("X", "A", 5)], "below_ticket"),
        ({"minimum_share": 51}, {}, {}, [Gift("X", "A", 5)], "below_share"),
        ({"splittable": False}, {}, {}, [Gift("X", "A", 5)], "not_whole"),
        ({}, {}, {}, [Gift("X", "A", 6), Gift("Y", "A", 5)], "over_gap"),
        ({}, {}, {"most_partners": 1}, [Gift("X", "A", 4), Gift("Y", "A", 5)], "too_many_partners"),
        ({"cost_inr": 90}, {}, {}, [Gift("X", "A", 11)], "over_free"),
        (
            {"theme": "Skills"},
            {"follows_dpe": True, "year_inr": 10},
            {"theme_of_year": ("Health",)},
            [Gift("X", "A", 5)],
            "over_off_theme",
        ),
    ],
)
def test_the_checker_names_every_broken_rule(need, offer, rules, gifts, code):
    needs = [replace(Need("A", "d", "Health", 10), **need)]
    offers = [replace(Offer("X", 10), **offer), Offer("Y", 10)]
    found = check_fund(needs, offers, FundRules(**rules), made(gifts))
    assert [violation.code for violation in found] == [code]


@pytest.mark.parametrize("figure", ["covered_inr", "by_leads_inr", "value", "lead_value"])
def test_the_checker_sums_again(figure):
    needs, offers = [Need("A", "d", "Health", 10)], [Offer("X", 10)]
    assert check_fund(needs, offers, FundRules(), made([Gift("X", "A", 5)])) == []
    (wrong,) = check_fund(needs, offers, FundRules(), made([Gift("X", "A", 5)], **{figure: 7}))
    assert (wrong.code, wrong.need, wrong.value) == ("figure_wrong", figure, 7)


def test_a_choice_that_cannot_be_paid_after_all_is_shut_out(monkeypatch):
    needs = [Need("A", "d", "Health", 5), Need("B", "d", "Health", 4)]
    offers = [Offer("X", 5, minimum_ticket_inr=3), Offer("Y", 4, minimum_ticket_inr=3)]
    best = fund(needs, offers, FundRules())
    amounts = Gifts.amounts
    refused = []

    def refusing_once(self, chosen):
        if not refused:
            refused.append(chosen)
            raise ArithmeticError
        assert not np.array_equal(chosen, refused[0])
        return amounts(self, chosen)

    monkeypatch.setattr(Gifts, "amounts", refusing_once)
    plan = fund(needs, offers, FundRules())
    assert refused
    assert check_fund(needs, offers, FundRules(), plan) == []
    assert 0 < plan.value < best.value
