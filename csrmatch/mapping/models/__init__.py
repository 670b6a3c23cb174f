"""The tables of the mapping."""

from csrmatch.mapping.models.exercises import (
    AnalysisKind,
    CpseChoice,
    Exercise,
    ExerciseCpse,
    ExerciseDistrict,
    ExerciseScope,
    MappingRule,
    MappingRun,
    RuleKind,
    RunAnalysis,
    RunOutcome,
)
from csrmatch.mapping.models.proposal_files import AnswerDocument, LetterBundle
from csrmatch.mapping.models.proposals import (
    PairAnswer,
    Proposal,
    ProposalLetter,
    ProposalLine,
    ProposedPair,
)
from csrmatch.mapping.models.publications import Publication, PublicationPair
from csrmatch.mapping.models.requests import FactRequest

__all__ = [
    "AnalysisKind",
    "AnswerDocument",
    "CpseChoice",
    "Exercise",
    "ExerciseCpse",
    "ExerciseDistrict",
    "ExerciseScope",
    "FactRequest",
    "LetterBundle",
    "MappingRule",
    "MappingRun",
    "PairAnswer",
    "Proposal",
    "ProposalLetter",
    "ProposalLine",
    "ProposedPair",
    "Publication",
    "PublicationPair",
    "RuleKind",
    "RunAnalysis",
    "RunOutcome",
]
