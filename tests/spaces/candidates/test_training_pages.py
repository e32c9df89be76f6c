"""Registered, entered, out: on a dossier, for a whole group, in « À faire »."""

from datetime import timedelta

import pytest

from kairos.design import french
from kairos.foundation import clock
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment, Interruption
from tests.support import agencies, path
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


def states(rows) -> set[str]:
    return {path.again(row).state for row in rows}


def day(days: int) -> str:
    return f"{clock.today() + timedelta(days=days):%d/%m/%Y}"


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
