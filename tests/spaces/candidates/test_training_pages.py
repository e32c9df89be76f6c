"""Registered, entered, out: on a dossier, for a whole group, in « À faire »."""

from datetime import timedelta

import pytest

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages.models import OutboxMessage
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption, Movement
from tests.support import agencies, path
from tests.support.statements import counted
from tests.support.team import run

State = Enrolment.State
HOME = "/organisme/candidats/"


@pytest.fixture
def who(people):
    return path.coordinator(people)


@pytest.fixture
def session(who):
    return path.begun(who, 2, capacity=40)


@pytest.fixture
def client(who, as_person):
    return as_person(who.someone)


def text(response) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def group(session, step: str) -> str:
    return f"{HOME}sessions/{session.pk}/formation/?etape={step}"


def entries(act: str) -> list[JournalEntry]:
    return list(JournalEntry.objects.using("owner").filter(acts__contains=[act]))


def states(rows) -> set[str]:
    return {path.again(row).state for row in rows}


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


def test_nobodys_social_security_number_is_kept_in_what_is_said_of_a_group(people, who, session, client):
    waiting, awaited = path.referred(people, session), path.registered(people, who, session)
    nir = "Voir 2 95 10 99 126 111 93"
    decisions = {f"d-{waiting.pk}": "not_retain", f"m-{waiting.pk}": nir}
    moves = {f"d-{awaited.pk}": "enter", "on": day(-9), "late": nir}
    for address, sent in ((f"{HOME}sessions/{session.pk}/", decisions), (group(session, "entrer"), moves)):
        refused = client.post(address, sent)
        assert refused.status_code == 422
        assert "numéro de sécurité sociale" in text(refused)
    assert states([waiting, awaited]) == {State.REFERRED, State.REGISTERED}


def test_a_dossier_asks_only_what_the_act_needs_then_why_it_is_late(people, who, session, client):
    row = path.registered(people, who, session)
    here = f"{HOME}dossiers/{row.pk}/"
    page = text(client.get(here))
    assert "Entrée à déclarer" in page
    assert "late_reason" not in page
    late = client.post(here + "declarer/", {"acte": "enter", "enter-on": day(1)})
    assert late.status_code == 422
    assert "à venir" in text(late)
    assert client.post(here + "declarer/", {"acte": "enter", "enter-on": day(-2)}).status_code == 302
    page = text(client.get(here))
    assert "Attestation d’entrée (AES)" in page
    assert "Déclarer une interruption" in page
    wrong = client.post(here + "declarer/", {"acte": "leave", "leave-on": day(-1), "leave-exit": ""})
    assert "Choisissez pourquoi" in text(wrong)
    assert (
        client.post(here + "declarer/", {"acte": "leave", "leave-on": day(-1), "leave-exit": path.LEFT}).status_code
        == 302
    )
    assert states([row]) == {State.LEFT}


def test_why_it_is_late_is_asked_once_it_is(people, who, client):
    row = path.registered(people, who, path.begun(who, 20))
    here = f"{HOME}dossiers/{row.pk}/declarer/"
    page = client.post(here, {"acte": "enter", "enter-on": day(-20)})
    assert page.status_code == 422
    assert 'name="enter-late_reason"' in text(page)
    assert client.post(here, {"acte": "enter", "enter-on": day(-20), "enter-late_reason": "Oubli"}).status_code == 302


def test_an_interruption_is_corrected_on_the_dossier_like_the_rest(people, who, client):
    row = path.in_training(people, who, path.begun(who, 20))
    here = f"{HOME}dossiers/{row.pk}/"
    assert "correct_interruption" not in text(client.get(here))
    for since, back in ((15, 12), (8, None)):
        run(who, Enrolling.interrupt, row.pk, **path.ago(since), reason="Hospitalisation")
        if back:
            run(who, Enrolling.resume, row.pk, on=clock.today() - timedelta(days=back))
    last, first = Interruption.objects.using("owner").filter(enrolment=row.pk).order_by("-starts_on")
    page = text(client.get(here))
    assert "Corriger une interruption" in page
    assert f"depuis le {french.numeric_day(last.starts_on)}" in page
    said = {"acte": "correct_interruption", "correct_interruption-reason": "Erreur"}
    wrong = client.post(here + "declarer/", said | {"correct_interruption-interruption": str(first.pk),
                        "correct_interruption-on": day(-15), "correct_interruption-until": ""})  # fmt: skip
    assert (wrong.status_code, "garde une fin" in text(wrong)) == (422, True)
    for one, on, until in ((first, -14, day(-13)), (last, -7, "")):
        sent = said | {"correct_interruption-interruption": str(one.pk), "correct_interruption-on": day(on)}
        assert client.post(here + "declarer/", sent | {"correct_interruption-until": until}).status_code == 302
    rows = Interruption.objects.using("owner").filter(enrolment=row.pk).order_by("starts_on")
    days = [(clock.today() - one.starts_on).days for one in rows]
    assert (days, rows[1].ends_on) == ([14, 7], None)
    run(who, Enrolling.leave, row.pk, **path.ago(1), reason=path.LEFT)
    page = text(client.get(here))
    assert "enrolment.restore_interruption" in page
    assert "enrolment.restore_training" not in page


