"""How an entry of the log is sealed: pure functions on plain values."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = [
    "GENESIS",
    "SEALED_FIELDS",
    "Anchor",
    "Sealer",
    "Verdict",
    "canonical",
    "quoted",
    "seal",
    "verify_chain",
]

GENESIS = "0" * 64
# What `canonical` makes of a text.
quoted: Callable[[str], str] = json.encoder.encode_basestring
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
SEALED_FIELDS = (
    "id",
    "at",
    "actor_id",
    "actor",
    "request_id",
    "action",
    "object_type",
    "object_id",
    "changes",
    "reason",
    "previous_hash",
)


@dataclass(frozen=True)
class Anchor:
    """What is kept outside: how many entries there were and the hash of the last."""

    count: int
    head: str

    def __str__(self) -> str:
        return f"{self.count}:{self.head}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Reads `COUNT:HASH`; raises ValueError where it is neither."""
        count, _, head = text.strip().partition(":")
        if len(head) != len(GENESIS):
            raise ValueError("an anchor is COUNT:HASH")
        return cls(int(count), head)


@dataclass(frozen=True)
class Verdict:
    """The outcome of a check: sound or not, the first bad entry, and the anchor of what was read."""

    sound: bool
    first_bad: int | None
    anchor: Anchor
    problem: str | None = None


def canonical(value: object) -> str:
    """One text for one value: sorted keys, no spaces, UTF-8."""
    return _ENCODER.encode(value)


def seal(entry: Mapping[str, object]) -> str:
    """The SHA-256 of an entry's sealed fields, its predecessor's hash among them."""
    plain: dict[str, object] = {field: entry[field] for field in SEALED_FIELDS}
    moment = plain["at"]
    if isinstance(moment, datetime):
        plain["at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(canonical(plain).encode()).hexdigest()


class Sealer:
    """Seals the entries of one act, which differ in what they tell alone: each as `seal` does, but faster."""

    def __init__(
        self, *, at: datetime, actor_id: int | None, actor: str, request_id: str, reason: str
    ) -> None:
        moment = canonical(at.astimezone(UTC).isoformat(timespec="microseconds"))
        # The fields in the order of their names, as the canonical text has them.
        self._who = f'"actor":{canonical(actor)},"actor_id":{canonical(actor_id)},"at":{moment}'
        self._why = f'"reason":{canonical(reason)},"request_id":{canonical(request_id)}'

    def seal(
        self, number: int, action: str, object_type: str, object_id: str, changes: str, previous: str
    ) -> str:
        """The SHA-256 of an entry with these fields."""
        text = (
            f'{{"action":{quoted(action)},{self._who},"changes":{quoted(changes)},"id":{number},'
            f'"object_id":{quoted(object_id)},"object_type":{quoted(object_type)},'
            f'"previous_hash":{quoted(previous)},{self._why}}}'
        )
        return hashlib.sha256(text.encode()).hexdigest()


def verify_chain(entries: Iterable[Mapping[str, object]], anchor: Anchor | None = None) -> Verdict:
    """Re-computes every hash in order; with an anchor also sees a cut tail and a re-written chain."""
    head, count, anchored = GENESIS, 0, anchor is None or anchor.count == 0
    for entry in entries:
        count += 1
        number = count
        if entry["id"] != number or entry["previous_hash"] != head or entry["hash"] != seal(entry):
            return Verdict(False, number, Anchor(count, head), "broken")
        head = str(entry["hash"])
        if anchor is not None and anchor.count == count:
            anchored = anchor.head == head
            if not anchored:
                return Verdict(False, number, Anchor(count, head), "rewritten")
    if not anchored:
        return Verdict(False, count + 1, Anchor(count, head), "cut")
    return Verdict(True, None, Anchor(count, head))
