"""The one door: what it checks, what it writes, what it tells, in which order, and what it undoes."""

import pytest
from django.db import DatabaseError, connections, transaction

from kairos.foundation import clock, engine, events, journal
from kairos.foundation.actor import system, visitor
from kairos.foundation.engine import Run
from kairos.foundation.guards import AlreadyDone, Reason, Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.lifecycle import Account
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Organisation
from tests.support import applications
from tests.support.people import person


def _entries(name: str) -> list[JournalEntry]:
    with scope(system("tests")):
        return list(JournalEntry.objects.filter(acts__contains=[name]).order_by("id"))


@pytest.fixture
def body(monkeypatch):
    """`body(act, function)`: the act does this for the time of one test."""
    return lambda act, function: monkeypatch.setattr(act, "body", function)


def test_a_permission_that_is_missing_is_denied_before_anything_else(people):
    draft = applications.saved(people.owner_a)
    with pytest.raises(Denied) as denied, scope(people.instructor.actor) as who:
        engine.run(Application.submit, draft.pk, who)
    assert denied.value.name == "memberships.apply"


def test_a_row_that_one_does_not_see_does_not_exist(people):
    draft = applications.saved(people.owner_a)
    with pytest.raises(MembershipApplication.DoesNotExist), scope(people.owner_b.actor) as who:
        engine.run(Application.abandon, draft.pk, who)


def test_every_unmet_guard_is_told_at_once_and_nothing_is_written(people):
    with scope(people.owner_a.actor) as who:
        draft = engine.run(Application.save, MembershipApplication(organisation_id=people.owner_a.organisation), who)
    with pytest.raises(Refused) as refused, scope(people.owner_a.actor) as who:
        engine.run(Application.submit, draft, who, terms="?", token=draft.pk, accepted=False)
    assert len(refused.value.reasons) > 3
    assert _entries("membership_application.submit") == []


def test_a_guard_is_not_asked_of_a_state_it_does_not_know(people, monkeypatch):
    def breaks(subject, actor, details):
        raise AssertionError("asked too late")

    draft = applications.saved(people.owner_a)
    monkeypatch.setattr(Application.accept, "guards", (breaks,))
    with pytest.raises(Refused, match="n’est plus possible"), scope(people.instructor.actor) as who:
        engine.run(Application.accept, draft.pk, who)


def test_two_people_at_once_are_told_what_the_first_one_did(people):
    review = applications.in_review(people.owner_a, people.instructor)
    applications.do(Application.refuse, review, people.instructor, motive="", reason="Établissement fermé.")
    with pytest.raises(Refused, match=r"l’état est maintenant « refusée » depuis le .* à .* h"):
        applications.do(Application.accept, review, people.supervisor, reason="")


def test_a_creation_sent_again_is_said_to_be_done_even_when_its_own_success_stands_in_the_way(people, monkeypatch):
    def one_at_a_time(subject, actor, details):
        return [Reason("Une demande est ouverte.")] if MembershipApplication.objects.exists() else []

    monkeypatch.setattr(Application.save, "guards", (one_at_a_time,))
    draft = applications.saved(people.owner_a)
    again = MembershipApplication(id=draft.pk, organisation_id=draft.organisation_id)
    with pytest.raises(AlreadyDone), scope(people.owner_a.actor) as who:
        engine.run(Application.save, again, who)
    assert len(_entries("membership_application.save")) == 1


def test_a_constraint_speaks_for_itself(people, body):
    def twice(user, run: Run, **details):
        mine = Affiliation.objects.filter(user=people.owner_a.user).get()
        Affiliation(user=mine.user, organisation=mine.organisation, started_at=run.now).save(force_insert=True)

    body(Application.save, twice)
    with pytest.raises(Refused, match="fait déjà partie de l’organisme"), scope(people.owner_a.actor) as who:
        engine.run(Application.save, MembershipApplication(organisation_id=people.owner_a.organisation), who)


def test_a_constraint_without_words_tells_of_no_other_row(people):
    with pytest.raises(Refused) as refused, scope(visitor("tests")) as who:
        engine.run(Account.open, person("Solène", "Le Goff"), who, provider="X")
    assert people.owner_a.email not in str(refused.value)
    assert "Vérifiez-les" in str(refused.value)


def test_what_changes_inside_a_list_is_written(people, body):
    def note(application, run: Run, **details):
        application.checks.append({"key": "tests"})

    review = applications.in_review(people.owner_a, people.instructor)
    body(Application.recheck, note)
    applications.do(Application.recheck, review, people.instructor)
    assert applications.fresh(review, people.instructor).checks[-1] == {"key": "tests"}


def test_a_body_may_have_its_subject_written_first(people, body):
    seen = []

    def look(user, run: Run, **details):
        user.created_at = user.password_set_at = run.now
        run.write_now()
        seen.append(User.objects.get(pk=user.pk).state)
        user.phone = "+33199000001"

    body(Account.open, look)
    with scope(visitor("tests")) as who:
        user = engine.run(Account.open, person("Zoé", "Nouvelle"), who, provider="X")
    assert seen == [User.State.CREATED]
    assert User.objects.using("owner").get(pk=user.pk).phone == "+33199000001"


