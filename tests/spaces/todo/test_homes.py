"""« À faire »: each line for whoever may do it, the earliest first, counted right, whatever the number of sources."""

import re
from datetime import timedelta
from html import unescape

import pytest

from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Movement
from kairos.path.following.settings import MISSED_DAYS
from kairos.people.access.covers.lifecycle import CoverOfColleague
from kairos.people.access.models import Cover, PersonAccess, ReadingStop
from kairos.spaces import todo
from kairos.spaces.todo import sources
from tests.support import agencies, catalogue, path, settings, statements, team

KAIROS = "/organisme/"


def text(response) -> str:
    assert response.status_code == 200
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def coordinator(people):
    return path.coordinator(people)


@pytest.fixture
def home(as_person, coordinator):
    return as_person(coordinator.someone)


def change(row, **values):
    type(row).objects.using("owner").filter(pk=row.pk).update(**values)


def test_nothing_waits(home):
    page = text(home.get(KAIROS))
    assert "Rien ne vous attend" in page


def test_a_provider_sees_what_waits_the_earliest_first(people, coordinator, home):
    soon, far = (catalogue.drafted(coordinator, title=title) for title in ("Soudure", "Maçonnerie"))
    change(soon, starts_on=clock.today() + timedelta(days=3))
    change(far, starts_on=clock.today() + timedelta(days=60))
    gone = path.session(coordinator, title="Bureautique")
    change(gone, left_file_on=clock.today() - timedelta(days=2), source=TrainingSession.Source.LHEO)
    asked = path.session(coordinator, title="Cuisine")
    waits = path.referred(people, asked)
    path.referred(people, asked)
    change(waits, state_since=clock.now() - timedelta(days=12))
    expected = path.session(coordinator, title="Vente")
    slot = path.slot(coordinator, expected)
    path.booked(path.referred(people, expected), slot)
    before = text(home.get(KAIROS))
    assert "Noter les résultats" not in before
    path.begin(slot)
    page = text(home.get(KAIROS))
    assert "À faire 4" in page
    lines = ["2 personnes attendent une réponse", "Noter les résultats : Vente", "Publier « Soudure »",
             "« Bureautique » a quitté son fichier"]  # fmt: skip
    assert [line for line in lines if line not in page] == []
    assert sorted(lines, key=page.index) == lines
    assert "2 jours de retard" in page
    assert "Maçonnerie" not in page
    assert "1 personne attendue" in page


def test_only_what_ones_rights_allow(people, as_person, coordinator):
    catalogue.drafted(coordinator, title="Soudure")
    change(TrainingSession(pk=TrainingSession.objects.using("owner").get().pk), starts_on=clock.today())
    path.referred(people, path.session(coordinator, title="Cuisine"))
    reader = as_person(team.add_colleague(people, "sessions.consult").someone)
    page = text(reader.get(KAIROS))
    assert "Rien ne vous attend" in page
    assert "attend une réponse" not in page
    nobody = as_person(team.add_colleague(people, "organisation.consult").someone)
    assert nobody.get(KAIROS).status_code == 403


def test_the_count_is_right_beyond_what_is_shown(people, coordinator, home):
    for _ in range(todo.MOST + 3):
        catalogue.drafted(coordinator)
    TrainingSession.objects.using("owner").update(starts_on=clock.today())
    page = text(home.get(KAIROS))
    assert f"À faire {todo.MOST + 3}" in page
    assert page.count("Publier «") >= todo.MOST
    assert "Les plus urgentes d’abord" in page


def test_sources_are_one_statement_whatever_their_number(people, coordinator, home, monkeypatch):
    path.referred(people, path.session(coordinator))
    before = len(statements.statements_of(home, KAIROS))
    for number in range(12):
        say = lambda line, number=number: todo.Task(f"Ligne {number}", "/", "Ouvrir", label="À lire")  # noqa: E731
        read = sources.known["kairos.candidates.to_answer"].read
        monkeypatch.setitem(
            sources.known,
            f"more{number}",
            sources.Source(f"more{number}", "kairos", ("kairos.enter",), read, say, ()),
        )
    assert len(statements.statements_of(home, KAIROS)) == before <= 8
    assert "Ligne 11" in text(home.get(KAIROS))


