"""Rendez-vous as their people use them: opened, taken, waited for, answered, decided, seen by the adviser."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kairos.foundation import clock
from kairos.path.appointments import tokens, wording
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.models import Enrolment
from tests.support import agencies, path
from tests.support.people import sign_in
from tests.support.team import run

NIR = "2 95 10 99 126 111 93"
HOME, OWN = "/organisme/rendez-vous/", "/candidat/rendez-vous/"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def session(who):
    return path.session(who)


@pytest.fixture
def as_():
    return lambda someone: sign_in(Client(), someone)


def _form(session, **more):
    day = clock.today() + timedelta(days=10)
    values = {
        "session": session.pk, "kind": "meeting", "mode": "site", "who": "referred", "day": f"{day:%d/%m/%Y}",
        "begins": "9h30", "ends": "11", "capacity": "8", "where": "12 rue des Écoles, Paris", "postcode": "75011",
    }  # fmt: skip
    return {**values, **more}


def test_a_provider_opens_one_slot_then_several_by_a_rule(people, who, session, as_):
    client = as_(who.someone)
    assert client.post(HOME + "nouveau/", _form(session)).status_code == 302
    until = clock.today() + timedelta(days=31)
    more = {"until": f"{until:%d/%m/%Y}", "weekdays": ["1", "3"], "minutes": "45", "kind": "interview"}
    assert client.post(HOME + "nouveau/", _form(session, **more)).status_code == 302
    slots = list(Slot.objects.using("owner").all())
    assert len({slot.rule for slot in slots}) == 2
    assert {slot.kind for slot in slots} == {"meeting", "interview"}
    assert "Entretien d’orientation" in client.get(HOME + "?vue=liste").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"day": "31/02/2027"}, "date qui existe"),
        ({"day": "03/03/2020"}, "dans le passé"),
        ({"begins": "25h"}, "heure qui existe"),
        ({"ends": "9h"}, "finit après avoir commencé"),
        ({"capacity": "0"}, "nombre de 1 à 500"),
        ({"where": ""}, "l’adresse et le code postal"),
        ({"day": "03/03/2099"}, "La session finit le"),
        ({"until": "01/01/2020"}, "Le dernier jour vient avant"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(people, who, session, as_, more, said):
    response = as_(who.someone).post(HOME + "nouveau/", _form(session, **more))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Slot.objects.using("owner").exists()


def test_a_form_sent_twice_opens_once(people, who, session, as_):
    client = as_(who.someone)
    page = client.get(HOME + "nouveau/").content.decode()
    token = re.search(r'name="token" value="([0-9a-f-]{36})"', page)[1]
    for _ in range(2):
        assert client.post(HOME + "nouveau/", _form(session, token=token)).status_code == 302
    assert Slot.objects.using("owner").count() == 1


def test_what_is_left_empty_is_the_place_of_the_session_and_its_clock(people, who, as_):
    session = path.session(who, address="4 rue de Paris", postcode="97400", town="Saint-Denis")
    client, nowhere = as_(who.someone), {"where": "", "postcode": ""}
    assert client.post(HOME + "nouveau/", _form(session, **nowhere)).status_code == 302
    assert client.post(HOME + "nouveau/", _form(session, mode="phone", kind="trainer", **nowhere)).status_code == 302
    here, called = Slot.objects.using("owner").order_by("kind")
    assert (here.where, here.postcode, called.where) == ("4 rue de Paris, Saint-Denis", "97400", "")
    assert {slot.starts_at.astimezone(slot.place.zone).hour for slot in (here, called)} == {9}
    assert called.place.timezone == "Indian/Reunion"


def test_the_last_place_then_the_waiting_list_from_a_telephone(people, who, session, as_):
    slot = path.slot(who, session, capacity=1)
    mine = path.referred(people, session, path.me(people))
    client = as_(people.job_seeker)
    page = client.get(OWN).content.decode()
    assert "Réserver" in page
    assert client.post(f"{OWN}{slot.pk}/prendre/").status_code == 302
    assert "Je serai là" in client.get(OWN).content.decode()
    other = agencies.activate(agencies.followed(people.adviser), "other")
    path.referred(people, session, path.JobSeeker(pk=other.actor.jobseeker))
    waits = as_(other)
    refused = waits.post(f"{OWN}{slot.pk}/prendre/")
    assert (refused.status_code, "sont prises. Inscrivez-vous sur sa liste" in refused.content.decode()) == (422, True)
    assert "liste d’attente" in waits.get(OWN).content.decode()
    assert waits.post(f"{OWN}{slot.pk}/attendre/").status_code == 302
    held = Booking.objects.using("owner").get(enrolment=mine.pk)
    assert client.post(f"{OWN}places/{held.pk}/decliner/", {"mot": "Enfant malade"}).status_code == 302
    assert "Je serai là" in waits.get(OWN).content.decode()
    assert "Enfant malade" in as_(who.someone).get(f"{HOME}{slot.pk}/").content.decode()


def test_the_link_of_a_mail_asks_before_it_answers(people, who, session, client):
    slot = path.slot(who, session)
    held = path.booked(path.referred(people, session), slot)
    address = f"/rendez-vous/reponse/{tokens.token_of(held)}"
    assert "Je ne peux pas venir" in client.get(address).content.decode()
    assert path.again(held).state == Booking.State.BOOKED
    unclear = client.post(address, {"mot": "Peut-être"})
    assert (unclear.status_code, path.again(held).state) == (422, Booking.State.BOOKED)
    said = client.post(address, {"reponse": "oui"}, follow=True)
    assert (said.redirect_chain, "vous serez là" in said.content.decode()) == ([(address, 302)], True)
    assert "Changer ma réponse" in said.content.decode()
    assert "plus de place" in client.post(address, {"reponse": "non", "mot": "Grève"}, follow=True).content.decode()
    assert client.post(address, {"reponse": "oui"}).status_code == 422
    assert client.get("/rendez-vous/reponse/" + "x" * 43).status_code == 410


@pytest.mark.parametrize("page", ["modifier", "deplacer"])
def test_what_a_colleague_changed_meanwhile_is_not_undone_unseen(people, who, session, as_, page):
    """Said once, then done: who sends it again has been told."""
    slot, client = path.slot(who, session), as_(who.someone)
    address = f"{HOME}{slot.pk}/{page}/"
    seen = _seen(client.get(address))
    run(who, AppointmentSlot.edit, slot.pk, capacity=8, where="Salle Écluse, premier étage")
    typed = _form(session, reason="Salle prise", seen=seen)
    refused = client.post(address, typed)
    assert (refused.status_code, path.again(slot).where) == (422, "Salle Écluse, premier étage")
    assert "Un collègue a changé" in refused.content.decode()
    assert client.post(address, typed | {"seen": _seen(refused)}).status_code == 302


def _seen(response):
    return re.search(r'name="seen" value="([^"]+)"', response.content.decode())[1]


def test_a_place_that_the_provider_cancelled_is_not_thanked_for(people, who, session, as_, client):
    slot = path.slot(who, session)
    held = path.booked(path.referred(people, session), slot)
    address = f"/rendez-vous/reponse/{tokens.token_of(held)}"
    said = {"place": held.pk, "reason": "Dossier complet, inutile de venir"}
    assert as_(who.someone).post(f"{HOME}{slot.pk}/retirer/", said).status_code == 302
    shown = client.get(address).content.decode()
    assert ("Merci" in shown, "inutile de venir" in shown, OWN in shown) == (False, True, True)


def test_a_finger_that_taps_twice_has_one_place_and_no_reproach(people, who, session, as_):
    slot = path.slot(who, session)
    path.referred(people, session, path.me(people))
    client = as_(people.job_seeker)
    for _ in range(2):
        assert client.post(f"{OWN}{slot.pk}/prendre/").status_code == 302
    assert Booking.objects.using("owner").count() == 1


def test_who_asked_of_their_own_accord_is_offered_no_place_they_would_be_refused(people, who, session, as_):
    slot = path.slot(who, session)
    client = as_(people.job_seeker)
    assert client.post(OWN + "demander/", {"session": session.number}).status_code == 302
    shown = client.get(OWN).content.decode()
    assert (f"{slot.pk}/prendre/" in shown, "orienté par son conseiller" in shown) == (False, True)


def test_a_slot_names_who_gave_up_and_leads_to_each_dossier_and_to_the_session(people, who, session, as_, client):
    slot = path.slot(who, session)
    enrolments = [path.referred(people, session) for _ in range(2)]
    _, gone = (path.booked(one, slot) for one in enrolments)
    client.post(f"/rendez-vous/reponse/{tokens.token_of(gone)}", {"reponse": "non", "mot": "Enfant malade"})
    page = as_(who.someone).get(f"{HOME}{slot.pk}/").content.decode()
    for one in enrolments:
        assert f"/organisme/candidats/dossiers/{one.pk}/" in page
    assert re.search(rf"{enrolments[1].person.full_name}</a>\s*:\s*«\s*Enfant malade", page)
    assert f'href="/organisme/sessions/{session.pk}/"' in page
    opening = as_(who.someone).get(f"/organisme/sessions/{session.pk}/").content.decode()
    asked = re.search(r'href="(/organisme/rendez-vous/nouveau/\?session=[^"]+)"', opening)[1]
    assert f'value="{session.pk}" selected' in as_(who.someone).get(asked).content.decode()


def test_a_slot_nobody_took_awaits_no_result(people, who, session, as_):
    slot = path.begin(path.slot(who, session))
    for page in (f"{HOME}{slot.pk}/", f"{HOME}?vue=jour"):
        shown = as_(who.someone).get(page).content.decode()
        assert ("Sans inscrit" in shown, "ésultats à noter" in shown, "Noter les résultats" in shown) == (
            True,
            False,
            False,
        )


def test_no_word_typed_keeps_a_social_security_number(people, who, session, as_, client):
    slot, mine = path.slot(who, session), path.referred(people, session, path.me(people))
    held, me, followed = path.booked(mine, slot), as_(people.job_seeker), f"/conseiller/personnes/{mine.person_id}/"
    sent = [
        (client, f"/rendez-vous/reponse/{tokens.token_of(held)}", "mot", {"reponse": "non"}),
        (me, f"{OWN}places/{held.pk}/decliner/", "mot", {}),
        (me, f"{OWN}formations/{mine.pk}/renoncer/", "reason", {}),
        (as_(who.someone), f"{HOME}{slot.pk}/retirer/", "reason", {"place": held.pk}),
        (as_(people.adviser), f"{followed}formations/", "reason", {"dossier": mine.pk, "acte": "withdraw"}),
        (as_(people.adviser), f"{followed}orienter/", "comment", {"session": path.session(who).number}),
    ]
    for browser, address, name, more in sent:
        refused = browser.post(address, {name: NIR, **more})
        assert (address, refused.status_code) == (address, 422)
        assert "numéro de sécurité sociale" in refused.content.decode().replace("\u00a0", " ")
    assert (path.again(held).state, path.again(mine).state) == ("booked", "referred")
    assert Enrolment.objects.using("owner").count() == 1


def test_a_former_mail_says_where_the_appointment_stands_and_answers_nothing(people, who, session, client):
    slot = path.slot(who, session)
    held = path.booked(path.referred(people, session), slot)
    address = f"/rendez-vous/reponse/{tokens.token_of(held)}"
    starts = slot.starts_at + timedelta(days=1)
    run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=starts + timedelta(hours=1), reason="Salle prise")
    for page in (client.get(address), client.post(address, {"reponse": "non"})):
        assert page.status_code == 410
        assert wording.when(path.again(slot)).capitalize() in page.content.decode().replace("\u00a0", " ")
        assert "data-act" not in page.content.decode()
    assert path.again(held).state == Booking.State.BOOKED


def test_results_of_the_whole_group_are_seen_by_the_adviser(people, who, session, as_):
    slot = path.slot(who, session)
    rows = [path.booked(path.referred(people, session), slot) for _ in range(2)]
    path.begin(slot)
    client = as_(who.someone)
    address = f"{HOME}{slot.pk}/resultats/"
    said = {f"r-{rows[0].pk}": "retain"}
    missing = client.post(address, said)
    assert (missing.status_code, "Il manque le résultat" in missing.content.decode()) == (422, True)
    assert '<option value="retain" selected>' in missing.content.decode()
    said |= {f"r-{rows[1].pk}": "not_retain", f"m-{rows[1].pk}": path.WHY}
    assert client.post(address, said).status_code == 302
    assert [path.again(row).state for row in rows] == ["attended", "attended"]
    adviser = as_(people.adviser)
    for row, word in zip(rows, ("Retenu", path.WHY), strict=True):
        assert word in adviser.get(f"/conseiller/personnes/{row.person_id}/rendez-vous/").content.decode()


def test_who_may_not_decide_notes_who_came(people, who, session, as_):
    """A result that becomes the enrolment's state asks for the right of that decision, on the page and of the act."""
    slot = path.slot(who, session)
    row = path.booked(path.referred(people, session), slot)
    path.begin(slot)
    leads = path.coordinator(people, "appointments.consult", "appointments.approve", "candidates.consult")
    client, address = as_(leads.someone), f"{HOME}{slot.pk}/resultats/"
    page = client.get(address).content.decode()
    assert re.findall(r'<option value="(\w+)"', page) == ["attend"]
    refused = client.post(address, {f"r-{row.pk}": "retain"})
    assert (refused.status_code, "Candidats, valider" in refused.content.decode()) == (422, True)
    assert path.again(row).state == Booking.State.BOOKED
    assert client.post(address, {f"r-{row.pk}": "attend"}).status_code == 302
    assert (path.again(row).state, path.again(row.enrolment).state) == ("attended", "referred")


