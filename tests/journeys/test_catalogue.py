"""A catalogue in real browsers: a file is sent, one line corrected, a session timed, warned about, published, found."""

import pytest
from playwright.sync_api import expect

from kairos.foundation.imports import writing
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue.importing.columns import COLUMNS
from kairos.offer.catalogue.importing.lheo import writing as lheo
from kairos.offer.catalogue.models import TrainingSession
from tests.journeys.test_takeover import seen
from tests.support import catalogue
from tests.support.walking import follow, go, press, sees, stands

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("options", [{}, {"phone": True}, {"script": False}], ids=["desk", "phone", "without script"])
def test_a_catalogue_comes_by_a_file_and_is_published(people, browsing, options):
    Establishment(organisation_id=people.organisation_m.pk, siret=catalogue.OWN_SIRET, **catalogue.PLACE).save(
        using="owner"
    )
    page = browsing(catalogue.planner(people).someone, **options)
    script = options.get("script", True)
    walk_the_file(page, script)
    walk_the_session(page, script)
    walk_the_answers(page, script)


def walk_the_file(page, script) -> None:
    page.goto("/organisme/")
    seen(page, script, "cat-accueil")
    page.goto("/organisme/fichiers/")
    follow(page, "Sessions de formation")
    seen(page, script, "cat-envoi")
    values = [_values("SE_1"), _values("SE_2") | {"responsible_siret": "73282932000074"}]
    send(page, lheo.document(values), "offres.xml")
    sees(page, "LHÉO")
    sees(page, "n’est pas celui d’un établissement de votre organisme")
    seen(page, script, "cat-verifie")
    press(page, "import_run.take")
    page.goto("/organisme/fichiers/sessions/")
    send(page, writing.table(COLUMNS, [catalogue.line("SE_2", first=200, last=260)], raw=True), "corrige.csv")
    press(page, "import_run.take")
    page.goto("/organisme/sessions/?etat=brouillons")
    expect(page.locator("tbody tr")).to_have_count(2)
    seen(page, script, "cat-brouillons")


def walk_the_session(page, script) -> None:
    """A double is named while one types; kept on purpose, it is maintained with a reason."""
    first = TrainingSession.objects.using("owner").get(number="SE_1")
    page.goto("/organisme/sessions/nouvelle/")
    for name, value in {
        "title": "Soudure à l’arc", "starts_on": f"{first.starts_on:%d/%m/%Y}", "ends_on": f"{first.ends_on:%d/%m/%Y}",
        "postcode": "93500", "town": "Pantin", "hours_centre": "400", "responsible_siret": catalogue.OWN_SIRET,
    }.items():  # fmt: skip
        page.fill(f'[name="{name}"]', value)
    if script:
        page.keyboard.press("Tab")
        page.get_by_text("mêmes dates que la session SE_1").wait_for()
    seen(page, script, "cat-saisie")
    press(page, "training_session.create")
    sees(page, "mêmes dates que la session SE_1")
    press(page, "training_session.publish")
    sees(page, "maintenez en disant pourquoi")
    page.get_by_label("C’est voulu : pourquoi").fill("Deux groupes.")
    press(page, "training_session.maintain")
    press(page, "training_session.publish")
    stands(page, "published")
    seen(page, script, "cat-publiee")
    go(page.get_by_role("link", name="Suspendre…"))
    page.fill('[name="reason"]', "Salle sinistrée.")
    seen(page, script, "cat-motif")
    press(page, "training_session.suspend")
    press(page, "training_session.resume")


def walk_the_answers(page, script) -> None:
    page.goto("/organisme/catalogue/?q=soud&lieu=93")
    expect(page.locator("tbody tr")).to_have_count(1)
    seen(page, script, "cat-recherche")
    first = TrainingSession.objects.using("owner").get(number="SE_1").starts_on
    page.goto(f"/organisme/calendrier/?mois={first:%Y-%m}")
    sees(page, "Soudure à l’arc")
    seen(page, script, "cat-calendrier")
    page.goto("/organisme/pourquoi/")
    page.get_by_role("textbox", name="Numéro").fill("SE_1")
    go(page.get_by_role("button", name="Chercher"))
    sees(page, "C’est un brouillon")
    seen(page, script, "cat-pourquoi")


def send(page, content: bytes, name: str) -> None:
    page.set_input_files('[name="file"]', files=[{"name": name, "mimeType": "application/xml", "buffer": content}])
    press(page, "import_run.receive")


def _values(number: str) -> dict:
    line = catalogue.line(number)
    values = {column.key: column.parse(text) for column in COLUMNS if (text := line.get(column.key))}
    return catalogue.EMPTY | values
