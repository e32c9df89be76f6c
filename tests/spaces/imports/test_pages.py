"""The pages of files of lines, at the operator's « Reprise de données »."""

from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.models import ImportRun
from tests.support import imports as stories
from tests.support.imports import MEMBERS, csv, file, member

HOME = "/operateur/reprise/"
SEND = f"{HOME}existing-members/"


def send(client, content: bytes, name: str = "adherents.csv", **more):
    return client.post(SEND, {"file": file(content, name), "token": str(new_id()), **more})


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_the_whole_way(people, as_person):
    client = as_person(people.supervisor)
    assert "Aucun fichier envoyé" in text(client.get(HOME))
    page = text(client.get(SEND))
    assert "Numéro de déclaration d’activité" in page
    sent = send(
        client, csv([member(), member(MEMBERS[1], postcode="99", manager_email="b@cours.example")]), letters="on"
    )
    run = client.get(sent["Location"])
    page = text(run)
    assert run.status_code == 200
    assert 'data-lifecycle="checked"' in page
    assert "Prendre en compte 1 ligne" in page
    assert "Un code postal compte 5 chiffres" in page
    assert "Préparer les courriers d’accès des RGC" in page
    errors = client.get(f"{sent['Location']}erreurs/")
    assert errors["Content-Disposition"] == 'attachment; filename="adherents-erreurs.csv"'
    assert "Code postal : Un code postal compte 5 chiffres" in errors.getvalue().decode("utf-8-sig")
    taken = client.post(f"{sent['Location']}prendre/", follow=True)
    assert "1 ligne prise en compte" in text(taken)
    assert "adherents.csv" in text(client.get(HOME))
    again = text(client.post(f"{sent['Location']}prendre/"))
    assert "n’est plus possible" in again


def test_what_cannot_be_read_is_said_beside_the_file(people, as_person):
    client = as_person(people.supervisor)
    refused = send(client, b"%PDF-1.7", "adherents.pdf")
    assert refused.status_code == 422
    assert "C’est un PDF" in text(refused)
    empty = client.post(SEND, {"token": str(new_id())})
    assert (empty.status_code, "Choisissez un fichier" in text(empty)) == (422, True)
    assert not ImportRun.objects.using("owner").exists()


def test_titles_are_matched_by_hand_then_known(people, as_person):
    client = as_person(people.supervisor)
    content = csv([member()]).replace(b"SIRET;", "Repère;".encode(), 1)
    page = client.get(send(client, content)["Location"], follow=True)
    assert "1 colonne indispensable n’a pas été reconnue" in text(page)
    assert MEMBERS[0] in text(page)
    address = page.request["PATH_INFO"]
    typed = {field.html_name: "" if field.value() is None else field.value() for field in page_form(people)}
    wrong = client.post(address, typed | {"colonne_0": "name"})
    assert wrong.status_code == 422
    assert "est déjà donné par une autre colonne" in text(wrong)
    assert "Dites quelle colonne du fichier donne « SIRET »" in text(wrong)
    right = client.post(address, typed | {"colonne_0": "siret"}, follow=True)
    assert "Prendre en compte 1 ligne" in text(right)
    assert "Prendre en compte 1 ligne" in text(client.get(send(client, content)["Location"]))


def page_form(people):
    """The form as the page shows it."""
    from kairos.foundation.imports.reading.forms import Form
    from kairos.identity.memberships.takeover.kind import KIND
    from kairos.spaces.imports.forms import MatchForm

    row = ImportRun.objects.using("owner").latest("received_at")
    read = Form.of(row.form)
    form = MatchForm(KIND, read.headings, read.header, row.places)
    return [*form.titles, form["titles_at"], form["remember"]]


def test_the_same_file_again_says_so(people, as_person):
    stories.taken(people.supervisor)
    client = as_person(people.supervisor)
    page = text(client.get(send(client, csv([member()]))["Location"]))
    assert "Ce même fichier a déjà été pris en compte" in page
    assert "Ce fichier ne change rien" in page


def test_what_we_export_comes_back_unchanged(people, as_person):
    stories.taken(
        people.supervisor, csv([member(phone="0199004510"), member(MEMBERS[1], number="=1", manager_phone="")])
    )
    client = as_person(people.supervisor)
    content = client.get(f"{SEND}export.csv").content
    assert b"'=1" in content
    row = stories.sent(people.supervisor, content)
    assert row.report["counts"] | {"blank": 0} == {
        "new": 0, "changed": 0, "unchanged": 2, "refused": 0, "blank": 0, "totals": 0,
    }  # fmt: skip


def test_models_are_right_files(people, as_person):
    client = as_person(people.supervisor)
    for ending in ("csv", "xlsx"):
        row = stories.sent(people.supervisor, client.get(f"{SEND}modele.{ending}").content)
        assert (row.form["kind"], row.report["counts"]["new"]) == (ending, 1)


def test_a_large_file_shows_its_progress(people, as_person, monkeypatch):
    monkeypatch.setattr(runs, "READ_AT_ONCE", 10)
    client = as_person(people.supervisor)
    page = text(client.get(send(client, csv([member()]))["Location"]))
    assert "Vérification en cours" in page
    assert "every 3s" in page


def test_a_forbidden_number_is_told_and_gone(people, as_person):
    client = as_person(people.supervisor)
    page = text(client.get(send(client, csv([member(address="2 95 10 99 126 111 93")]))["Location"]))
    assert "le fichier vient d’être effacé" in page
    assert "111 93" not in page


def test_who_has_not_the_right_reads_why(people, as_person):
    for address in (HOME, SEND, f"{SEND}export.csv"):
        assert as_person(people.instructor).get(address).status_code == 403
    assert as_person(people.owner_a).get(HOME).status_code == 403