def test_a_group_is_registered_entered_and_out_on_one_screen_exceptions_apart(people, who, session, client):
    persons = [agencies.followed(people.adviser) for _ in range(3)]
    rows = [path.retained(people, who, session, one) for one in persons]
    plan = {"starts_on": day(-2), "ends_on": day(40), "hours": "300"}
    said = {f"d-{row.pk}": "register" for row in rows} | {f"t-{rows[2].pk}": day(-1)}
    wrong = client.post(group(session, "inscrire"), plan | said | {"hours": "beaucoup"})
    assert (wrong.status_code, states(rows)) == (422, {State.RETAINED})
    assert client.post(group(session, "inscrire"), plan | said).status_code == 302
    assert [path.again(row).plan_starts_on for row in rows] == [clock.today() - timedelta(days=n) for n in (2, 2, 1)]

    page = text(client.get("/organisme/"))
    assert "3 entrées à déclarer" in page
    said = {f"d-{rows[0].pk}": "enter", f"d-{rows[1].pk}": "no_show", f"d-{rows[2].pk}": "enter"}
    refused = client.post(group(session, "entrer"), said | {"on": day(-2)})
    assert refused.status_code == 422
    assert f"{persons[2].last_name} {persons[2].first_name} : L’entrée est prévue" in text(refused)
    assert states(rows) == {State.REGISTERED}
    assert client.post(group(session, "entrer"), said | {"on": day(-2), f"t-{rows[2].pk}": day(-1)}).status_code == 302
    assert [path.again(row).state for row in rows] == [State.IN_TRAINING, State.NO_SHOW, State.IN_TRAINING]

    said = {f"d-{rows[0].pk}": "complete", f"d-{rows[2].pk}": f"leave:{path.LEFT}", "on": day(0)}
    assert client.post(group(session, "sortir"), said).status_code == 302
    assert [path.again(row).state for row in rows] == [State.COMPLETED, State.NO_SHOW, State.LEFT]


def test_nobody_of_a_large_group_is_left_out(people, who, client):
    """A hundred and twenty whose AIS is to come by name before the one whose entry is."""
    session = path.begun(who, 2, capacity=200)
    last = path.registered(people, who, session, agencies.followed(people.adviser, last_name="Zylberberg"))
    first = path.retained(people, who, session, agencies.followed(people.adviser, last_name="Abadie"))
    rows = [first, *path.crowd(first, 119)]
    assert f'name="d-{last.pk}"' in text(client.get(group(session, "entrer")))
    pages = [text(client.get(f"{group(session, 'inscrire')}&page={number}")) for number in (1, 2, 3)]
    seen = [{row.pk for row in rows if f'name="d-{row.pk}"' in page} for page in pages]
    assert [len(one) for one in seen] == [100, 20, 20]
    assert seen[0] | seen[1] == {row.pk for row in rows}
    assert "de 1 à 100 sur 120" in pages[0]
    assert "de 101 à 120 sur 120" in pages[1]
    chosen = sorted(seen[1])[0]
    plan = {"starts_on": day(-2), "ends_on": day(40), "hours": "300", f"d-{chosen}": "register"}
    assert client.post(f"{group(session, 'inscrire')}&page=2", plan).status_code == 302
    again = client.post(group(session, "inscrire"), plan)
    assert again.status_code == 422
    assert "n’est plus possible" in text(again)


