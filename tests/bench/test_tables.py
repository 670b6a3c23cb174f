"""The tables of the bench: how a row is told, and that a peer which is missing or fails is told too."""

import dataclasses

import pytest

from bench import peers
from bench.measure import Row
from bench.optimiser import Instance, instance
from bench.run import figure, line, lines
from csrmatch.optimiser import solve


class TestLine:
    def test_a_ratio_within_its_target_is_met(self):
        assert line(Row("solve", "2 × 2", "scipy", 0.5, 1.0)) == (
            "| solve | 2 × 2 | scipy | 0.50 × | ≤ 1 × | met |"
        )

    def test_a_ratio_below_a_least_target_is_not_met_and_keeps_its_note(self):
        row = Row("cells", "2 × 2", "one solve", 9_999, 10_000, "one instance", least=True)
        assert line(row) == "| cells | 2 × 2 | one solve | 9,999 × | ≥ 10,000 × | not met; one instance |"

    def test_seconds_are_told_as_seconds(self):
        assert "| 0.25 s | ≤ 0.5 s | met |" in line(Row("first answer", "", "", 0.25, 0.5, unit="s"))

    def test_a_small_figure_is_not_told_as_nought(self):
        assert (figure(0.0042), figure(0.0), figure(0.25), figure(1234.5)) == (
            "0.004",
            "0.00",
            "0.25",
            "1,234",
        )


class TestLines:
    def test_only_the_named_benches_run(self):
        assert list(lines(["measure"])) == []

    def test_a_bench_that_fails_is_told_and_the_others_run(self, monkeypatch):
        def broken():
            yield Row("first", "", "", 0.5, 1)
            raise OSError("no room")

        monkeypatch.setattr("bench.files.rows", broken)
        monkeypatch.setattr("bench.optimiser.rows", lambda: iter([Row("last", "", "", 0.5, 1)]))
        told = list(lines(["files", "optimiser"]))
        assert [row.split(" | ")[0] for row in told] == ["| first", "| `bench.files`", "| last"]
        assert told[1].endswith("| failed: OSError no room |")


class TestPeers:
    def test_a_peer_that_is_not_installed_is_told(self):
        peer = dataclasses.replace(peers.PEERS[0], package="no-such-package")
        assert peers.line(peer, "uniform").endswith("| – | – | – | not installed |")

    def test_a_peer_that_fails_is_told(self):
        peer = dataclasses.replace(peers.PEERS[0], name="nobody")
        assert "failed: ValueError" in peers.line(peer, "uniform")

    @pytest.mark.parametrize("kind", peers.KINDS)
    @pytest.mark.parametrize(
        "run",
        [peers.one_liner, peers.sparse, peers.ortools_flow, peers.highs_lp],
        ids=lambda run: run.__name__,
    )
    def test_exact_peers_find_the_total_of_csrmatch(self, given: Instance, run: peers.Runner):
        assert run(given)() == pytest.approx(solve(given.problem()).total, abs=1e-4)

    def test_the_greedy_way_falls_short_of_the_greatest_total(self):
        given = instance("clustered", 0)
        assert peers.greedy(given)() < solve(given.problem()).total - 0.1

    @pytest.fixture
    def given(self, kind: str) -> Instance:
        return instance(kind, 1)
