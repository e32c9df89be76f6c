"""The head of an agency reads its figures on a screen and on a telephone, with and without script, and as a file."""

import pytest
from playwright.sync_api import expect

from kairos.path.enrolments.lifecycle import Enrolling
from tests.journeys.test_habilitations import checked
from tests.support import agencies, attendance, path
from tests.support.team import run
from tests.support.walking import follow, sees

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("seen", [{}, {"phone": True}, {"script": False, "theme": "dark"}], ids=str)
def test_a_month_of_the_agency(people, live, browsing, seen):
    who, place = attendance.clerk(people), agencies.row_of(people.adviser).agency
    session = path.begun(who, 20)
    for _ in range(3):
        row = path.in_training(people, who, session)
    run(who, Enrolling.leave, row.pk, reason=path.LEFT, **path.ago(0))
    page = browsing(agencies.head(place), **seen)
    page.goto("/conseiller/chiffres/")
    checked(page, seen.get("script", True))
    sees(page, "Certificats de réalisation")
    expect(page.locator("svg[role=img]")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Fichier pour tableur").click()
    assert taken.value.suggested_filename.startswith("chiffres-")
    follow(page, "Mois précédent")
    checked(page, seen.get("script", True))
