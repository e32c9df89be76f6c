"""The policy of an organisation in real browsers: procedure, note, help, message, then an incident."""

import pytest

from kairos.foundation import clock
from kairos.identity.accounts.models import User
from tests.journeys.steps import by_the_menu
from tests.support.axe import assert_accessible
from tests.support.people import PASSWORD
from tests.support.team import add_colleague
from tests.support.walking import follow, go, sees

pytestmark = pytest.mark.browser
NEW = "cinq autres mots choisis au hasard"


class Walk:
    """A browser: `press` an act, then the page must be accessible and no wider than the screen."""

    def __init__(self, page, script: bool):
        self.page, self.script = page, script

    def opens(self, path: str) -> None:
        self.page.goto(path)
        self.checked()

    def press(self, act: str, name: str = "") -> None:
        found = self.page.get_by_role("button", name=name) if name else self.page.locator(f'[data-act="{act}"]')
        go(found.first)
        self.checked()

    def follows(self, name: str) -> None:
        go(self.page.get_by_role("link", name=name).last)
        self.checked()

    def sees(self, text: str) -> None:
        sees(self.page, text)

    def checked(self) -> None:
        if self.script:
            assert_accessible(self.page)
            wide = self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
            assert not wide, f"{self.page.url} is wider than the screen"


@pytest.mark.parametrize(
    "options", [{"script": False}, {"phone": True, "theme": "dark"}], ids=["without script", "phone in the dark"]
)
def test_written_read_asked_and_changed(people, live, browsing, options):
    script = options.get("script", True)
    karim = add_colleague(people, "sessions.consult")
    User.objects.using("owner").filter(pk=karim.user.pk).update(password_set_at=clock.now())
    manager = Walk(browsing(people.manager, **options), script)
    colleague = Walk(browsing(karim.someone, **options), script)
    procedure_is_published(manager)
    note_is_published(manager)
    help_is_written(manager)
    message_is_sent(manager)
    everything_is_read(colleague)
    manager.opens("/gid/note/")
    manager.sees("Lue par 1")
    new_passwords_are_asked(manager, colleague)


def procedure_is_published(manager: Walk) -> None:
    manager.opens("/gid/")
    by_the_menu(manager.page, "Procédure")
    manager.press("written_procedure.start")
    manager.page.get_by_role("textbox", name="En cas d’incident").fill("")
    manager.press("written_procedure.publish")
    manager.sees("est vide : écrivez-la avant de publier")
    manager.page.get_by_role("textbox", name="En cas d’incident").fill("Appeler Maud, au poste 12.")
    manager.press("written_procedure.publish")
    manager.sees("Version publiée")
    manager.sees("Appeler Maud, au poste 12.")


def note_is_published(manager: Walk) -> None:
    manager.opens("/portail/")
    manager.follows("Partir du modèle")
    manager.page.get_by_role("textbox", name="Titre").fill("Protéger les données de nos stagiaires")
    manager.press("awareness_note.publish")
    manager.sees("Note publiée")
    manager.sees("Pas encore lue par 2")


def help_is_written(manager: Walk) -> None:
    by_the_menu(manager.page, "Aide de l’organisme")
    manager.follows("Ajouter une question")
    manager.page.get_by_role("textbox", name="Question").fill("Où sont les émargements ?")
    manager.press("help_entry.add")
    manager.sees("Écrivez la réponse.")
    manager.page.get_by_role("textbox", name="Réponse").fill("Salle 2.\n\nVoir https://exemple.example/plan.")
    manager.press("help_entry.add")
    manager.sees("https://exemple.example/plan")


def message_is_sent(manager: Walk) -> None:
    by_the_menu(manager.page, "Écrire à l’équipe")
    manager.follows("Écrire un message")
    manager.page.get_by_role("textbox", name="Objet").fill("Réunion lundi")
    manager.page.get_by_role("textbox", name="Message").fill("À 9 h.")
    go(manager.page.get_by_role("button", name="Relire avant l’envoi"))
    manager.checked()
    manager.press("team_message.send")
    manager.sees("À 2 personnes, dans Kairos et par courriel")
    manager.follows("Réunion lundi")
    manager.sees("Ce que chacun a ouvert n’est connu que de lui")


def everything_is_read(colleague: Walk) -> None:
    colleague.opens("/portail/")
    colleague.sees("Lire : Protéger les données de nos stagiaires")
    follow(colleague.page, "Lire : Protéger")
    colleague.press("note_reading.read")
    colleague.sees("Vous avez dit l’avoir lue")
    by_the_menu(colleague.page, "Procédure")
    colleague.sees("Appeler Maud, au poste 12.")
    by_the_menu(colleague.page, "Aide de l’organisme")
    colleague.checked()
    colleague.sees("Où sont les émargements ?")


def new_passwords_are_asked(manager: Walk, colleague: Walk) -> None:
    by_the_menu(manager.page, "Politique")
    manager.follows("À toutes les personnes")
    manager.press("team.require_passwords")
    manager.sees("Dites pourquoi")
    manager.page.get_by_role("textbox", name="Pourquoi").fill("Un poste a été volé.")
    manager.press("team.require_passwords")
    for walk in (manager, colleague):
        walk.page.goto("/gid/aide/")
        walk.sees("Un poste a été volé.")
        walk.page.locator("[name=mot_de_passe]").fill(PASSWORD)
        walk.page.locator("[name=password]").fill(NEW)
        walk.press("account.change_password")
    colleague.opens("/gid/aide/")
    colleague.sees("Où sont les émargements ?")
