"""The chain: whatever is altered, removed, added or moved is seen."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from csrmatch.audit.rules import GENESIS, SEALED_FIELDS, Anchor, Sealer, canonical, seal, verify_chain

Entry = dict[str, object]
_START = datetime(2026, 4, 1, 0, 15, tzinfo=UTC)


def make_chain(length: int) -> Iterator[Entry]:
    """A sound chain of that many entries."""
    head = GENESIS
    for number in range(1, length + 1):
        entry: Entry = {
            "id": number,
            "at": _START + timedelta(seconds=number),
            "actor_id": number % 7 or None,
            "actor": f"dpe_staff:{number % 7}",
            "request_id": f"{number:016x}",
            "action": "update",
            "object_type": "exercise",
            "object_id": str(number % 50),
            "changes": canonical({"title_en": [f"old {number}", f"new {number}"], "नाम": ["क", "ख"]}),
            "reason": "",
            "previous_hash": head,
        }
        head = seal(entry)
        yield {**entry, "hash": head}


@pytest.fixture
def chain() -> list[Entry]:
    return list(make_chain(120))


def _altered(value: object, chance: random.Random) -> object:
    """Another value than this one, as close to it as can be."""
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chance.choice((-1, 1)))
    if isinstance(value, int):
        return value + chance.choice((-1, 1))
    if value is None:
        return 1
    text = str(value)
    place = chance.randrange(len(text)) if text else 0
    return text[:place] + ("x" if text[place : place + 1] != "x" else "y") + text[place + 1 :]


class TestVerifyChain:
    def test_a_sound_chain_is_sound(self, chain: list[Entry]) -> None:
        verdict = verify_chain(chain)
        assert verdict.sound
        assert verdict.anchor == Anchor(120, str(chain[-1]["hash"]))

    def test_sees_each_of_1000_single_cell_edits(self, chain: list[Entry]) -> None:
        chance = random.Random(21)  # noqa: S311
        seen = 0
        for _ in range(1_000):
            place = chance.randrange(len(chain))
            name = chance.choice((*SEALED_FIELDS, "hash"))
            forged = [dict(entry) for entry in chain]
            forged[place][name] = _altered(forged[place][name], chance)
            verdict = verify_chain(forged)
            seen += not verdict.sound and verdict.first_bad in {place + 1, place + 2}
        print(f"\n{seen} of 1,000 single-cell edits seen")
        assert seen == 1_000

    def test_sees_every_removed_entry_but_the_last(self, chain: list[Entry]) -> None:
        for place in range(len(chain) - 1):
            assert not verify_chain(chain[:place] + chain[place + 1 :]).sound

    def test_sees_every_added_entry(self, chain: list[Entry]) -> None:
        for place in range(len(chain)):
            assert not verify_chain([*chain[:place], dict(chain[place]), *chain[place:]]).sound

    def test_sees_every_pair_of_neighbours_swapped(self, chain: list[Entry]) -> None:
        for place in range(len(chain) - 1):
            swapped = [*chain]
            swapped[place : place + 2] = swapped[place + 1], swapped[place]
            assert not verify_chain(swapped).sound

    def test_a_cut_tail_is_seen_against_the_anchor_and_only_so(self, chain: list[Entry]) -> None:
        anchor = verify_chain(chain).anchor
        for left in range(len(chain)):
            assert verify_chain(chain[:left]).sound
            verdict = verify_chain(chain[:left], anchor)
            assert (verdict.sound, verdict.problem) == (False, "cut")

    def test_a_chain_sealed_anew_is_seen_against_the_anchor_and_only_so(self, chain: list[Entry]) -> None:
        anchor = verify_chain(chain).anchor
        forged, head = [], GENESIS
        for entry in chain:
            entry = {**entry, "reason": "forged", "previous_hash": head}
            head = seal(entry)
            forged.append({**entry, "hash": head})
        assert verify_chain(forged).sound
        verdict = verify_chain(forged, anchor)
        assert (verdict.sound, verdict.problem) == (False, "rewritten")

    def test_an_older_anchor_still_fits_a_longer_chain(self, chain: list[Entry]) -> None:
        assert verify_chain(chain, verify_chain(chain[:50]).anchor).sound

    def test_100000_entries_are_verified(self) -> None:
        entries = list(make_chain(100_000))
        begun = time.perf_counter()
        verdict = verify_chain(entries)
        print(f"\n100,000 entries verified in {time.perf_counter() - begun:.2f} s")
        assert verdict.sound
        assert verdict.anchor.count == 100_000


class TestAnchor:
    def test_is_read_back_from_its_text(self) -> None:
        anchor = Anchor(7, "a" * 64)
        assert Anchor.parse(f" {anchor}\n") == anchor

    @pytest.mark.parametrize("text", ["", "7", "7:abc", "x:" + "a" * 64])
    def test_refuses_other_text(self, text: str) -> None:
        with pytest.raises(ValueError, match=r"."):
            Anchor.parse(text)


class TestSeal:
    def test_does_not_depend_on_the_zone_a_moment_is_given_in(self, chain: list[Entry]) -> None:
        from csrmatch.i18n import IST

        entry = chain[0]
        moment = entry["at"]
        assert isinstance(moment, datetime)
        assert seal({**entry, "at": moment.astimezone(IST)}) == seal(entry)

    @given(
        at=some.datetimes(timezones=some.timezones()),
        actor_id=some.none() | some.integers(),
        number=some.integers(min_value=1),
        texts=some.lists(some.text(), min_size=7, max_size=7),
    )
    def test_is_the_same_for_many_entries_at_once(
        self, at: datetime, actor_id: int | None, number: int, texts: list[str]
    ) -> None:
        actor, request_id, reason, action, object_type, object_id, changes = texts
        entry: Entry = {
            "id": number,
            "at": at,
            "actor_id": actor_id,
            "actor": actor,
            "request_id": request_id,
            "action": action,
            "object_type": object_type,
            "object_id": object_id,
            "changes": changes,
            "reason": reason,
            "previous_hash": GENESIS,
        }
        sealer = Sealer(at=at, actor_id=actor_id, actor=actor, request_id=request_id, reason=reason)
        assert sealer.seal(number, action, object_type, object_id, changes, GENESIS) == seal(entry)
