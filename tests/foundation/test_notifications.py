"""What people choose to be told: asked at queueing, written by themselves alone; text messages through a gateway."""

import http.server
import json
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connections
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock, messages
from kairos.foundation.actor import Audience, system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import worker
from kairos.foundation.messages import EMAIL, IN_APP, SMS, Link, Message, Recipient, choosing, sms, topics
from kairos.foundation.messages.message import MOBILE
from kairos.foundation.messages.models import NotificationChoice, OutboxMessage
from kairos.foundation.messages.topics import Topic
from kairos.foundation.permissions import Denied
from kairos.foundation.remote import Service
from kairos.identity.organisations import rules

State = OutboxMessage.State
NEWS = topics.declare("tests.news", "Nouvelles", "Des tests.", (Audience.JOBSEEKER,), first=topics.BOTH)
BOUND = topics.declare("tests.bound", "Tenu", "Des tests.", (Audience.JOBSEEKER,), always=(EMAIL,))


@dataclass(frozen=True)
class News(Message):
    """A message of the tests, by every channel."""

    about: str = "tests.news"

    subject = "Des nouvelles"
    channels = (EMAIL, SMS, IN_APP)

    def chosen_as(self) -> Topic:
        return BOUND if self.about == "tests.bound" else NEWS

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour."]


def _to(someone) -> Recipient:
    return Recipient(email="z@example.example", phone="+33699001234", user=someone and someone.actor.user)


def _told(message: Message) -> set[str]:
    with scope(system("tests")):
        messages.store([message], clock.now())
        return set(OutboxMessage.objects.filter(kind="News").values_list("channel", flat=True))


def _choose(someone, **wanted: bool) -> None:
    boxes = {f"tests.{name.replace('_', ':')}": value for name, value in wanted.items()}
    with scope(someone.actor) as actor:
        choosing.choose(actor, boxes)


def test_who_chose_nothing_has_what_the_setting_says_and_the_message_says_where_to_choose(people):
    assert _told(News(_to(people.job_seeker))) == {EMAIL, SMS, IN_APP}
    assert "/compte/notifications/" in News(_to(people.job_seeker)).text()
    assert "/compte/notifications/" not in News(_to(None)).text()


def test_each_has_it_as_they_chose_and_inside_kairos_in_any_case(people):
    _choose(people.job_seeker, news_email=False)
    assert _told(News(_to(people.job_seeker))) == {SMS, IN_APP}
    _choose(people.job_seeker, news_email=True, news_sms=False)
    with scope(system("tests")):
        OutboxMessage.objects.all().delete()
    assert _told(News(_to(people.job_seeker))) == {EMAIL, IN_APP}
    assert NotificationChoice.objects.using("owner").count() == 1


def test_another_is_told_as_before_and_whoever_queues_reads_the_choice_past_the_wall(people):
    _choose(people.job_seeker, news_email=False, news_sms=False)
    with scope(people.adviser.actor):
        messages.store([News(_to(people.job_seeker)), News(_to(None))], clock.now())
        assert not NotificationChoice.objects.exists()
    with scope(system("tests")):
        rows = list(OutboxMessage.objects.filter(kind="News").values_list("channel", "recipient"))
    assert sorted(channel for channel, user in rows if user) == [IN_APP]
    assert sorted(channel for channel, user in rows if not user) == [IN_APP, EMAIL, SMS]


def test_a_change_keeps_what_it_does_not_say_and_forgets_topics_that_are_no_more(people):
    """A topic taken out of a later version locks nobody out."""
    _choose(people.job_seeker, news_email=False)
    rows = NotificationChoice.objects.using("owner")
    rows.update(wanted={"tests.news:email": False, "tests.former:sms": True, "tests.former:email": False})
    _choose(people.job_seeker, news_sms=False)
    assert rows.get().wanted == {"tests.news:email": False, "tests.news:sms": False}


def test_two_pages_open_at_once_each_keep_what_the_other_says(people):
    boxes = ("tests.news:email", "tests.news:sms")
    _choose(people.job_seeker)
    both = threading.Barrier(2)

    def send(box):
        try:
            both.wait()
            with scope(people.job_seeker.actor) as actor:
                choosing.choose(actor, {box: False})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pages:
        list(pages.map(send, boxes))
    assert NotificationChoice.objects.using("owner").get().wanted == dict.fromkeys(boxes, False)


@pytest.mark.parametrize("box", ["tests.bound:email", "tests.unknown:email", "appointments.change:email"])
def test_what_stays_is_not_switched_off(people, box):
    with scope(people.job_seeker.actor) as actor, pytest.raises(Refused):
        choosing.choose(actor, {box: False})


