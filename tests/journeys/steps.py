"""The steps of the adhésion journey, as a person does them with a browser. Each leaves the page where it led."""

import re
from dataclasses import dataclass

import pyotp
from playwright.sync_api import expect

from tests.support.axe import assert_accessible
from tests.support.walking import follow, go, press, sees


@dataclass
class Someone:
    """Who walks: the page of their browser, and what they know."""

    page: object
    live: object
    email: str
    password: str
    totp: str = ""
    script: bool = True

    def act(self, name: str) -> None:
        """Press the button of an act, then the page it leads to must be accessible."""
        press(self.page, name)

    def sees(self, text: str) -> None:
        sees(self.page, text)

    def fill(self, **fields: str) -> None:
        for name, value in fields.items():
            self.page.fill(f'[name="{name}"]', value)

    def checks(self) -> None:
        """axe needs scripts to run; the same pages are walked with and without."""
        if self.script:
            assert_accessible(self.page)


OPENING = "**/compte/creer/"
REGISTERS = "kairos/operations/demonstration/registers"
ATELIERS = {"siret": "999 842 115 00019", "nda": "11 93 07842 15"}


def import_registers(live) -> None:
    from tests.support.plugin import ROOT

    for file in sorted((ROOT / REGISTERS).glob("*.csv")):
        live.run("registers", "import", str(file))


def open_account(one: Someone) -> None:
    one.page.goto("/")
    one.checks()
    follow(one.page, "Créer votre compte")
    one.fill(siret=ATELIERS["siret"])
    type_while_the_register_answers(one) if one.script else one.fill(nda=ATELIERS["nda"])
    go(one.page.get_by_role("button", name="Chercher").first)
    one.checks()
    expect(one.page.locator('[name="name"]')).to_have_value(re.compile("ATELIERS DU CANAL", re.IGNORECASE))
    one.fill(phone="01 99 00 45 10", title="Directrice", first_name="Solène", last_name="Le Goff", email=one.email)
    one.fill(password=one.password)
    one.page.get_by_label("Madame").check()
    one.act("provider_file.open")
    one.sees("messagerie")
    one.checks()


def type_while_the_register_answers(one: Someone) -> None:
    """The register gives the number of the declaration too: it comes after one has been typed, and leaves it."""
    number, typed = one.page.locator('[name="nda"]'), "53 29 00000 99"

    def answer(route) -> None:
        number.fill(typed)
        route.continue_()

    one.page.route(OPENING, answer, times=1)
    with one.page.expect_response(OPENING):
        one.page.locator('[name="siret"]').press("Tab")
    expect(one.page.locator("#siret-dit")).to_have_text(re.compile(r"\S"))
    expect(number).to_have_value(typed)
    with one.page.expect_response(OPENING):
        number.fill(ATELIERS["nda"])
        number.press("Tab")


def activate(one: Someone) -> None:
    one.live.drain()
    mail = next(m for m in one.live.mailbox(one.email) if "Activ" in m["subject"])
    assert "Bonjour" in mail["text"]
    assert one.email in mail["text"]
    one.page.goto(re.search(r"http\S+/compte/activer/\S+", mail["text"])[0])
    one.checks()
    one.act("account.activate")
    one.checks()
    follow(one.page, "Compléter les informations")
    sign_in(one)


def sign_in(one: Someone) -> None:
    one.fill(identifiant=one.email, mot_de_passe=one.password)
    one.checks()
    go(one.page.get_by_role("button", name="Se connecter"))


def fill_the_file(one: Someone) -> None:
    """The director is who opened the account; the RGC is someone else."""
    page = one.page
    page.goto("/compte/fiche/")
    one.checks()
    go(page.get_by_role("button", name="Le dirigeant, c’est moi"))
    one.fill(**{"organisation-email": "contact@ateliers-canal.example"})
    rgc = {"civility": "mme", "first_name": "Inès", "last_name": "Marchetti", "title": "Responsable administrative"}
    section = page.locator("#account_manager")
    section.get_by_label("Madame").check()
    section.get_by_label("Prénom").fill(rgc["first_name"])
    section.get_by_label("Nom", exact=True).fill(rgc["last_name"])
    section.get_by_label("Fonction").fill(rgc["title"])
    section.get_by_label("Courriel").fill("i.marchetti@ateliers-canal.example")
    section.get_by_label("Téléphone").fill("01 99 00 45 11")
    go(page.get_by_role("button", name="Enregistrer la fiche"))
    one.sees("Complète")
    one.checks()


