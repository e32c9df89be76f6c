"""Papers of sessions, appointments and trainees: what they say, to whom, and that they are declared accessible."""

import dataclasses
import io
from datetime import timedelta

import pypdf

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.documents import marked, render
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import content
from kairos.identity.accounts.models import Session
from kairos.offer.catalogue import printing as sheets
from kairos.offer.catalogue import queries as catalogue_queries
from kairos.offer.catalogue.documents import SHEET
from kairos.path.appointments import printing as summoning
from kairos.path.appointments import queries as appointments
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.documents import CONVOCATION
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.enrolments import printing as listing
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.documents import TRAINEES
from kairos.path.enrolments.lifecycle import Enrolling
from tests.support import catalogue, path
from tests.support.team import run

SUMMONING = (
    "AppointmentAwaited", "AppointmentBooked", "AppointmentCorrected", "AppointmentGivenUp", "AppointmentMoved",
    "PlaceFreed",
)  # fmt: skip
LIST = "/organisme/candidats/sessions"


def retained(people, who, session):
    row = path.referred(people, session)
    run(who, Enrolling.retain, row.pk)
    return row.person


def readings(name):
    return [set(entry.subjects) for entry in JournalEntry.objects.using("owner").filter(acts=[name])]


def read(pdf):
    """What it says, once it is known to be tagged."""
    paper = pypdf.PdfReader(io.BytesIO(pdf))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    return " ".join(" ".join(page.extract_text() for page in paper.pages).split())


def test_a_sheet_says_all_of_a_session_and_the_same_session_gives_the_same_bytes(people, who):
    row = path.session(
        who,
        title="Soudure à l’arc #[1]",
        timetable=catalogue.WEEK,
        room="Atelier",
        modules=(catalogue.module("TIG", clock.today() + timedelta(days=20), 5),),
    )
    with scope(who.actor):
        session = catalogue_queries.session(who.actor, row.pk)
        sheet = sheets.sheet(session, "Méridienne Formation")
        again = sheets.sheet(session, "Méridienne Formation")
    assert dict(sheet.facts)["Salle"] == "Atelier"
    assert sheet.week[0] == ("Lundi", "3 h 30", "3 h 30")
    assert sheet.week[-1] == ("Vendredi", "3 h 30", "–")
    assert [module.title for module in sheet.modules] == ["TIG"]
    pdf = render(SHEET, sheet)
    assert "Soudure à l’arc #[1]" in read(pdf)
    assert sheet.sha256[:16] in read(pdf)
    assert pdf == render(SHEET, again)
    assert marked(SHEET, dataclasses.replace(sheet, number="X")).sha256 != sheet.sha256


def test_a_convocation_is_for_whoever_is_expected_and_their_provider(people, who, as_person):
    slot = path.slot(who, path.session(who), comment="Sonnez au 2.")
    mine = path.booked(path.referred(people, slot.session_id, path.me(people)), slot)
    other = path.booked(path.referred(people, slot.session_id), slot)
    with scope(who.actor):
        paper = summoning.convocation(appointments.summoned(who.actor, mine.pk))
    assert paper.person == people.job_seeker.user.full_name
    assert paper.comment == "Sonnez au 2."
    assert "pièce d’identité" in " ".join(paper.bring)
    assert paper.number.startswith("KS-")
    assert "12 rue des Écoles, Paris (75011)" in read(render(CONVOCATION, paper))
    own = as_person(people.job_seeker)
    response = own.get(f"/candidat/rendez-vous/places/{mine.pk}/convocation.pdf")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert own.get(f"/candidat/rendez-vous/places/{other.pk}/convocation.pdf").status_code == 404
    provider = as_person(who.someone)
    assert provider.get(f"/organisme/rendez-vous/convocations/{other.pk}.pdf").status_code == 200
    assert readings("appointments.summoned") == [{other.person_id}]
    run(people.job_seeker, Place.decline, mine.pk, word="Malade.")
    assert own.get(f"/candidat/rendez-vous/places/{mine.pk}/convocation.pdf").status_code == 404