def test_nobody_chooses_for_another(people):
    row = NotificationChoice(pk=people.job_seeker.actor.user)
    with scope(people.adviser.actor) as actor, pytest.raises(Denied):
        choosing.engine.run(choosing.Notifications.choose, row, actor, wanted={})


def test_without_a_gateway_no_text_message_is_offered(people, settings):
    settings.KAIROS_MAILBOX_ONLY, settings.SMS_URL = False, ""
    assert _told(News(_to(people.job_seeker))) == {EMAIL, IN_APP}


@pytest.mark.parametrize(
    ("typed", "mobile"),
    [
        ("06 99 00 12 34", True), ("07 99 00 12 34", True), ("01 99 00 12 34", False), ("0692 12 34 56", True),
        ("0590 12 34 56", False), ("0690 12 34 56", True), ("0694 12 34 56", True), ("0639 12 34 56", True),
        ("+687 75 12 34", True), ("+687 25 12 34", False), ("+49 151 12345678", False),
    ],
)  # fmt: skip
def test_a_mobile_is_known_by_its_number(typed, mobile):
    assert bool(Recipient(phone=rules.parse_phone(typed)).mobile) is mobile


@given(st.text("+0123456789", max_size=14))
def test_only_what_is_stored_as_a_whole_number_is_one(text):
    assert bool(Recipient(phone=text).mobile) == bool(MOBILE.fullmatch(text))
    assert not Recipient(phone=f"{text}\n").mobile


# The gateway


class Gateway(http.server.ThreadingHTTPServer):
    """answers: a status each, the last one for ever; 0 hangs up without any."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.answers, self.taken = [201], []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sms"


class _Taking(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.taken.append((dict(self.headers), body))
        status = self.server.answers.pop(0) if len(self.server.answers) > 1 else self.server.answers[0]
        if not status:
            self.connection.close()
            return
        answer = json.dumps({"id": "recu-1"}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


@pytest.fixture
def gateway(real_db, settings, monkeypatch):
    with Gateway() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.KAIROS_MAILBOX_ONLY, settings.SMS_URL, settings.SMS_TOKEN = False, server.url, "secret"
        monkeypatch.setattr(sms, "GATEWAY", Service("sms", 5))
        yield server
        server.shutdown()


@dataclass(frozen=True)
class Text(News):
    channels = (SMS,)


def _text() -> None:
    with scope(system("tests")):
        messages.store([Text(_to(None))], clock.now())


def _row() -> OutboxMessage:
    with scope(system("tests")):
        return OutboxMessage.objects.get(channel=SMS)


def _again() -> None:
    """The next try, whatever the time until it."""
    sms.GATEWAY = Service("sms", 5)
    messages.delivery.deliver(ids=[str(_row().pk)])


def test_a_text_message_leaves_once_with_a_receipt(gateway):
    _text()
    assert worker.drain() == []
    worker.drain()
    [(headers, body)] = gateway.taken
    row = _row()
    assert body == {"id": str(row.pk), "to": "+33699001234", "from": "Kairos", "text": "Bonjour."}
    assert (headers["Authorization"], headers["Idempotency-Key"]) == ("Bearer secret", str(row.pk))
    assert (row.state, row.receipt) == (State.SENT, "recu-1")


@pytest.mark.parametrize("status", [429, 503])
def test_what_the_gateway_does_not_take_now_is_tried_again(gateway, status):
    gateway.answers = [status, 201]
    _text()
    assert worker.drain() == ["messages.deliver"]
    assert _row().state == State.QUEUED
    _again()
    assert (_row().state, len(gateway.taken)) == (State.SENT, 2)


@pytest.mark.parametrize(("status", "state"), [(400, State.FAILED), (401, State.FAILED), (500, State.UNCERTAIN),
                                               (504, State.UNCERTAIN), (0, State.UNCERTAIN)])  # fmt: skip
def test_what_is_refused_or_may_have_left_is_never_sent_twice(gateway, status, state):
    gateway.answers = [status, 201]
    _text()
    assert worker.drain() == []
    _again()
    assert (_row().state, len(gateway.taken)) == (state, 1)


def test_what_never_reached_the_gateway_is_tried_again(gateway, settings):
    settings.SMS_URL = "http://127.0.0.1:9/sms"
    _text()
    assert worker.drain() == ["messages.deliver"]
    settings.SMS_URL = gateway.url
    _again()
    assert (_row().state, len(gateway.taken)) == (State.SENT, 1)