def test_nobody_reads_what_another_organisation_has_to_do(people, coordinator, home):
    row = path.referred(people, path.session(coordinator, title="Cuisine"))
    assert "1 personne attend une réponse" in text(home.get(KAIROS))
    change(row, organisation=people.organisation_b.pk)
    page = text(home.get(KAIROS))
    assert "attend une réponse" not in page
    assert "Rien ne vous attend" in page


def test_what_is_declared_and_written_waits_where_ones_rights_are_held(people, coordinator, as_person):
    session = path.begun(coordinator, 2)
    path.registered(people, coordinator, session)
    out = team.run(coordinator, Enrolling.complete, path.in_training(people, coordinator, session).pk, **path.ago(0))
    approves = as_person(path.coordinator(people, "candidates.approve").someone)
    here = path.again(session).establishment_id
    one = as_person(path.narrowed(people, ("candidates.consult",), ("candidates.enter",), here).someone)
    said = ("1 entrée à déclarer", "1 bilan à écrire")
    for browser in (approves, one):
        page = text(browser.get(KAIROS))
        assert [line for line in said if line not in page] == []
    path.elsewhere(session)
    assert [line for line in said if line in text(one.get(KAIROS))] == []
    assert [line for line in said if line not in text(approves.get(KAIROS))] == []
    PersonAccess.objects.using("owner").filter(person=out.person_id).update(closed_at=clock.now())
    assert "bilan à écrire" not in text(approves.get(KAIROS))


def test_a_source_is_declared_once():
    with pytest.raises(ValueError, match="twice"):
        todo.source("kairos", "catalogue.enter", lambda line: None)(sources.known["kairos.kairos.drafts"].read)


def test_an_adviser_sees_absences_silence_covers_and_whom_nobody_reaches(people, as_person, coordinator):
    browser, agency = as_person(people.adviser), agencies.row_of(people.adviser).agency
    absent = path.referred(people, path.session(coordinator, title="Cuisine"))
    silent = path.referred(people, path.session(coordinator, title="Vente"))
    ended = clock.now() - timedelta(days=1)
    change(absent, state=Enrolment.State.ABSENT, state_since=ended)
    change(silent, state_since=clock.now() - timedelta(days=12))
    agencies.followed(people.adviser, email="", phone="")
    colleague = agencies.adviser(agency, "colleague")
    covered(people, colleague)
    statements.assert_statements(browser, "/conseiller/", at_most=8)
    page = text(browser.get("/conseiller/"))
    people_named = Enrolment.objects.using("owner").select_related("person").order_by("id")
    names = [row.person.full_name for row in people_named]
    assert f"{names[0]} : absence à un rendez-vous" in page
    assert f"{names[1]} attend une réponse de l’organisme" in page
    assert "1 personne sans courriel ni téléphone" in page
    assert "vous remplace : fin proche" in page
    assert "2 personnes n’ont pas reçu" in page
    change(absent, state_since=clock.now() - timedelta(days=10))
    for days, there in ((9, False), (11, True)):
        settings.give(people, MISSED_DAYS, days)
        assert (f"{names[0]} : absence à un rendez-vous" in text(browser.get("/conseiller/"))) is there
    entry = JournalEntry.objects.using("owner").filter(acts=["people.home"]).latest("at")
    assert set(entry.subjects) == {absent.person_id, silent.person_id}
    assert "vous remplacez" not in page.lower()
    assert "sans courriel" in text(browser.get("/conseiller/portefeuille/?sans=coordonnees")).lower()
    replacing = text(as_person(colleague).get("/conseiller/"))
    assert f"{names[0]} : absence" in replacing
    assert "Vous remplacez" in replacing


