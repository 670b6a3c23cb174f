"""Money and counts as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csrmatch.registry.forms.fields import parse_inr


class TestParseInr:
    @pytest.mark.parametrize(
        ("text", "rupees"),
        [
            ("12,50,000", 1_250_000),
            ("₹ 12,50,000", 1_250_000),
            ("12.5 lakh", 1_250_000),
            ("12.5 Lakhs", 1_250_000),
            ("₹1.2 crore", 12_000_000),
            ("1.2 cr.", 12_000_000),
            ("१२.५ लाख", 1_250_000),
            ("२ करोड़", 20_000_000),
            ("1 25 000", 125_000),
            ("0", 0),
            ("100.00", 100),
        ],
    )
    def test_offices_write_amounts_in_many_ways(self, text, rupees):
        assert parse_inr(text) == rupees

    @pytest.mark.parametrize("text", ["", "  ", "₹"])
    def test_a_blank_is_not_known(self, text):
        assert parse_inr(text) is None

    @pytest.mark.parametrize(
        "text", ["-5", "12.5", "lots", "5 million", "1.2.3", "1e5", "0.000001 lakh", "9" * 25, "5 lakh crore"]
    )
    def test_what_is_no_whole_number_of_rupees_is_refused(self, text):
        with pytest.raises(ValueError, match="not an amount"):
            parse_inr(text)

    @settings(deadline=None)
    @given(st.integers(0, 10**15))
    def test_every_whole_amount_is_read_back(self, amount):
        assert parse_inr(str(amount)) == amount
        assert parse_inr(f"{amount:,}") == amount