def test_a_convocation_says_that_the_appointment_has_changed_and_no_more(people, who):
    """A comment, not the hour."""
    slot = path.slot(who, path.session(who))
    mine = path.booked(path.referred(people, slot.session_id), slot)
    said = []
    for comment in ("", "Sonnez au 2."):
        run(who, AppointmentSlot.edit, slot.pk, capacity=8, comment=comment)
        with scope(who.actor):
            paper = render(CONVOCATION, summoning.convocation(appointments.summoned(who.actor, mine.pk)))
        said.append(" ".join(read(paper).split()))
    assert "seule la dernière convocation compte" not in said[0]
    assert "Ce rendez-vous a changé depuis qu’il a été ouvert : seule la dernière convocation compte." in said[1]
    assert "déplacé" not in said[1]


def test_whoever_is_expected_has_the_convocation_with_the_mail_and_nobody_else(people, who):
    """The one that they may print, as the appointment stands when the mail is written."""
    slot = path.slot(who, path.session(who), capacity=1)
    mine = path.booked(path.referred(people, slot.session_id, path.me(people)), slot)
    waits = path.waits(path.referred(people, slot.session_id), slot)
    run(who, AppointmentSlot.edit, slot.pk, capacity=1, comment="Sonnez au 2.")
    run(people.job_seeker, Place.decline, mine.pk, word="Malade.")
    assert sorted((kind, names) for kind, names, _ in summoned()) == [
        ("AppointmentAwaited", []),
        ("AppointmentBooked", ["convocation.pdf"]),
        ("AppointmentCorrected", []),
        ("AppointmentCorrected", ["convocation.pdf"]),
        ("AppointmentGivenUp", []),
        ("PlaceFreed", ["convocation.pdf"]),
    ]
    with scope(who.actor):
        paper = render(CONVOCATION, summoning.convocation(appointments.summoned(who.actor, waits.pk)))
    assert next(made for kind, _, made in summoned() if kind == "PlaceFreed") == [paper]


def summoned():
    """Mails: what they are, the documents they carry, and these as they leave."""
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(channel="email", kind__in=SUMMONING)
        said = [(row.kind, content(row).papers) for row in rows]
    return [(kind, [one.name for one in papers], [one.pdf() for one in papers]) for kind, papers in said]


def test_the_list_of_trainees_is_masked_journaled_and_in_clear_after_a_proof(people, who, as_person):
    session = path.session(who)
    kept, waiting = retained(people, who, session), path.referred(people, session)
    client = as_person(who.someone)
    page = client.get(f"{LIST}/{session.pk}/imprimer/").content.decode()
    assert kept.last_name in page
    assert kept.email not in page
    assert str(waiting.pk) not in page
    assert client.get(f"{LIST}/{session.pk}/stagiaires.pdf")["Content-Type"] == "application/pdf"
    assert readings("enrolments.printed") == [{kept.pk}] * 2
    with scope(who.actor):
        rows = list(enrolments.trainees(who.actor, session.pk))
        session = enrolments.session(who.actor, session.pk)
        masked = listing.paper(session, rows, who.actor)
        clear = listing.paper(session, rows, who.actor, "Sortie à Lyon")
    assert kept.email not in masked.trainees[0].contacts
    assert kept.email in clear.trainees[0].contacts
    assert "Sortie à Lyon" in read(render(TRAINEES, clear))
    sent = client.post(f"{LIST}/{session.pk}/coordonnees/", {"reason": ""})
    assert sent.status_code == 422
    sent = client.post(f"{LIST}/{session.pk}/coordonnees/", {"reason": "Sortie à Lyon"})
    assert sent["Content-Type"] == "application/pdf"
    assert readings("enrolments.exported") == [{kept.pk}]
    Session.objects.using("owner").update(proved_at=clock.now() - timedelta(hours=2))
    assert client.get(f"{LIST}/{session.pk}/coordonnees/").status_code == 302
    assert readings("enrolments.exported") == [{kept.pk}]
