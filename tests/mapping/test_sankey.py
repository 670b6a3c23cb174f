"""The bands of money: as high as what they carry, nothing lost, names that fit."""

import re
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csrmatch.mapping.pictures.sankey import Flow, lay_sankey, merge_small, wrap_words

FLOWS = st.dictionaries(
    st.tuples(st.sampled_from("ABCDEFGH"), st.sampled_from("pqrstuv")),
    st.integers(1, 10**10),
    min_size=1,
    max_size=30,
).map(lambda found: [Flow(source, target, inr) for (source, target), inr in found.items()])


def sums(flows: list[Flow], side: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for flow in flows:
        found[getattr(flow, side)] += flow.inr
    return found


class TestLayout:
    @given(FLOWS)
    def test_bars_hold_exactly_what_goes_in_and_out(self, flows: list[Flow]) -> None:
        found = lay_sankey(flows, str, str)
        assert {node.key: node.inr for node in found.sources} == sums(flows, "source")
        assert {node.key: node.inr for node in found.targets} == sums(flows, "target")
        assert sum(band.inr for band in found.bands) == sum(flow.inr for flow in flows)

    @given(FLOWS)
    def test_no_two_bars_and_no_two_names_of_a_column_lie_over_each_other(self, flows: list[Flow]) -> None:
        found = lay_sankey(flows, lambda key: f"{key} and a longer name of three lines for all", str)
        for nodes in (found.sources, found.targets):
            for upper, lower in pairwise(nodes):
                assert upper.y + upper.height < lower.y
                assert upper.text_y + (len(upper.lines) - 1) * 17 < lower.text_y

    @given(FLOWS)
    def test_everything_lies_within_the_picture(self, flows: list[Flow]) -> None:
        found = lay_sankey(flows, str, str)
        for node in (*found.sources, *found.targets):
            assert node.y >= -0.1
            assert node.y + node.height <= found.height + 0.1
        for band in found.bands:
            heights = [float(number) for number in re.findall(r" (-?\d+\.\d)", band.path)]
            assert min(heights) >= -0.2
            assert max(heights) <= found.height + 1.2

    def test_the_same_flows_in_another_order_give_the_same_picture(self) -> None:
        flows = [Flow("A", "p", 3), Flow("B", "q", 5), Flow("A", "q", 4)]
        assert lay_sankey(flows, str, str) == lay_sankey(flows[::-1], str, str)


class TestMerging:
    @given(FLOWS, st.integers(2, 5), st.booleans())
    def test_keeps_the_total_and_at_most_so_many(self, flows: list[Flow], most: int, by_target: bool) -> None:
        merged = merge_small(flows, most, "rest", by_target=by_target)
        assert sum(flow.inr for flow in merged) == sum(flow.inr for flow in flows)
        assert len(sums(merged, "target" if by_target else "source")) <= most


class TestNames:
    @pytest.mark.parametrize(
        ("text", "lines"),
        [
            ("Hostel", ("Hostel",)),
            ("Nutrition gardens at Anganwadi", ("Nutrition gardens", "at Anganwadi")),
            ("a b c d e f g h i j k l m n", ("a b c d e f g h i", "j k l m n")),
            ("आंगनवाड़ी केंद्रों में पोषण", ("आंगनवाड़ी केंद्रों में", "पोषण")),
            ("one two-and-a-half-words three four five six seven eight", ("one", "two-and-a-half-words …")),
        ],
    )
    def test_are_cut_between_words_and_marks_take_no_place(self, text: str, lines: tuple[str, ...]) -> None:
        assert wrap_words(text, 17, 2) == lines