def test_a_group_costs_the_same_statements_whatever_its_size_and_says_the_same_of_each(people, who, session, client):
    """Each has their own entry of the journal, paper and messages, as if they had been declared one by one."""
    alone = path.registered(people, who, session)
    rows = path.crowd(alone, 25)
    run(who, Enrolling.enter, alone.pk, on=session.starts_on)
    counts = [_declared(client, session, rows[:5]), _declared(client, session, rows[5:])]
    assert counts[1] - counts[0] <= 1, counts
    by_subject = {entry.subjects[0]: entry for entry in entries("enrolment.enter")}
    assert set(by_subject) == {row.pk for row in (alone, *rows)}
    said = {(tuple(one.acts), len(one.subjects), tuple(sorted(one.fields)), one.actor_user, one.organisation,
             one.subject_type, bytes(one.detail_hash)) for one in by_subject.values()}  # fmt: skip
    assert len(said) == 1, said
    declared = Movement.objects.using("owner").filter(enrolment__session=session.pk, kind=Movement.Kind.ENTRY)
    assert declared.count() == len({one.code for one in declared}) == 26
    assert len({(one.on, one.due_on, one.due_rule, one.declared_by, one.reason) for one in declared}) == 1
    told = OutboxMessage.objects.using("owner").filter(kind__in=("Decided", "DecidedOf"), recipient__isnull=False)
    assert told.filter(recipient=people.adviser.user.pk, created_at__gte=by_subject[alone.pk].at).count() == 2 * 26


def _declared(client, session, rows) -> int:
    """The statements of declaring them all in."""
    with counted() as found:
        said = {f"d-{row.pk}": "enter" for row in rows} | {"on": f"{session.starts_on:%d/%m/%Y}"}
        assert client.post(group(session, "entrer"), said).status_code == 302
    assert states(rows) == {State.IN_TRAINING}
    return len(found())


def test_what_the_database_refuses_is_refused_to_whom_it_is(people, who, session, client, monkeypatch):
    """Written together it says of nobody which row is wrong: it is then asked one by one."""
    monkeypatch.setattr(Enrolling.enter, "guards", ())
    one, two = path.registered(people, who, session), path.registered(people, who, session)
    said = {f"d-{one.pk}": "enter", f"d-{two.pk}": "enter", "on": day(-2), f"t-{two.pk}": day(200)}
    page = client.post(group(session, "entrer"), said)
    assert page.status_code == 422
    assert text(page).count("en dehors du plan de formation") == 2, "the summary, and beside the name"
    assert states([one, two]) == {State.REGISTERED}
    assert entries("enrolment.enter") == []


def test_a_file_of_movements_is_sent_shown_and_taken_from_the_group(people, who, session, client):
    row = path.registered(people, who, session)
    assert 'href="/organisme/candidats/fichiers/"' in text(client.get(group(session, "entrer")))
    assert 'href="/organisme/candidats/fichiers/"' in text(client.get(f"{HOME}sessions/{session.pk}/"))
    assert "Inscriptions, entrées et sorties" in text(client.get("/organisme/candidats/fichiers/"))
    sent = path.send_moves(who, path.move(row, "AES", 1))
    here = f"/organisme/candidats/fichiers/fichiers/{sent.pk}/"
    assert client.get(here).status_code == 200
    assert client.post(f"{here}prendre/").status_code == 302
    assert states([row]) == {State.IN_TRAINING}
    assert "Entrée déclarée (AES)" in text(client.get(f"{HOME}dossiers/{row.pk}/"))


def test_who_may_not_declare_has_no_such_screen(people, session, as_person):
    reader = path.coordinator(people, "candidates.consult")
    assert as_person(reader.someone).get(group(session, "entrer")).status_code == 403
    clerk = path.coordinator(people, "candidates.enter")
    page = text(as_person(clerk.someone).get(group(session, "entrer")))
    assert "etape=inscrire" not in page
    assert "etape=sortir" in page


def test_a_dossier_of_somebody_out_keeps_what_was_declared(people, who, session, client):
    row = path.in_training(people, who, session)
    run(who, Enrolling.correct_entry, row.pk, on=clock.today() - timedelta(days=1), reason="Faute de frappe")
    page = text(client.get(f"{HOME}dossiers/{row.pk}/"))
    assert page.count("Attestation d’entrée (AES)") == 2
    assert "remplacé depuis" in page


def test_the_group_of_a_session_says_whose_bilan_is_to_be_written_and_leads_to_its_month(people, who, client):
    session = path.begun(who, 30)
    done, waits, there = (path.in_training(people, who, session) for _ in range(3))
    page = f"{HOME}sessions/{session.pk}/"
    assert "Écrire son bilan" not in text(client.get(page))
    for row in (done, waits):
        run(who, Enrolling.leave, row.pk, **path.ago(1), reason=path.LEFT)
    path.shared_review(who, done)
    shown = text(client.get(page))
    assert shown.count("Écrire son bilan") == 1
    assert f"/dossiers/{waits.pk}/bilan/" in shown
    assert f"/sessions/{session.pk}/assiduite/" not in shown  # no right on attendance
    assert there.pk
