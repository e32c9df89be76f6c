"""Messages: stored with the act, sent once, told when they did not leave."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import pytest
from django.conf import settings as installation

from kairos.config import environment
from kairos.foundation import clock, demonstration, messages
from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.jobs.tasks import PATIENCE
from kairos.foundation.messages import EMAIL, IN_APP, SMS, Attachment, Link, Message, Recipient, delivery
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import MOST_ATTACHED, content
from kairos.operations.drills.postbox import Postbox

State = OutboxMessage.State
TO = Recipient(email="inès@exemple.example", phone="+33199000000")


@dataclass(frozen=True)
class Note(Message):
    """A message of the tests."""

    name: str

    subject = "Bonjour {name}"

    def body(self) -> Sequence[str | Link]:
        return [f"Bonjour <{self.name}>,", Link("Votre page", "https://kairos.example/page")]


@dataclass(frozen=True)
class Secret(Note):
    """With a one-use link."""

    secret = True


@dataclass(frozen=True)
class Everywhere(Note):
    channels = (EMAIL, SMS, IN_APP)


@pytest.fixture
def postbox(real_db, settings):
    """Mail goes to a server of this machine, as an installation with EMAIL_URL sends it."""

    def refuse(recipient: str) -> str:
        return {"absent@": "550 unknown", "busy@": "450 later"}.get(recipient.partition("@")[0] + "@", "250 OK")

    with Postbox(refuse) as box:
        for name, value in environment.mail(box.url).items():
            setattr(settings, name, value)
        settings.KAIROS_MAILBOX_ONLY = False
        yield box


def _tell(message: Message) -> list[OutboxMessage]:
    with scope(system("tests")):
        messages.store([message], clock.now())
        return list(OutboxMessage.objects.order_by("id"))


def _state(kind: str = "Note") -> list[str]:
    with scope(system("tests")):
        return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("state", flat=True))


def test_it_leaves_after_the_transaction_once(postbox):
    _tell(Note(TO, "Zoé"))
    assert postbox.taken == []
    assert worker.drain() == []
    worker.drain()
    [mail] = postbox.taken
    assert (mail["To"], mail["Subject"]) == ("inès@exemple.example", "Bonjour Zoé")
    text, html = mail.iter_parts()
    assert text.get_content().splitlines() == ["Bonjour <Zoé>,", "", "Votre page :", "https://kairos.example/page"]
    assert "Bonjour &lt;Zoé&gt;" in html.get_content()
    assert _state() == [State.SENT]


def test_nothing_leaves_when_the_transaction_is_undone(postbox):
    with suppress(ZeroDivisionError), scope(system("tests")):
        messages.store([Note(TO, "Zoé")], clock.now())
        raise ZeroDivisionError
    worker.drain()
    assert (postbox.taken, _state()) == ([], [])


def test_in_app_it_is_there_at_once_and_an_sms_without_a_carrier_is_not_said_sent(postbox):
    _tell(Everywhere(TO, "Zoé"))
    worker.drain()
    with scope(system("tests")):
        states = dict(OutboxMessage.objects.values_list("channel", "state"))
    assert states == {EMAIL: State.SENT, SMS: State.FAILED, IN_APP: State.SENT}


def test_a_refusal_for_good_is_not_tried_again(postbox):
    _tell(Note(Recipient(email="absent@exemple.example"), "Zoé"))
    assert worker.drain() == []
    assert _state() == [State.FAILED]


def test_a_refusal_that_may_pass_is_tried_again(postbox):
    _tell(Note(Recipient(email="busy@exemple.example"), "Zoé"))
    assert worker.drain() == ["messages.deliver"]
    assert _state() == [State.QUEUED]


def test_eight_times_is_enough(postbox):
    [row] = _tell(Note(Recipient(email="busy@exemple.example"), "Zoé"))
    with scope(system("tests")):
        OutboxMessage.objects.update(attempts=PATIENCE.max_attempts - 1)
    delivery.deliver(ids=[str(row.pk)])
    assert _state() == [State.FAILED]


def test_a_message_left_by_a_dead_worker_is_never_sent_again(postbox, caplog):
    _tell(Note(TO, "Zoé"))
    with scope(system("tests")):
        OutboxMessage.objects.update(state=State.SENDING)
    assert worker.drain() == []
    assert (postbox.taken, _state()) == ([], [State.UNCERTAIN])
    assert "parti ou non" in caplog.text


def test_the_others_leave_when_one_does_not(postbox):
    with scope(system("tests")):
        told = [Note(Recipient(email="busy@exemple.example"), "A"), Note(TO, "B")]
        messages.store(told, clock.now())
    worker.drain()
    assert [mail["Subject"] for mail in postbox.taken] == ["Bonjour B"]
    assert sorted(_state()) == [State.QUEUED, State.SENT]


def test_a_message_that_cannot_be_made_is_told_and_holds_up_nobody(postbox):
    _tell(Note(Recipient(email=""), "Zoé"))
    _tell(Note(TO, "Zoé\nBcc: other@exemple.example"))
    assert worker.drain() == []
    assert (postbox.taken, _state()) == ([], [State.FAILED, State.FAILED])


def test_a_secret_is_erased_once_it_left_but_for_a_demonstration(postbox):
    [row] = _tell(Secret(TO, "Zoé"))
    assert content(row).subject == "Bonjour Zoé"
    worker.drain()
    with scope(system("tests")):
        assert content(OutboxMessage.objects.get()) is None
    demonstration.mark()
    _tell(Secret(TO, "Zoé"))
    worker.drain()
    with scope(system("tests")):
        assert content(OutboxMessage.objects.order_by("id").last()).subject == "Bonjour Zoé"


def test_what_is_told_is_sealed_at_rest(real_db):
    [row] = _tell(Note(TO, "Zoé"))
    assert b"Bonjour" not in bytes(row.sealed), "longer than what the alphabet of a seal writes by chance"
    assert installation.KAIROS_MAILBOX_ONLY


INVITATION = Attachment("rdv.ics", "text/calendar; method=REQUEST", "BEGIN:VCALENDAR\r\nSUMMARY:Été\r\n", True)


@dataclass(frozen=True)
class Invited(Note):
    """With something to read beside the words."""

    what: str = INVITATION.text

    channels = (EMAIL, IN_APP)

    def attachments(self) -> Sequence[Attachment]:
        return [replace(INVITATION, text=self.what)]


def test_what_a_mail_carries_leaves_with_it_under_its_own_type(postbox):
    rows = _tell(Invited(TO, "Zoé"))
    assert {row.channel: content(row).attachments for row in rows} == {EMAIL: (INVITATION,), IN_APP: ()}
    worker.drain()
    [mail] = postbox.taken
    words, file = mail.iter_parts()
    assert [part.get_content_type() for part in words.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    for part in (file, list(words.iter_parts())[2]):
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert part.get_content().splitlines() == INVITATION.text.splitlines()
    assert (file.get_filename(), file.get_content_disposition()) == ("rdv.ics", "attachment")


def test_what_is_too_big_is_not_kept_with_the_act(real_db):
    with pytest.raises(ValueError, match="carries more than"):
        _tell(Invited(TO, "Zoé", "é" * (MOST_ATTACHED // 2 + 1)))
