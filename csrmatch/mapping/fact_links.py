"""Where each fact is supplied: the form for the office itself, the page for who only reads."""

from collections.abc import Callable, Mapping

from csrmatch.mapping.rules.facts import DistrictRecord, Fact, Office

__all__ = ["Target", "form_of", "page_of"]

# An endpoint with the values of its address.
Target = tuple[str, dict[str, object]]


def page_of(fact: Fact, office: Office) -> Target:
    """The page on which DPE and the auditor see what is there of a fact."""
    return _PAGES[fact](office)


def form_of(fact: Fact, office: Office) -> Target:
    """The page on which the office itself supplies a fact: its form, or the list of what waits."""
    return _FORMS.get(fact, _PAGES[fact])(office)


def _needs(office: Office) -> Target:
    return "registry.list_needs", {"district": office.code}


def _uncosted(office: Office) -> Target:
    return "registry.list_needs", {"district": office.code, "gap": "cost"}


def _account(office: Office) -> Target:
    return "registry.show_csr_account", {"code": office.code, "year": office.account_year}


def _places(office: Office) -> Target:
    return "registry.show_cpse", {"code": office.code, "_anchor": "places"}


def _projects(office: Office) -> Target:
    return "registry.list_projects", {"cpse": office.code}


def _answers(office: Office) -> Target:
    if office.record.organisation_id is not None:
        return "registry.show_answers", {"organisation_id": office.record.organisation_id}
    return ("registry.show_cpse", {"code": office.code}) if office.is_cpse else _needs(office)


def _cases(office: Office) -> Target:
    name = "cpse" if office.is_cpse else "district"
    return "registry.list_overlaps", {name: office.code, "stage": "open"}


def _need_form(office: Office) -> Target:
    if isinstance(office.record, DistrictRecord) and office.record.drafts:
        return "registry.list_needs", {"district": office.code, "status": "draft"}
    return "registry.new_need", {}


def _account_form(office: Office) -> Target:
    if office.has_draft_account:
        return _account(office)
    return "registry.edit_csr_account", {"code": office.code, "year": office.account_year}


_PAGES: Mapping[Fact, Callable[[Office], Target]] = {
    Fact.NEED: _needs,
    Fact.COST: _uncosted,
    Fact.ACCOUNT: _account,
    Fact.PLACE: _places,
    Fact.PORTFOLIO: _projects,
    Fact.OUTCOME: _projects,
    Fact.OLD: _answers,
    Fact.DOUBT: _cases,
}
_FORMS: Mapping[Fact, Callable[[Office], Target]] = {
    Fact.NEED: _need_form,
    Fact.ACCOUNT: _account_form,
    Fact.PLACE: lambda office: ("registry.new_place", {"code": office.code}),
    Fact.PORTFOLIO: lambda _office: ("registry.new_project", {}),
    Fact.OUTCOME: lambda _office: ("registry.list_projects", {"status": "completed"}),
}
