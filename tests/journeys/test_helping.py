"""Two browsers at once: somebody gives a code, an agent helps her, what is hers is refused him, she ends it."""

import os

import pytest

from tests.support.axe import assert_accessible
from tests.support.team import MOTIVE
from tests.support.walking import press, sees

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("KAIROS_SHOTS")


def test_an_agent_helps_somebody_who_gave_a_code(people, live, new_page, enter):
    hers, his = new_page(phone=True), new_page()
    enter(hers, people.manager)
    enter(his, people.instructor)
    hers.goto("/compte/aide/")
    seen(hers, "avant")
    press(hers, "helping.offer")
    code = hers.locator("code").inner_text()
    seen(hers, "code")
    his.goto("/operateur/aides/")
    type_code(his, "2222-2222")
    sees(his, "Ce code n’ouvre rien")
    seen(his, "code-faux")
    type_code(his, code.lower())
    sees(his, "Méridienne Formation", within="header")
    sees(his, "Vous aidez Maud Nguyễn depuis")
    look(hers, his)
    press(hers, "helping.end")
    sees(hers, "L’aide est terminée")
    afterwards(hers, his)


def look(hers, his) -> None:
    his.goto("/gid/mes-droits/")
    seen(his, "ses-droits")
    his.goto("/gid/")
    sees(his, "ne se fait pas en aidant quelqu’un")
    seen(his, "refus")
    hers.goto("/portail/organisation/")
    sees(hers, "Paul Instruit, agent de l’opérateur, vous aide en ce moment")
    seen(hers, "bandeau")


def afterwards(hers, his) -> None:
    his.goto("/compte/fiche/")
    sees(his, "Si vous aidiez quelqu’un")
    his.goto("/operateur/aides/")
    sees(his, "Maud Nguyễn")
    seen(his, "aides")
    hers.goto("/gid/journal/")
    sees(hers, "Paul Instruit (opérateur), en aidant Maud Nguyễn")
    seen(hers, "journal")


def type_code(page, code: str) -> None:
    page.get_by_label("Code que la personne vous dit").fill(code)
    page.get_by_label(MOTIVE).check()
    page.get_by_label("Ce que la personne demande").fill("Demande 1234 : la fiche ne s’enregistre pas.")
    press(page, "helping.begin")


def seen(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/helping-{name}.png", full_page=True)
    assert_accessible(page)