def test_an_adviser_counts_all_who_were_retained_wherever_they_are_by_now(people, as_person, coordinator):
    def figure():
        return re.search(r"(\d+) personnes? retenues?", text(as_person(people.adviser).get("/conseiller/")))[1]

    session = path.begun(coordinator, 2)
    path.retained(people, coordinator, session)
    path.in_training(people, coordinator, session)
    path.referred(people, session)
    assert figure() == "2"
    long = path.in_training(people, coordinator, session)
    old = clock.now() - timedelta(days=40)
    Movement.objects.using("owner").filter(enrolment=long.pk, kind="registration").update(declared_at=old)
    assert figure() == "2"


def test_a_provider_counts_all_whom_it_retained_wherever_they_are_by_now(people, home, coordinator):
    def figures():
        page = text(home.get(KAIROS))
        found = re.search(r"(\d+) nouvelles? candidatures?.*?(\d+) personnes? retenues?.* (\d+) non retenue", page)
        return found.groups()

    session = path.begun(coordinator, 2)
    path.retained(people, coordinator, session)
    path.in_training(people, coordinator, session)
    path.referred(people, session)
    assert figures() == ("3", "2", "0")
    change(path.in_training(people, coordinator, session), retained_at=clock.now() - timedelta(days=40))
    assert figures() == ("4", "2", "0")


def covered(people, by):
    absent, today = agencies.row_of(people.adviser), clock.today()
    row = Cover(agency=absent.agency, absent=absent, by=agencies.row_of(by))
    details = {"starts_on": today, "ends_on": today + timedelta(days=5), "reason": "Congés"}
    return team.run(people.adviser, CoverOfColleague.grant, row, **details)


def test_who_is_stopped_sees_no_name_and_why(people, as_person, coordinator):
    silent = path.referred(people, path.session(coordinator))
    change(silent, state_since=clock.now() - timedelta(days=12))
    ReadingStop.objects.using("owner").create(
        holder_id=people.adviser.user.pk, place_id=people.adviser.actor.agency, cause="day", state="stopped",
        counted=501, stopped_at=clock.now(),
    )  # fmt: skip
    page = text(as_person(people.adviser).get("/conseiller/"))
    assert "Vous ne lisez plus personne" in page
    assert path.again(silent.person).last_name not in page


def test_a_job_seeker_answers_in_one_tap_and_sees_what_is_next(people, as_person, coordinator):
    me, browser = path.me(people), as_person(people.job_seeker)
    calm = text(browser.get("/candidat/"))
    assert "Protéger mieux mon compte" in calm
    assert "Dire si je viens" not in calm
    first, second, third = (path.session(coordinator, title=title) for title in ("Cuisine", "Vente", "Soudure"))
    slots = [path.slot(coordinator, first, 24), path.slot(coordinator, second, 48)]
    path.slot(coordinator, third, 72)
    bookings = []
    for on, slot in zip((first, second), slots, strict=True):
        bookings.append(path.booked(path.referred(people, on, me), slot))
    path.referred(people, third, me)
    page = text(browser.get("/candidat/"))
    assert page.count("Je serai là") >= 1
    assert "Dire si je viens" in page
    assert "Choisir un rendez-vous" in page
    assert "« Soudure » · 1 rendez-vous libre" in page
    assert "Mes formations" in page
    answered = browser.post(f"/candidat/rendez-vous/places/{bookings[0].pk}/confirmer/", {"suite": "accueil"})
    assert answered["Location"] == "/candidat/"
    team.run(coordinator, Session.suspend, third.pk, reason="Travaux")
    assert "Choisir un rendez-vous" not in text(browser.get("/candidat/"))
    assert path.again(bookings[0]).coming
    refused = browser.post(f"/candidat/rendez-vous/places/{bookings[1].pk}/decliner/", {"suite": "accueil"})
    assert refused["Location"] == "/candidat/"
    assert "Dire si je viens" not in text(browser.get("/candidat/"))
    html = browser.get("/candidat/").content.decode()
    assert '<nav class="bottom"' in html
    assert '<nav class="bottom"' in browser.get("/compte/securite/").content.decode()
