"""An agent's whole way in, in a real browser: the command line's link, password, telephone, codes, security key."""

import pytest
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.factors import Telephone
from tests.support.walking import go

pytestmark = pytest.mark.browser

EMAIL = "zoe.marchal@operateur.example"
PASSWORD = "cinq autres mots choisis au hasard"


@pytest.fixture
def agent(live):
    """The path of the one-use link."""
    printed = live.run("operator", "create", EMAIL, "--name", "Zoé Marchal")
    return printed.strip().removeprefix(live.url)


def nothing(page):
    """axe needs scripts to run."""


def enter(page, link, check=assert_accessible):
    """Password and telephone; the telephone and the codes shown."""
    page.goto(link)
    check(page)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Ouvrir mon compte"))
    check(page)
    assert page.request.get("/connexion/code-qr.svg").text().startswith("<svg")
    phone = Telephone(page.locator("main code").inner_text())
    page.get_by_label("Code affiché").fill(phone.code())
    go(page.get_by_role("button", name="Confirmer mon application"))
    page.get_by_role("heading", name="Dix codes de secours").wait_for()
    check(page)
    codes = page.locator("main ol code").all_inner_texts()
    go(page.get_by_role("link", name="Je les ai notés"))
    return phone, codes


def leave(page):
    page.goto("/compte/securite/")
    if page.locator("details.account").is_visible():
        page.locator("details.account summary").click()
    else:
        page.locator("details.menu summary", has_text="Menu").click()
    go(page.get_by_role("button", name="Se déconnecter").locator("visible=true"))
    page.get_by_text("Vous êtes déconnecté").wait_for()


def sign_in(page):
    page.goto("/connexion")
    page.get_by_label("Identifiant").fill(f" {EMAIL.upper()} ")
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Se connecter"))
    page.get_by_role("heading", name="Votre second facteur").wait_for()


@pytest.mark.parametrize(
    "way", [{}, {"script": False}, {"phone": True, "theme": "dark"}], ids=["desk", "bare", "phone"]
)
def test_from_the_link_to_the_desk_and_back(new_page, agent, way):
    page, check = new_page(**way), assert_accessible if way.get("script", True) else nothing
    page.goto("/connexion")
    check(page)
    _, codes = enter(page, agent, check)
    page.wait_for_url("**/operateur/**")
    page.goto("/compte/securite/")
    check(page)
    leave(page)
    sign_in(page)
    check(page)
    go(page.get_by_role("link", name="Utiliser un code de secours"))
    page.get_by_label("Code de secours").fill(codes[0])
    go(page.get_by_role("button", name="Continuer"))
    page.wait_for_url("**/operateur/**")


def test_a_security_key_is_added_and_opens(new_page, agent):
    page = new_page()
    enter(page, agent)
    page.goto("/compte/securite/cles/")
    assert_accessible(page)
    plug_in_a_key(page)
    page.get_by_label("Nom de la clé").fill("clé du bureau")
    page.get_by_role("button", name="Toucher ma clé").click()
    page.get_by_text("Votre clé de sécurité est enregistrée").wait_for()
    leave(page)
    sign_in(page)
    go(page.get_by_role("button", name="Utiliser ma clé de sécurité"))
    page.wait_for_url("**/operateur/**")


def plug_in_a_key(page):
    """Chromium's own virtual key; it leaves with the next debugging session that ends (axe's)."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})


def test_a_session_closed_under_a_form_gives_it_back(new_page, agent, live):
    page = new_page()
    phone, _ = enter(page, agent)
    page.goto("/compte/securite/courriel/")
    page.get_by_label("Nouvelle adresse").fill("zoe@nouvelle.example")
    live.run("clock", "advance", "2h")
    go(page.get_by_role("button", name="Envoyer le lien"))
    page.get_by_text("Rien n’est perdu").wait_for()
    assert_accessible(page)
    page.get_by_label("Identifiant").fill(EMAIL)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    go(page.get_by_role("button", name="Se connecter"))
    page.get_by_label("Code de votre application").fill(phone.code(1))
    go(page.get_by_role("button", name="Continuer"))
    page.get_by_text("ce que vous aviez écrit est de nouveau là").wait_for()
    expect(page.get_by_label("Nouvelle adresse")).to_have_value("zoe@nouvelle.example")
    assert_accessible(page)
