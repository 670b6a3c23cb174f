"""The trial against enumeration: every question can be asked, and a wrong answer is seen."""

import dataclasses

import pytest

from csrmatch.optimiser import solve
from trials import referees


class TestAsk:
    @pytest.mark.parametrize("question", referees.QUESTIONS, ids=lambda question: question[3].__name__)
    def test_every_question_finds_nothing_wrong(self, question):
        what, _, make, judge = question
        figure = referees.ask(what, 25, make, judge)
        assert (figure.found, figure.is_met) == ("0 wrong", True)
        assert "without any plan" in figure.note

    def test_a_plan_that_is_not_best_is_seen(self, monkeypatch):
        def worse(problem, *rest):
            plan = solve(problem, *rest)
            return dataclasses.replace(plan, total=plan.total - 1e-6)

        monkeypatch.setattr(referees, "solve", worse)
        what, _, make, judge = referees.QUESTIONS[-1]
        figure = referees.ask(what, 25, make, judge)
        assert figure.is_met is False
        assert figure.found != "0 wrong"