def apply(one: Someone) -> None:
    one.page.goto("/compte/demande/")
    one.checks()
    one.act("membership_application.save")
    one.sees("enregistrée")
    one.act("membership_application.submit")
    one.sees("à corriger")
    one.checks()
    one.page.get_by_label("J’ai lu et j’accepte").check()
    one.act("membership_application.submit")
    one.sees("en cours de traitement")
    one.checks()


def become_an_agent(one: Someone) -> None:
    link = re.search(r"http\S+/connexion/ouvrir/\S+", one.live.run("operator", "create", one.email))[0]
    one.page.goto(link)
    one.checks()
    if one.page.locator('[name="first_name"]').count():
        one.fill(first_name="Julien", last_name="Castaing")
    new_password(one)
    enrol(one)


def new_password(one: Someone) -> None:
    for field in one.page.locator('input[type="password"]').all():
        field.fill(one.password)
    go(one.page.locator("main form button.primary").first)


def enrol(one: Someone) -> None:
    """A generator of codes, by the key written on the page; then the recovery codes are noted."""
    one.checks()
    shown = re.search(r"tapez cette clé\s: ([A-Z2-7\s]{20,})\n", one.page.inner_text("main"))
    one.totp = re.sub(r"\s", "", shown[1])
    one.page.locator('main input[inputmode="numeric"]').fill(pyotp.TOTP(one.totp).now())
    one.act("account.enrol_totp")
    expect(one.page.locator("main ol code")).to_have_text([re.compile("^[a-z0-9]{5}-[a-z0-9]{5}$")] * 10)
    one.checks()
    leave_codes(one)


def leave_codes(one: Someone) -> None:
    go(one.page.locator("main .primary").first)


def accept(one: Someone, name: str) -> None:
    """Take the request in charge, read the checks, accept it with the reason an amber point asks for."""
    page = one.page
    page.goto("/operateur/")
    one.checks()
    page.goto("/operateur/adhesions/")
    one.checks()
    follow(page, name)
    one.act("membership_application.take")
    one.checks()
    one.fill(reason="Numéros vérifiés par téléphone.")
    one.act("membership_application.accept")
    if page.locator('[name="confirme"]').count():
        one.checks()
        one.act("membership_application.accept")
    one.sees("acceptée")
    one.checks()


def post_the_letters(one: Someone) -> None:
    for address in ("/operateur/courriers/", "/operateur/courriers/mots-de-passe/"):
        one.page.goto(address)
        one.checks()
        one.act("access_letter.print")
        one.checks()
        one.page.goto(address)
        for box in one.page.locator('main input[type="checkbox"]').all():
            box.check()
        one.act("access_letter.post")


def first_entry(one: Someone) -> None:
    """With what the two letters say; then a password, a second factor, ten codes, the portal."""
    one.live.drain()
    letters = [message for message in one.live.mailbox() if message["channel"] == "letter"]
    assert len(letters) == 2
    said = "\n".join(letter["text"] for letter in letters)
    identifier = re.search(r"Identifiant\s: (\S+)", said)[1]
    secret = re.search(r"Mot de passe provisoire\s: (\S+)", said)[1]
    one.page.goto("/connexion")
    one.fill(identifiant=identifier, mot_de_passe=secret)
    go(one.page.get_by_role("button", name="Se connecter"))
    new_password(one)
    enrol(one)
    expect(one.page).to_have_url(re.compile("/portail/$"))
    one.sees("Habilitations (GID)")
    one.checks()


def personal_in(log: str, *people: Someone) -> list[str]:
    """What a log says of these people or of the secrets they were sent: nothing, if it is right."""
    letters = [message["text"] for one in people for message in one.live.mailbox(one.email)]
    secrets = [link for text in letters for link in re.findall(r"/([\w-]{20,})", text)]
    known = [word for one in people for word in (one.email, one.password, one.totp) if word]
    cookies = [cookie["value"] for one in people for cookie in one.page.context.cookies()]
    names = ["Le Goff", "Marchetti", "Castaing", "0199004510", "01 99 00 45 10", "+33199004510"]
    assert secrets, "the scan would prove nothing"
    assert len(log) > 1000, "the scan would prove nothing"
    return [word for word in (*known, *secrets, *cookies, *names) if len(word) > 5 and word in log]


def by_the_menu(page, name: str) -> None:
    """A page of the space, from the menu at the side, or the one that a phone unfolds."""
    menu = page.locator("details.menu > summary", has_text="Menu")
    if menu.is_visible():
        menu.click()
        go(page.locator("details.menu[open]").get_by_role("link", name=name))
    else:
        go(page.locator("nav.side").get_by_role("link", name=name))
