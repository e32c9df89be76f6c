"""An agency loads people, one opens their space on a phone, a provider finds them exactly, they see who reads them."""

import pytest

from kairos.people.jobseekers.jobs import invite
from kairos.people.jobseekers.models import JobSeeker
from tests.journeys.test_habilitations import checked
from tests.people.test_activation import link_of
from tests.people.test_loading import TITLES, line
from tests.support.people import PASSWORD
from tests.support.team import add_colleague
from tests.support.walking import go, press, sees

pytestmark = pytest.mark.browser
WHY = "Elle s’inscrit à notre réunion du 3 mars"


def loaded(page, adviser: str) -> JobSeeker:
    page.goto("/conseiller/")
    checked(page, True)
    page.goto("/conseiller/fichiers/portfolios/")
    lines = "\n".join((TITLES, line("1234567A", adviser, email="yann@tests.example")))
    page.set_input_files("input[type=file]", {"name": "gens.csv", "mimeType": "text/csv", "buffer": lines.encode()})
    page.get_by_role("checkbox").first.check()
    go(page.locator("main form button.primary"))
    press(page, "import_run.take")
    checked(page, True)
    row = JobSeeker.objects.using("owner").get(identifier="1234567A")
    invite([str(row.pk)])
    return row


def opened(page, person: JobSeeker, script: bool) -> None:
    page.goto(f"/candidat/activer/{link_of(person)}")
    checked(page, script)
    page.get_by_label("Votre identifiant").fill("1234567 a")
    page.get_by_label("Votre date de naissance").fill("3/9/1990")
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "job_seeker.activate")
    sees(page, "Bonjour Yann")
    checked(page, script)


def found(page) -> None:
    page.goto("/organisme/candidats/chercher/")
    checked(page, True)
    page.get_by_label("Identifiant du demandeur d’emploi").fill("1234567A")
    page.get_by_label("Date de naissance").fill("03/09/1990")
    page.get_by_label("Pourquoi").fill(WHY)
    press(page, "person_access.look_up")
    sees(page, "Yann Kerbrat")
    checked(page, True)
    press(page, "people.reveal")
    sees(page, "06\u00a099\u00a000\u00a012\u00a034")


@pytest.mark.parametrize("script", [True, False], ids=["phone", "phone without script"])
def test_loaded_opened_found_and_seen(people, live, browsing, new_page, script):
    person = loaded(browsing(people.agency_head), people.adviser.email)
    phone = new_page(phone=True, script=script)
    opened(phone, person, script)
    found(browsing(add_colleague(people, "candidates.consult").someone))
    phone.goto("/candidat/qui-me-lit/")
    checked(phone, script)
    sees(phone, "Méridienne Formation", WHY)
    phone.goto("/candidat/mes-donnees/")
    checked(phone, script)
