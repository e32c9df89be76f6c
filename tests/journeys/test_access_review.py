"""A review of accesses in real browsers: begun, decided, refused, signed, read again."""

import pytest

from tests.journeys.steps import by_the_menu
from tests.support.axe import assert_accessible
from tests.support.reviews import SENTENCE, used
from tests.support.team import add_colleague, place_of
from tests.support.walking import go, sees, stands

pytestmark = pytest.mark.browser


def checked(page, script: bool) -> None:
    if script:
        assert_accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, f"{page.url} is wider than the screen"


def press(page, act: str, name: str = "") -> None:
    buttons = page.locator(f'[data-act="{act}"]')
    go((page.get_by_role("button", name=name) if name else buttons).first)


@pytest.mark.parametrize(
    "options", [{"script": False}, {"phone": True, "theme": "dark"}], ids=["without script", "phone in the dark"]
)
def test_everybody_is_reviewed_and_the_review_is_signed(people, live, browsing, options):
    script = options.get("script", True)
    karim = add_colleague(people, "sessions.consult", "attendance.enter")
    lucie = add_colleague(people, "quotes.enter")
    used(karim, days_ago=2)
    used(karim, "sessions.consult", 2)
    page = browsing(people.manager, **options)
    page.goto("/gid/")
    by_the_menu(page, "Revues des accès")
    checked(page, script)
    press(page, "access_review.open")
    decided(page, karim, lucie, script)
    page.get_by_label("Ce que vous signez").fill(SENTENCE)
    checked(page, script)
    press(page, "access_review.sign")
    stands(page, "signed")
    sees(page, SENTENCE)
    checked(page, script)
    assert place_of(karim.user, people.organisation_m.pk).state == "active"
    limits_are_refused(page, script)


def decided(page, karim, lucie, script: bool) -> None:
    sees(page, "il reste 3 personnes à confirmer")
    page.get_by_text("2 droits, 1 sans usage récent").click()
    page.get_by_label("Assiduité, saisir").first.check()
    press(page, "access_review.decide", "Enregistrer")
    sees(page, "choisissez « Réduire »")
    checked(page, script)
    page.get_by_label(f"Décision pour {karim.user.full_name}").select_option("reduce")
    press(page, "access_review.decide", "Enregistrer")
    go(page.get_by_role("link", name="Jamais ouvert"))
    page.get_by_label(f"Décision pour {lucie.user.full_name}").select_option("remove")
    press(page, "access_review.decide", "Enregistrer")
    press(page, "access_review.keep_rest")


def limits_are_refused(page, script: bool) -> None:
    page.goto("/gid/politique/")
    page.get_by_label("Minutes d’inactivité").fill("600")
    press(page, "team.set_limits")
    sees(page, "De 5 à 30 minutes")
    checked(page, script)
    page.goto("/gid/habilitations/")
    checked(page, script)
