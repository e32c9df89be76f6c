"""A document that a mail carries: sealed with its words, made when they leave, never without it, never twice."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from kairos.config import environment
from kairos.foundation import clock, documents, messages
from kairos.foundation.actor import system
from kairos.foundation.documents import Letterhead, Unrenderable, marked, render
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.jobs.tasks import PATIENCE
from kairos.foundation.messages import EMAIL, IN_APP, Message, Paper, Recipient, delivery
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.messages.outbox import MOST_ATTACHED, content
from kairos.operations.drills.postbox import Postbox
from kairos.path.appointments.documents import CONVOCATION, Convocation

State = OutboxMessage.State
TO = Recipient(email="inès@exemple.example")
SAID = marked(
    CONVOCATION,
    Convocation(
        dated=datetime(2026, 9, 1, 8, tzinfo=UTC), letterhead=Letterhead("Les Ateliers du Canal"),
        person="Inès Obaldia", kind="Réunion d’information", title="Soudure", number="SE_1", when="Mardi",
        where="Pantin", contact="", comment="", bring=(), changed=0,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Summons(Message):
    """A message of the tests, with its convocation."""

    said: Convocation = SAID

    subject = "Vous êtes attendue"
    channels = (EMAIL, IN_APP)
    secret = True

    def body(self) -> Sequence[str]:
        return ["Bonjour,"]

    def papers(self) -> Sequence[Paper]:
        return [Paper.of("convocation.pdf", CONVOCATION, self.said)]


@pytest.fixture
def postbox(real_db, settings):
    with Postbox() as box:
        for name, value in environment.mail(box.url).items():
            setattr(settings, name, value)
        settings.KAIROS_MAILBOX_ONLY = False
        yield box


@pytest.fixture
def unmade(monkeypatch):
    """Nothing can be made; what typst says of it quotes the document."""

    def refuse(paper: Paper) -> bytes:
        raise Unrenderable(f"convocation.typ: {paper.source.data}")

    monkeypatch.setattr(Paper, "pdf", refuse)


def _told(message: Message | None = None) -> OutboxMessage:
    """The mail."""
    with scope(system("tests")):
        messages.store([message or Summons(TO)], clock.now())
        return OutboxMessage.objects.filter(channel=EMAIL).latest("id")


def _mail() -> OutboxMessage:
    with scope(system("tests")):
        return OutboxMessage.objects.get(channel=EMAIL)


def test_it_leaves_with_the_mail_and_is_kept_nowhere(postbox):
    assert [paper.name for paper in content(_told()).papers] == ["convocation.pdf"]
    with scope(system("tests")):
        assert content(OutboxMessage.objects.get(channel=IN_APP)).papers == ()
    assert worker.drain() == []
    [mail] = postbox.taken
    _, file = mail.iter_parts()
    assert (file.get_filename(), file.get_content_type()) == ("convocation.pdf", "application/pdf")
    assert file.get_content() == render(CONVOCATION, SAID)
    assert (_mail().state, bytes(_mail().sealed)) == (State.SENT, b"")


def test_what_it_says_is_sealed_with_the_words(real_db):
    assert b"Obaldia" not in bytes(_told().sealed)


def test_the_worker_that_sends_it_does_not_grow_by_typst(postbox, monkeypatch):
    """Made in a process of its own, which nothing done to this one reaches."""
    monkeypatch.setattr(documents, "typeset", None)
    _told()
    assert worker.drain() == []
    assert len(postbox.taken) == 1
    program = "import sys, kairos.foundation.messages; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_whoever_dies_while_it_is_made_has_sent_nothing_and_it_leaves_once(postbox, monkeypatch):
    row = _told()
    monkeypatch.setattr(Paper, "pdf", _die)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(ids=[str(row.pk)])
    assert (_mail().state, _mail().attempts, postbox.taken) == (State.QUEUED, 0, [])
    monkeypatch.undo()
    for _ in range(2):
        delivery.deliver(ids=[str(row.pk)])
    assert (_mail().state, len(postbox.taken)) == (State.SENT, 1)


def _die(*_: object) -> bytes:
    raise KeyboardInterrupt


def test_whoever_dies_once_it_is_made_leaves_it_uncertain(postbox, monkeypatch):
    row = _told()
    monkeypatch.setattr(delivery, "_mail", _die)
    with pytest.raises(KeyboardInterrupt):
        delivery.deliver(ids=[str(row.pk)])
    monkeypatch.undo()
    delivery.deliver(ids=[str(row.pk)])
    assert (_mail().state, postbox.taken) == (State.UNCERTAIN, [])


def test_what_cannot_be_made_is_tried_again_and_leaves_when_it_can(postbox, unmade, monkeypatch, caplog):
    _told()
    assert worker.drain() == ["messages.deliver"]
    assert (_mail().state, _mail().error, postbox.taken) == (State.QUEUED, "NotMade", [])
    monkeypatch.undo()
    delivery.deliver(ids=[str(_mail().pk)])
    assert (_mail().state, len(postbox.taken)) == (State.SENT, 1)
    assert "Obaldia" not in caplog.text


def test_eight_times_is_enough_and_no_log_says_whose_it_was(postbox, unmade, caplog):
    row = _told()
    for _ in range(PATIENCE.max_attempts - 1):
        with pytest.raises(delivery.NotMade, match=r"convocation\.pdf"):
            delivery.deliver(ids=[str(row.pk)])
    delivery.deliver(ids=[str(row.pk)])
    assert (_mail().state, _mail().error, postbox.taken) == (State.FAILED, "NotMade", [])
    assert "NotMade" in caplog.text
    assert "Obaldia" not in caplog.text


def test_the_others_leave_when_its_document_is_not_made(postbox, unmade):
    @dataclass(frozen=True)
    class Plain(Summons):
        def papers(self) -> Sequence[Paper]:
            return ()

    with scope(system("tests")):
        messages.store([Summons(TO), Plain(TO)], clock.now())
    worker.drain()
    assert [mail.is_multipart() and len(list(mail.iter_parts())) for mail in postbox.taken] == [2]


def test_it_does_not_leave_without_the_document_that_another_worker_had_not_made_for_it(postbox, monkeypatch):
    row = _told()
    with monkeypatch.context() as late:
        late.setattr(delivery, "_made", lambda key: [])
        with pytest.raises(delivery.NotMade):
            delivery.deliver(ids=[str(row.pk)])
    assert (_mail().state, postbox.taken) == (State.QUEUED, [])


def test_a_mail_too_heavy_for_a_mailbox_is_refused(postbox, monkeypatch):
    monkeypatch.setattr(Paper, "pdf", lambda paper: b"%" * (delivery.MOST_MADE + 1))
    _told()
    assert worker.drain() == []
    assert (_mail().state, _mail().error, postbox.taken) == (State.FAILED, "TooLarge", [])


def test_what_says_too_much_is_not_kept_with_the_act(real_db):
    with pytest.raises(ValueError, match="carries more than"):
        _told(Summons(TO, replace(SAID, comment="é" * (MOST_ATTACHED // 2))))
