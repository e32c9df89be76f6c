"""What is too long or out of time is refused in words, and nothing is lost; what people are told says it once."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from kairos.foundation import clock, dated_settings
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.messages import outbox
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.models import SettingValue
from kairos.offer.catalogue.lifecycle import Session
from kairos.path.enrolments import rules, sessions
from kairos.path.enrolments import settings as first_half
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.path.enrolments.rules import Module, Plan
from kairos.path.enrolments.training import deadlines, reminding, settings
from kairos.people.jobseekers.models import JobSeeker
from tests.support import path
from tests.support.team import run

State = Enrolment.State
ASKS = (sessions.TALK, sessions.TALK_THERE)
HOME = "/organisme/candidats/dossiers/"


@pytest.fixture
def row(people, who):
    return path.in_training(people, who, path.begun(who))


def told(*kinds):
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(kind__in=kinds, channel="email").order_by("id")
        return [outbox.content(one) for one in rows]


@pytest.mark.parametrize(
    ("act", "details", "field"),
    [
        (Enrolling.leave, {"reason": "Abandon", "comment": "x" * 300}, "comment"),
        (Enrolling.correct_plan, {"reason": "x" * 200, "maintained": "y" * 110}, "maintained"),
    ],
)
def test_a_reason_too_long_with_what_is_added_is_refused_beside_it(who, row, act, details, field):
    more = path.ago(1) if act is Enrolling.leave else path.plan(path.session_of(row), 0, 50)
    with pytest.raises(Refused, match=r"font 31[01] signes : 300 au plus") as refused:
        run(who, act, row.pk, **details, **more)
    assert [reason.field for reason in refused.value.reasons] == [field]
    assert path.again(row).state == State.IN_TRAINING


def test_a_page_keeps_what_was_typed_too_long_or_out_of_time(who, row, as_person):
    client, here = as_person(who.someone), f"{HOME}{row.pk}/declarer/"
    yesterday = f"{clock.today() - timedelta(days=1):%d/%m/%Y}"
    sent = {"acte": "leave", "leave-exit": "Abandon", "leave-comment": "x" * 300}
    for day in (yesterday, "31/12/9999", "1/1/0001"):
        page = client.post(here, sent | {"leave-on": day})
        assert page.status_code == 422, day
        assert ("x" * 300 in page.content.decode(), day in page.content.decode()) == (True, True)
    plan = {"acte": "correct_plan", "correct_plan-starts_on": yesterday, "correct_plan-ends_on": "31/12/9999"}
    page = client.post(here, plan | {"correct_plan-hours": "300", "correct_plan-reason": "Erreur"})
    assert page.status_code == 422


def test_no_plan_lasts_for_ever():
    first = date(2026, 3, 2)
    plans = [Plan(300, (Module(first, last),)) for last in (date(2036, 12, 31), date(2037, 1, 1), date(9999, 12, 31))]
    assert [[message for message, _ in rules.faults(one, first, None)] for one in plans] == [
        [], *[["Le plan dure plus de 10 ans : vérifiez ses dates."]] * 2
    ]  # fmt: skip


def test_a_motive_of_the_lists_fits_where_it_is_kept(who, row, monkeypatch):
    assert settings.EXIT_REASONS.problem(("Abandon", "x" * 120)) == ""
    assert "trop long : 120 signes" in settings.EXIT_REASONS.problem(("Abandon", "x" * 121))
    assert "trop long : 300 signes" in first_half.NOT_RETAINED_REASONS.problem(["x" * 301])
    listed = SimpleNamespace(value=lambda: ("x" * 121,))
    monkeypatch.setattr(settings, "EXIT_REASONS", listed)
    with pytest.raises(Refused, match="Ce motif dépasse 120 signes"):
        run(who, Enrolling.leave, row.pk, **path.ago(1), reason="x" * 121)


def test_a_correction_gives_its_own_reason_once(who, row):
    run(who, Enrolling.leave, row.pk, **path.ago(5), reason=path.LEFT)
    before = len(told("Decided", "DecidedOf"))
    run(who, Enrolling.correct_exit, row.pk, on=clock.today() - timedelta(days=2), reason="Faute de frappe.")
    mails = told("Decided", "DecidedOf")[before:]
    assert len(mails) == 2
    for mail in mails:
        assert mail.text.count("Le motif donné") == 1
        assert "Le motif donné : Faute de frappe." in mail.text
    assert path.again(row).reason == path.LEFT


def test_reminders_say_the_days_that_are_in_force(people, who):
    row = path.registered(people, who)

    def reminder():
        with scope(system("tests")):
            return next(iter(reminding.messages(path.again(row), 1, 2)))

    assert reminder().title().startswith("À déclarer au plus tard le ")
    assert "Un mouvement se déclare sous 3 jours." in " ".join(map(str, reminder().body()))
    for key, value in ((settings.DECLARATION_DAYS.key, 1), (settings.DECLARATION_COUNT.key, "working")):
        SettingValue.objects.using("owner").create(
            key=key, valid_from=clock.today(), value=value, source="Test", set_by=who.user.pk, set_at=clock.now()
        )
    dated_settings.forget()
    with scope(system("tests")):
        assert deadlines.in_words() == "1 jour ouvré"
    assert "sous 1 jour ouvré." in " ".join(map(str, reminder().body()))


def test_nobody_in_training_is_told_to_give_up_by_themselves(people, who):
    session = path.begun(who)
    there, referred = path.in_training(people, who, session), path.referred(people, session)
    run(who, Session.suspend, session.pk, reason="Panne.")
    run(who, Session.resume, session.pk)
    with scope(system("tests")):
        rows = list(OutboxMessage.objects.filter(kind="SessionNews", channel="email"))
        said = {(one.address, ask) for one in rows for ask in ASKS if ask in outbox.content(one).text}
        people_ = {row.pk: JobSeeker.objects.get(pk=row.person_id).email for row in (there, referred)}
    assert said == {(people_[there.pk], sessions.TALK_THERE), (people_[referred.pk], sessions.TALK)}
