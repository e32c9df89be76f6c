"""The journey of a membership application, from its first recording to the decision."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships import applications, jobs
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import (
    ApplicationVersion,
    Exchange,
    Membership,
    MembershipApplication,
    StampedTerms,
)
from kairos.identity.memberships.terms import publishing
from tests.support import applications as stories

State = MembershipApplication.State


def reasons(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.message for reason in refused.value.reasons]


def test_a_request_is_saved_once_with_its_number(people):
    key = new_id()
    with scope(people.owner_a.actor) as who:
        saved = applications.save(key, who)
        assert saved.state == State.DRAFT
        assert saved.number.startswith(f"AD-{clock.today().year}-")
        assert (saved.name, saved.siret, saved.region) == ("Les Ateliers du Canal", "73282932000074", "Île-de-France")
        with pytest.raises(AlreadyDone):
            applications.save(key, who)
        with pytest.raises(Refused, match="déjà ouverte"):
            applications.save(new_id(), who)


def test_everything_that_is_missing_is_said_at_once(people):
    with scope(people.owner_a.actor) as who:
        draft = applications.save(new_id(), who)
        with pytest.raises(Refused) as refused:
            applications.submit(draft, who, terms=publishing.current().version, token=new_id(), accepted=False)
    fields = {reason.field for reason in refused.value.reasons}
    assert {"organisation-email", "account_manager-email", "director-title", "accepted"} <= fields
    assert all(reason.link for reason in refused.value.reasons if reason.field != "accepted")


def test_terms_that_changed_meanwhile_are_read_again(people):
    draft = stories.saved(people.owner_a)
    with scope(people.owner_a.actor) as who, pytest.raises(Refused, match="ont changé"):
        applications.submit(draft, who, terms="2001-01", token=new_id(), accepted=True)


def test_a_submission_keeps_the_file_the_terms_and_the_deadline(people):
    draft = stories.saved(people.owner_a)
    with clock.fixed(datetime(2026, 9, 28, 7, 12, tzinfo=UTC)):
        application = stories.submit(draft, people.owner_a)
    assert application.state == State.SUBMITTED
    assert application.due_at == datetime(2026, 10, 12, 7, 12, tzinfo=UTC)
    assert application.due_rule == "membership.decision_days=10@origine FR Europe/Paris"
    with scope(people.instructor.actor):
        [version] = ApplicationVersion.objects.all()
        assert version.content["account_manager-email"] == "i.marchetti@ateliers.example"
        [stamp] = StampedTerms.objects.all()
        assert stamp.stamp["acceptance"]["siret"] == "73282932000074"
        assert stamp.stamp["acceptance"]["account_manager"]["name"] == "Mme Inès Marchetti"


def test_the_deadline_counts_the_working_days_of_the_place(people):
    """La Réunion, 20 December: the abolition of slavery is a public holiday there; four hours ahead of Paris."""
    stories.saved(people.owner_a)
    stories.edit_file(people.owner_a, establishment__postcode="97400", establishment__town="Saint-Denis")
    with scope(people.owner_a.actor):
        draft = MembershipApplication.objects.get()
    with clock.fixed(datetime(2027, 12, 17, 8, 0, tzinfo=UTC)):  # a Friday; Monday the 20th is a holiday there alone
        application = stories.submit(draft, people.owner_a)
    assert application.due_at == datetime(2028, 1, 3, 8, 0, tzinfo=UTC)  # 31 December on the mainland
    assert application.due_rule.endswith("974 Indian/Reunion")


def test_a_second_click_is_the_same_submission(people):
    draft, token = stories.saved(people.owner_a), new_id()
    stories.submit(draft, people.owner_a, token)
    application = stories.submit(draft, people.owner_a, token)
    assert application.version == 1
    with scope(people.owner_a.actor) as who, pytest.raises(Refused, match="n’est plus possible"):
        applications.submit(draft, who, terms=application.terms_id, token=new_id(), accepted=True)


def test_the_file_is_frozen_until_a_complement_is_asked(people):
    application = stories.in_review(people.owner_a, people.instructor)
    with pytest.raises(Refused, match="ne se modifie plus"):
        stories.edit_file(people.owner_a, director__title="Présidente")
    stories.do(Application.ask_complement, application, people.instructor, reason="Quelle qualité ?")
    stories.edit_file(people.owner_a, director__title="Présidente")


def test_a_complement_stops_the_clock(people):
    with clock.fixed(datetime(2026, 9, 28, 8, 0, tzinfo=UTC)):
        application = stories.in_review(people.owner_a, people.instructor)
    with clock.fixed(datetime(2026, 9, 30, 8, 0, tzinfo=UTC)):
        waiting = stories.do(Application.ask_complement, application, people.instructor, reason="Quelle qualité ?")
    assert waiting.paused_at == datetime(2026, 9, 30, 8, 0, tzinfo=UTC)
    with clock.fixed(datetime(2026, 10, 19, 8, 0, tzinfo=UTC)):
        again = stories.submit(waiting, people.owner_a)
    assert (again.state, again.version, again.officer_id) == (State.IN_REVIEW, 2, people.instructor.user.pk)
    assert again.due_at == datetime(
        2026, 10, 29, 9, 0, tzinfo=UTC
    )  # eight working days were left, the hour is winter’s
    assert again.submitted_at == datetime(2026, 9, 28, 8, 0, tzinfo=UTC)
    assert again.paused_at is None
    with scope(people.instructor.actor):
        assert [message.text for message in Exchange.objects.all()] == ["Quelle qualité ?"]


def test_an_acceptance_makes_the_membership_and_its_letters(people):
    from kairos.identity.memberships.models import AccessLetter

    with clock.fixed(datetime(2026, 10, 2, 8, 0, tzinfo=UTC)):
        application = stories.accepted(people.owner_a, people.instructor)
    assert application.decided_by_id == people.instructor.user.pk
    with scope(people.instructor.actor):
        [membership] = Membership.objects.all()
        assert membership.number.startswith("KA-2026-")
        assert (str(membership.starts_on), str(membership.ends_on)) == ("2026-10-02", "2029-10-01")
        membership.organisation.refresh_from_db()
        assert membership.organisation.member_since == membership.starts_on
        assert {letter.kind for letter in AccessLetter.objects.all()} == {"identifier", "password"}


def test_going_on_in_spite_of_a_check_takes_a_reason(people):
    application = stories.in_review(people.owner_a, people.instructor)
    assert application.checks_bad + application.checks_warn > 0
    with pytest.raises(Refused, match="passez outre"):
        stories.do(Application.accept, application, people.instructor)


def test_nothing_is_accepted_before_the_checks_are_done(people):
    application = stories.in_review(people.owner_a, people.instructor)
    running = stories.do(Application.recheck, application, people.instructor)
    with pytest.raises(Refused, match="encore en cours"):
        stories.do(Application.accept, running, people.instructor, reason="Vu.")
    jobs.check(key=str(application.pk), version=1)
    assert stories.do(Application.accept, running, people.instructor, reason="Vu.").state == State.ACCEPTED


def test_checks_of_an_older_version_are_dropped(people):
    application = stories.in_review(people.owner_a, people.instructor)
    running = stories.do(Application.recheck, application, people.instructor)
    jobs.check(key=str(application.pk), version=7)
    assert stories.fresh(running, people.instructor).checks == []


def test_a_refusal_says_its_motive_and_a_new_request_is_possible(people):
    application = stories.in_review(people.owner_a, people.instructor)
    with pytest.raises(Refused, match="Choisissez un motif"):
        stories.do(Application.refuse, application, people.instructor, motive="", reason="")
    with pytest.raises(Refused, match="plus proposé"):
        stories.do(Application.refuse, application, people.instructor, motive="Parce que", reason="")
    motive = "Établissement déjà adhérent"
    refused = stories.do(Application.refuse, application, people.instructor, motive=motive, reason="Voir le siège.")
    assert refused.reason == "Établissement déjà adhérent.\n\nVoir le siège."
    assert stories.saved(people.owner_a).state == State.DRAFT


def test_one_membership_a_siret_and_the_rival_is_told(people):
    """A second file for the same SIRET; both are in review."""
    from tests.support.people import _member, open_file

    other, liar = open_file("Ateliers du Canal (faux)", "73282932000074", "Luc", "Menteur")
    rival = _member("rival", liar, other, {"file.fill"})
    mine = stories.in_review(people.owner_a, people.instructor)
    theirs = stories.in_review(rival, people.supervisor)
    assert next(f for f in theirs.checks if f["key"] == "rivals")["found"] == f"Autres demandes : {mine.number}"
    stories.do(Application.accept, mine, people.instructor, reason="Vu.")
    with pytest.raises(Refused, match="déjà en cours pour ce SIRET"):
        stories.do(Application.accept, theirs, people.supervisor, reason="Vu.")
    assert checks_asked(theirs) == 2, "at the submission, and again now"
    jobs.check(key=str(theirs.pk), version=1)
    assert next(f for f in stories.fresh(theirs, people.supervisor).checks if f["key"] == "rivals")["state"] == "bad"


def checks_asked(application: MembershipApplication) -> int:
    with scope(system("tests")), connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'memberships.check' AND args->>'key' = %s",
            [str(application.pk)],
        )
        return cursor.fetchone()[0]


def test_a_colleague_takes_over_and_gives_back(people):
    application = stories.in_review(people.owner_a, people.instructor)
    with pytest.raises(Refused, match="déjà le vôtre"):
        stories.do(Application.take, application, people.instructor)
    taken = stories.do(Application.take, application, people.supervisor)
    assert taken.officer_id == people.supervisor.user.pk
    handed = stories.do(Application.hand_over, taken, people.supervisor, officer=people.instructor.user.pk)
    assert handed.officer_id == people.instructor.user.pk
    with pytest.raises(Refused, match="dans la liste"):
        stories.do(Application.hand_over, handed, people.instructor, officer=people.owner_b.user.pk)
    assert stories.do(Application.release, handed, people.instructor).state == State.SUBMITTED


def test_a_message_is_written_once(people):
    application, token = stories.in_review(people.owner_a, people.instructor), new_id()
    stories.do(Application.write, application, people.owner_a, text="Bonjour", token=token)
    with pytest.raises(AlreadyDone):
        stories.do(Application.write, application, people.owner_a, text="Bonjour", token=token)
    stories.do(Application.write, application, people.instructor, text="Merci", token=new_id())
    with scope(people.owner_a.actor):
        sides = [(one.from_operator, one.text) for one in Exchange.objects.order_by("id")]
    assert sides == [(False, "Bonjour"), (True, "Merci")]


def test_a_draft_is_reminded_twice_and_no_more(people):
    from datetime import timedelta

    from kairos.foundation.messages.models import OutboxMessage

    start = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
    with clock.fixed(start):
        draft = stories.saved(people.owner_a)
    for days in (6, 7, 8, 13, 14, 15, 30):
        for _ in range(2):
            at = start + timedelta(days=days)
            with clock.fixed(at), scope(system("tests")) as who:
                jobs.remind(who, at)
    with scope(system("tests")):
        reminders = OutboxMessage.objects.filter(kind="Unfinished", channel="email")
        assert [row.created_at - start for row in reminders.order_by("id")] == [timedelta(7), timedelta(14)]
    assert stories.fresh(draft, people.owner_a).reminders == 2


def test_the_operator_sees_no_draft(people):
    from kairos.identity.memberships import queries

    stories.saved(people.owner_a)
    with scope(people.instructor.actor) as who:
        assert not queries.visible_to(who).exists()


def test_another_organisation_sees_nothing(people):
    application = stories.submitted(people.owner_a)
    with scope(people.owner_b.actor) as who:
        assert not MembershipApplication.objects.exists()
        assert not ApplicationVersion.objects.exists()
        with pytest.raises(MembershipApplication.DoesNotExist):
            engine.run(Application.write, application, who, text="Bonjour", token=new_id())