def test_an_adviser_refers_by_number_and_books(people, who, session, as_):
    slot, person = path.slot(who, session), agencies.followed(people.adviser)
    client, address = as_(people.adviser), f"/conseiller/personnes/{person.pk}/"
    assert client.post(address + "orienter/", {"session": "INCONNUE"}).status_code == 422
    assert client.post(address + "orienter/", {"session": session.number, "comment": "Motivée"}).status_code == 302
    assert Enrolment.objects.using("owner").get().comment == "Motivée"
    assert client.post(address + "reserver/", {"creneau": slot.pk}).status_code == 302
    again = client.post(address + "reserver/", {"creneau": slot.pk})
    assert (again.status_code, "déjà une place" in again.content.decode()) == (422, True)


def test_one_asks_for_a_session_and_books_where_anyone_may(people, who, session, as_):
    client = as_(people.job_seeker)
    closed, anyone = path.slot(who, session), path.slot(who, session, 100, who=Slot.Who.ANYONE)
    assert client.post(f"{OWN}{anyone.pk}/prendre/").status_code == 422
    assert client.post(f"{OWN}demander/", {"session": "INCONNUE"}).status_code == 422
    assert client.post(f"{OWN}demander/", {"session": session.number}).status_code == 302
    refused = client.post(f"{OWN}{closed.pk}/prendre/")
    assert "que leur conseiller oriente" in refused.content.decode()
    assert client.post(f"{OWN}{anyone.pk}/prendre/").status_code == 302


