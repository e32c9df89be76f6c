"""« Mes notifications », for each: what one may choose, what comes in any case; reminders obey."""

from datetime import timedelta

import pytest
from django.test import Client

from kairos.foundation import clock
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import NotificationChoice, OutboxMessage
from kairos.path.appointments.jobs import remind
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.people.jobseekers.models import JobSeeker
from tests.support import path
from tests.support.people import sign_in
from tests.support.team import run

HERE = "/compte/notifications/"
MOBILE = "+33699001234"


@pytest.fixture
def who(people):
    return path.coordinator(people)


def _with_mobile(people) -> None:
    JobSeeker.objects.using("owner").filter(pk=path.me(people).pk).update(phone=MOBILE)


def _channels(kinds: tuple[str, ...]) -> list[str]:
    with scope(system("tests")):
        found = OutboxMessage.objects.filter(kind__in=kinds).order_by("id")
        return sorted(found.values_list("channel", flat=True))


def test_each_sees_what_concerns_them_and_what_comes_in_any_case(people, as_person):
    said = {
        "job_seeker": "Dernier rappel d’un rendez-vous",
        "adviser": "Décision sur une personne que vous suivez",
        "manager": "Ce que votre organisme vous écrit",
    }
    for label, topic in said.items():
        page = as_person(getattr(people, label)).get(HERE).content.decode()
        assert topic in page
        assert "Ce qui vous parvient toujours" in page
        assert [other for other in said.values() if other in page] == [topic]


def test_text_messages_are_offered_to_whom_has_a_mobile(people, settings):
    JobSeeker.objects.using("owner").filter(pk=path.me(people).pk).update(phone="+33199001234")
    client = sign_in(Client(), people.job_seeker)
    assert "Par SMS" not in client.get(HERE).content.decode()
    _with_mobile(people)
    assert "Par SMS" in client.get(HERE).content.decode()
    settings.KAIROS_MAILBOX_ONLY = False
    assert "Par SMS" not in client.get(HERE).content.decode()


def test_reminders_come_as_they_were_chosen(people, who):
    _with_mobile(people)
    client = sign_in(Client(), people.job_seeker)
    wanted = {"appointments.first_reminder:sms": "on", "appointments.change:sms": "on"}
    assert client.post(HERE, wanted).status_code == 302
    page = client.get(HERE + "?fait=1").content.decode()
    assert "Vos choix sont enregistrés" in page
    assert page.count(" checked") == 2
    session = path.session(who)
    slot = path.slot(who, session, 40)
    path.booked(path.referred(people, session, path.me(people)), slot)
    kinds = ("AppointmentReminder", "AppointmentText")
    path.as_kairos(remind, clock.now())
    assert _channels(kinds) == ["sms"]
    path.as_kairos(remind, slot.starts_at - timedelta(hours=1))
    assert _channels(kinds) == ["sms"]


def test_what_was_chosen_of_a_topic_that_is_no_more_locks_nobody_out(people):
    _with_mobile(people)
    client = sign_in(Client(), people.job_seeker)
    assert client.post(HERE, {"appointments.change:sms": "on"}).status_code == 302
    rows = NotificationChoice.objects.using("owner")
    rows.update(wanted=rows.get().wanted | {"former.topic:email": True})
    assert client.post(HERE, {"appointments.first_reminder:sms": "on"}).status_code == 302
    assert rows.get().wanted["appointments.first_reminder:sms"]
    assert not rows.get().wanted["appointments.change:sms"]
    assert "former.topic:email" not in rows.get().wanted


def test_a_move_is_told_by_mail_in_any_case_and_by_text_message_as_chosen(people, who):
    _with_mobile(people)
    client = sign_in(Client(), people.job_seeker)
    session = path.session(who)
    slot = path.slot(who, session)
    path.booked(path.referred(people, session, path.me(people)), slot)
    kinds = ("AppointmentMoved", "ChangeText")
    for hours, expected in ((2, ["email", "sms"]), (4, ["email", "email", "sms"])):
        starts = slot.starts_at + timedelta(hours=hours)
        ends = starts + timedelta(hours=1)
        run(who, AppointmentSlot.move, slot.pk, starts_at=starts, ends_at=ends, reason="Salle prise")
        assert _channels(kinds) == expected
        client.post(HERE, {})
