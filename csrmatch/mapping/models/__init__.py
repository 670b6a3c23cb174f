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
    "CpseChoice",
    "Exercise",
    "ExerciseCpse",
    "ExerciseDistrict",
    "ExerciseScope",
    "FactRequest",
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
