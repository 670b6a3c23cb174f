"""The verbs of practices."""

from csrmatch.practices.services.loading import load_practices
from csrmatch.practices.services.texts import Changeable, PracticeText
from csrmatch.practices.services.writing import (
    add_practice,
    attach_practice_document,
    change_practice,
    step_practice,
    strike_practice_document,
)

__all__ = [
    "Changeable",
    "PracticeText",
    "add_practice",
    "attach_practice_document",
    "change_practice",
    "load_practices",
    "step_practice",
    "strike_practice_document",
]
