"""Records for tests of search: needs, projects and documents in both languages."""

from csrmatch.registry.models import Need, Project
from csrmatch.registry.rules.needs import NeedStatus
from csrmatch.registry.services.need_texts import NeedText
from csrmatch.registry.services.needs import create_need
from csrmatch.registry.services.project_reports import attach_document
from csrmatch.registry.services.project_texts import ProjectText
from csrmatch.registry.services.projects import create_project
from tests.registry.needs import officers_of, take_to
from tests.registry.projects import PDF, find_district, find_officer, make_project

__all__ = ["NEEDS", "PROJECTS", "make_records"]

# The key the labelled queries name each by, its titles, theme and district.
NEEDS = {
    "need-pumps": ("Solar pumps for forty hamlets", "चालीस टोलों के लिए सौर पंप", "AW", 376),
    "need-maternity": ("Maternity waiting home at Kuakonda", "कुआकोंडा में प्रसव प्रतीक्षा गृह", "HN", 376),
    "need-hostel": ("Hostel for girls of class IX to XII", "कन्या छात्रावास", "ED", 374),
    "need-bridge": ("Footbridge over the Indravati", "इंद्रावती पर पैदल पुल", "IN", 374),
    "need-smart": ("Smart classrooms in forty high schools", None, "ED", 376),
    "need-anganwadi": ("Repair of anganwadi centres", "आंगनवाड़ी केंद्रों की मरम्मत", "HN", 374),
}
PROJECTS = {
    "project-ambulance": ("Mobile medical units", "चलित चिकित्सा इकाइयाँ", "HN", 376),
    "project-lac": ("Lac cultivation with tribal women", "आदिवासी महिलाओं के साथ लाख की खेती", "AW", 374),
    "project-coaching": ("Residential coaching for engineering entrance", "अभियांत्रिकी कोचिंग", "ED", 376),
    "project-drinking": ("Piped drinking water in schools", "विद्यालयों में पेयजल", "ED", 374),
}


def make_records() -> dict[str, tuple[str, int]]:
    """Open needs, and projects with a document and an agency: the kind and id of each by its key."""
    made: dict[str, tuple[str, int]] = {}
    for key, (title_en, title_hi, theme, lgd) in NEEDS.items():
        text = NeedText(theme_code=theme, title_en=title_en, title_hi=title_hi)
        need: Need = create_need(by=officers_of(lgd)[0], district=find_district(lgd), text=text)
        take_to(need, NeedStatus.OPEN)
        made[key] = ("need", need.id)
    officer = find_officer("NMDC")
    cpse = make_project(title="To be closed").cpse
    for key, (title_en, title_hi, theme, lgd) in PROJECTS.items():
        project: Project = create_project(
            by=officer,
            cpse=cpse,
            text=ProjectText(title_en=title_en, title_hi=title_hi),
            theme_code=theme,
            district=find_district(lgd),
        )
        made[key] = ("project", project.id)
        if key == "project-ambulance":
            project.agency_name = "Sewa Mandir Trust"
            project.agency_csr1 = "CSR00001234"
            document = attach_document(
                project=project,
                by=officer,
                title="Memorandum with the hospital",
                file_name="mou.pdf",
                content=PDF,
            )
            made["document-mou"] = ("document", document.attachment_id)
    return made