def test_nothing_is_written_twice_by_an_act_that_changes_nothing(people, statements, body):
    body(Account.claim, lambda user, run: None)
    with scope(visitor("tests")) as who, statements() as found:
        engine.run(Account.claim, people.owner_a.user, who)
    assert [q["sql"] for q in found.captured_queries if q["sql"].startswith("UPDATE")] == []


def test_a_nested_act_is_part_of_the_same_entry_and_falls_with_the_outer_one(people, body):
    review = applications.in_review(people.owner_a, people.instructor)

    def breaks(application, run: Run, **details):
        run.perform(Application.release, application.pk)
        raise Refused("trop tard")

    body(Application.recheck, breaks)
    with pytest.raises(Refused, match="trop tard"):
        applications.do(Application.recheck, review, people.instructor)
    assert applications.fresh(review, people.instructor).state == MembershipApplication.State.IN_REVIEW
    assert _entries("membership_application.release") == []


def test_a_nested_act_is_refused_from_a_wrong_state(people, body):
    review = applications.in_review(people.owner_a, people.instructor)
    body(Application.recheck, lambda application, run, **details: run.perform(Application.resubmit, application.pk))
    with pytest.raises(Refused, match="n’est plus possible"):
        applications.do(Application.recheck, review, people.instructor)


def test_a_listener_is_part_of_the_transaction(people, body, monkeypatch):
    class Happened:
        pass

    def listen(event, run: Run):
        raise Refused("non")

    monkeypatch.setitem(events._listeners, Happened, [listen])
    review = applications.in_review(people.owner_a, people.instructor)

    def publish(application, run: Run, **details):
        application.reason = "écrit"
        run.publish(Happened())

    body(Application.recheck, publish)
    with pytest.raises(Refused, match="non"):
        applications.do(Application.recheck, review, people.instructor)
    assert applications.fresh(review, people.instructor).reason == ""


def test_the_entry_names_columns_whole_acts_subjects_and_keeps_values_apart(people):
    review = applications.in_review(people.owner_a, people.instructor)
    applications.do(Application.refuse, review, people.instructor, motive="", reason="Établissement fermé.")
    [entry] = _entries("membership_application.refuse")
    assert "membership_application.state" in entry.fields
    assert "membership_application.reason" in entry.fields
    assert entry.subjects == [review.pk]
    assert entry.organisation == people.owner_a.organisation
    assert entry.actor_user == people.instructor.user.pk
    with scope(system("tests")):
        assert JournalDetail.objects.get(entry=entry.uid).body == {"reason": "Établissement fermé."}


def test_a_column_whose_name_begins_another_is_noted(people):
    submitted = applications.submitted(people.owner_a)
    [entry] = _entries("membership_application.submit")
    assert {"membership_application.terms_id", "membership_application.terms_accepted_at"} <= set(entry.fields)
    assert submitted.terms_id


def test_a_reading_inside_an_act_leaves_its_entry_open(people, body):
    def look(application, run: Run, **details):
        journal.reading(run.actor, "tests.look", [application.pk], "tests")
        application.reason = "vu"

    review = applications.in_review(people.owner_a, people.instructor)
    body(Application.recheck, look)
    applications.do(Application.recheck, review, people.instructor)
    assert "membership_application.reason" in _entries("membership_application.recheck")[0].fields


def test_after_an_act_tracked_tables_are_closed_again(people):
    review = applications.in_review(people.owner_a, people.instructor)
    with scope(people.instructor.actor) as who:
        engine.run(Application.release, review.pk, who)
        with pytest.raises(DatabaseError, match="hors d'un acte"), transaction.atomic():
            Organisation.objects.filter(pk=people.owner_a.organisation).update(name="X")


def test_something_happened_to_a_visitor_is_noted(people):
    with scope(visitor("tests")) as who:
        journal.happened(who, "tests.refused", identifier="inconnu")
    [entry] = _entries("tests.refused")
    assert (entry.kind, entry.audience, entry.acts) == ("event", "anonymous", ["tests.refused"])


def test_the_clock_stands_still_during_an_act(people, body):
    seen = []
    body(Application.recheck, lambda application, run, **details: seen.append(run.now))
    review = applications.in_review(people.owner_a, people.instructor)
    with clock.fixed(clock.now()):
        applications.do(Application.recheck, review, people.instructor)
        assert seen == [clock.now()]


def test_available_acts_are_those_of_the_state_and_of_the_person(people):
    review = applications.in_review(people.owner_a, people.instructor)
    mine = {act.short_name for act in engine.available(review, people.instructor.actor)}
    theirs = {act.short_name for act in engine.available(review, people.owner_a.actor)}
    assert {"accept", "refuse", "ask_complement"} <= mine
    assert theirs == {"write"}
    assert "submit" not in mine


def test_the_owner_of_the_database_migrates_without_an_act(people):
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE organisation SET website = 'https://exemple.example'")
        assert cursor.rowcount > 0


def test_a_file_opened_by_a_visitor_is_journaled_for_its_organisation(people):
    entries = [entry.organisation for entry in _entries("provider_file.open")]
    assert people.organisation_a.pk in entries
    assert ProviderFile.open.creates
