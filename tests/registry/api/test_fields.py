"""What programs send and are told has every field that the pages have."""

from dataclasses import fields

import pytest
from pydantic import BaseModel

from csrmatch.indicators.rules import TypedFigure
from csrmatch.registry.api.figures import FigureSent
from csrmatch.registry.api.needs import NeedSent, NeedTold
from csrmatch.registry.api.programmes import ProgrammeSent, ProgrammeTold
from csrmatch.registry.api.project_parts import MilestoneSent, ResultSent
from csrmatch.registry.api.project_told import MilestoneTold, ProjectChanges, ProjectWhole, ResultTold
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.programmes import ProgrammeText
from csrmatch.registry.services.project_reports import MilestoneText, ResultText
from csrmatch.registry.services.project_texts import ProjectHands, ProjectText

# What a record calls something that programs name by its code.
NAMES = {
    "theme_code": "theme",
    "scheme_code": "scheme",
    "state": "state_lgd",
    "groups": "target_groups",
    # The account of an agency is chosen on the page; programs give its name.
    "agency": "agency_name",
}
TEXTS = [
    (NeedText, NeedSent, NeedTold),
    (ProgrammeText, ProgrammeSent, ProgrammeTold),
    (ProjectText, ProjectChanges, ProjectWhole),
    (ProjectHands, ProjectChanges, ProjectWhole),
    (MilestoneText, MilestoneSent, MilestoneTold),
    (ResultText, ResultSent, ResultTold),
    (TypedFigure, FigureSent, FigureSent),
]


@pytest.mark.parametrize(("text", "sent", "told"), TEXTS)
def test_no_field_of_a_record_is_left_out(
    text: type[object], sent: type[BaseModel], told: type[BaseModel]
) -> None:
    wanted = {NAMES.get(item.name, item.name) for item in fields(text)}  # type: ignore[arg-type]
    assert len(wanted) >= 4
    assert wanted - set(sent.model_fields) == set()
    assert wanted - set(told.model_fields) == set()