def test_moved_and_cancelled_with_their_reason(people, who, session, as_):
    slot = path.slot(who, session)
    client, day = as_(who.someone), clock.today() + timedelta(days=20)
    move = {"day": f"{day:%d/%m/%Y}", "begins": "14h", "ends": "15h", "reason": ""}
    assert client.post(f"{HOME}{slot.pk}/deplacer/", move).status_code == 422
    assert client.post(f"{HOME}{slot.pk}/deplacer/", move | {"reason": "Salle prise"}).status_code == 302
    assert path.again(slot).starts_at.astimezone(clock.PARIS).hour == 14
    assert client.post(f"{HOME}{slot.pk}/annuler/", {"reason": "Formatrice malade"}).status_code == 302
    assert "Formatrice malade" in client.get(f"{HOME}{slot.pk}/").content.decode()


def test_a_week_of_two_hundred_appointments_is_few_statements(people, who, session, as_):
    one = path.slot(who, session)
    many = []
    for number in range(199):
        row = path.again(one)
        row.pk, row.starts_at = path.UUID(int=number + 1), one.starts_at + timedelta(minutes=number % 40)
        row._state.adding = True
        many.append(row)
    Slot.objects.using("owner").bulk_create(many)
    client, day = as_(who.someone), one.starts_at.astimezone(clock.PARIS).date()
    with CaptureQueriesContext(connection) as caught:
        page = client.get(f"{HOME}?jour={day}").content.decode()
    assert page.count("Information collective") >= 200
    assert len([one for one in caught if '"appointment_slot"' in one["sql"]]) == 1
    assert len(caught) <= 4 + 8
