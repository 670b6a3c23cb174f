"""The words the log uses for proposals, their pairs, letters and answers."""

from csrmatch.audit.words import register_words
from csrmatch.i18n import lazy_
from csrmatch.mapping.wording.proposals import ANSWERS, PROPOSAL_STATES, SIDES

__all__: list[str] = []

_SIDES = {side.value: words for side, words in SIDES.items()}

register_words(
    "proposal",
    lazy_("Proposal"),
    columns={
        "id": lazy_("Number"),
        "exercise_id": lazy_("Exercise"),
        "number": lazy_("Proposal"),
        "run_id": lazy_("Run"),
        "answer": lazy_("Answer"),
        "input_digest": lazy_("Digest of the input"),
        "follows_id": lazy_("Follows"),
        "state": lazy_("State"),
        "deadline_on": lazy_("Answer asked by"),
        "note": lazy_("Remark"),
        "put_by_id": lazy_("Put by"),
        "put_at": lazy_("Put"),
        "ended_at": lazy_("Ended"),
        "ended_by_id": lazy_("Ended by"),
        "ended_reason": lazy_("Why it ended"),
        "version": lazy_("Version"),
    },
    values={"state": {state.value: words for state, (words, _kind) in PROPOSAL_STATES.items()}},
)
register_words(
    "proposed_pair",
    lazy_("Proposed pair"),
    columns={
        "id": lazy_("Number"),
        "exercise_id": lazy_("Exercise"),
        "district_id": lazy_("District"),
        "cpse_id": lazy_("CPSE"),
        "first_put_at": lazy_("First proposed"),
        "version": lazy_("Version"),
    },
)
register_words(
    "proposal_line",
    lazy_("Line of a proposal"),
    columns={
        "proposal_id": lazy_("Proposal"),
        "district_id": lazy_("District"),
        "pair_id": lazy_("Proposed pair"),
        "fit": lazy_("Fit"),
    },
)
register_words(
    "pair_answer",
    lazy_("Answer about a pair"),
    columns={
        "id": lazy_("Number"),
        "pair_id": lazy_("Proposed pair"),
        "side": lazy_("Side"),
        "answer": lazy_("Answer"),
        "reason": lazy_("Reason"),
        "answered_on": lazy_("Day of the answer"),
        "resolution": lazy_("Number of the resolution"),
        "received_by": lazy_("How it came"),
        "recorded_at": lazy_("Recorded"),
        "recorded_by_id": lazy_("Recorded by"),
        "superseded_at": lazy_("Superseded"),
        "superseded_by_id": lazy_("Superseded by"),
        "superseded_reason": lazy_("Why it was superseded"),
    },
    values={
        "side": _SIDES,
        "answer": {answer.value: words for answer, (words, _kind) in ANSWERS.items()},
    },
)
register_words(
    "proposal_letter",
    lazy_("Letter of a proposal"),
    columns={
        "id": lazy_("Number"),
        "proposal_id": lazy_("Proposal"),
        "pair_id": lazy_("Proposed pair"),
        "side": lazy_("Side"),
        "reference": lazy_("Reference"),
        "facts": lazy_("What it rests on"),
        "written_at": lazy_("Written"),
        "written_by_id": lazy_("Written by"),
    },
    values={"side": _SIDES},
)
register_words(
    "letter_bundle",
    lazy_("All letters of a proposal"),
    columns={
        "id": lazy_("Number"),
        "proposal_id": lazy_("Proposal"),
        "choice": lazy_("Which letters"),
        "letters": lazy_("Letters"),
        "made_at": lazy_("Made"),
        "made_by_id": lazy_("Made by"),
        "digest": lazy_("Digest of the file"),
        "content": lazy_("File"),
    },
)
register_words(
    "answer_document",
    lazy_("Paper of an answer"),
    columns={"attachment_id": lazy_("Attached file"), "answer_id": lazy_("Answer about a pair")},
)
