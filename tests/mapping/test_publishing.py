"""The rules of publication and the words for what changed, without a database."""

from dataclasses import replace

import pytest

from csrmatch.mapping.rules.consent import ProposalState, Standing
from csrmatch.mapping.rules.input_changes import InputPart, list_input_changes
from csrmatch.mapping.rules.publishing import Obstacle, find_obstacles, scope_key_of
from csrmatch.mapping.tables import MappingInput
from csrmatch.mapping.tables.rows import (
    CpseRow,
    DistrictRow,
    NeedRow,
    PlaceRow,
    PreferenceRow,
    ProjectRow,
    RuleRow,
)
from csrmatch.mapping.wording.publications import PART_NAMES, tell_input_changes

GIVEN = MappingInput(
    districts=(DistrictRow("1", "Ambar", "State"), DistrictRow("2", "Bela", "State", leads_now="AA")),
    cpses=(CpseRow("AA", "Aa", 10**7, 1), CpseRow("BB", "Bb", None, 2)),
    places=(PlaceRow("AA", "Mine"),),
    projects=(ProjectRow("AA", "HN", "2024-25", 5), ProjectRow("AA", "HN", "2024-25", 5)),
    needs=(NeedRow("1", "HN", "Wells", 100),),
    rules=(RuleRow("ban", "1", "AA", "A reason.", "dpe:1"),),
    preferences=(PreferenceRow("cpse", "1", "AA", 1),),
)


class TestFindObstacles:
    @pytest.mark.parametrize(
        ("state", "standings", "now", "expected"),
        [
            (ProposalState.OPEN, [Standing.WAITING, Standing.APPROVED], "d", ()),
            (ProposalState.REPLACED, [Standing.APPROVED], "d", (Obstacle.NOT_OPEN,)),
            (ProposalState.WITHDRAWN, [Standing.APPROVED], "d", (Obstacle.NOT_OPEN,)),
            (ProposalState.OPEN, [], "d", (Obstacle.EMPTY,)),
            (ProposalState.OPEN, [Standing.APPROVED, Standing.DECLINED], "d", (Obstacle.DECLINED,)),
            (ProposalState.OPEN, [Standing.ACCEPTED], "e", (Obstacle.STALE,)),
            (ProposalState.OPEN, [Standing.DECLINED], "e", (Obstacle.DECLINED, Obstacle.STALE)),
        ],
    )
    def test_each_is_named(self, state, standings, now, expected):
        assert find_obstacles(state, standings, solved_from="d", stands_now=now) == expected


class TestScopeKey:
    def test_says_whose_districts_they_are(self):
        assert scope_key_of("nation", state_lgd=None, root_id=7) == "nation"
        assert scope_key_of("state", state_lgd=22, root_id=7) == "state-22"
        assert scope_key_of("picked", state_lgd=None, root_id=7) == "picked-7"


CHANGES = [
    (InputPart.WEIGHTS, {"weights": {**GIVEN.weights, "nearness": 0}}),
    (InputPart.DISTRICTS, {"districts": (*GIVEN.districts, DistrictRow("3", "Chand", "State"))}),
    (InputPart.DISTRICTS, {"districts": (replace(GIVEN.districts[0], lat=1.0), GIVEN.districts[1])}),
    (InputPart.LEADS, {"districts": (GIVEN.districts[0], replace(GIVEN.districts[1], leads_now="BB"))}),
    (InputPart.CPSES, {"cpses": GIVEN.cpses[:1]}),
    (InputPart.CPSES, {"cpses": (replace(GIVEN.cpses[0], ministry="Steel"), GIVEN.cpses[1])}),
    (InputPart.CAPACITY, {"cpses": (replace(GIVEN.cpses[0], capacity=3), GIVEN.cpses[1])}),
    (InputPart.MONEY, {"cpses": (GIVEN.cpses[0], replace(GIVEN.cpses[1], free_inr=0))}),
    (InputPart.RULES, {"rules": ()}),
    (InputPart.NEEDS, {"needs": (replace(GIVEN.needs[0], ask_inr=None),)}),
    (InputPart.PROJECTS, {"projects": GIVEN.projects[:1]}),
    (InputPart.PLACES, {"places": (*GIVEN.places, PlaceRow("BB", "Plant"))}),
    (InputPart.PREFERENCES, {"preferences": ()}),
]


class TestInputChanges:
    def test_an_equal_input_has_none(self):
        assert list_input_changes(GIVEN, replace(GIVEN)) == []

    @pytest.mark.parametrize(("part", "changes"), CHANGES)
    def test_each_part_of_the_input_is_told_as_itself(self, part, changes):
        after = replace(GIVEN, **changes)
        assert after.digest != GIVEN.digest
        found = list_input_changes(GIVEN, after)
        assert {change.part for change in found} == {part}
        told = tell_input_changes(found, GIVEN, after)
        assert [words for words, _lines in told] == [str(PART_NAMES[part])]
        assert list_input_changes(after, GIVEN)

    def test_every_part_is_tried(self):
        assert {part for part, _ in CHANGES} == set(InputPart)

    def test_money_that_became_known_is_not_said_to_have_been_nothing(self):
        after = replace(GIVEN, cpses=(GIVEN.cpses[0], replace(GIVEN.cpses[1], free_inr=0)))
        ((_part, (line,)),) = tell_input_changes(list_input_changes(GIVEN, after), GIVEN, after)
        assert line == "BB: not known → ₹ 0" or line.startswith("BB: not known → ")
