"""Conversations: of two sides, read by nobody else, never changed, and told without their words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, connections

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.foundation.messages import choosing, outbox
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.organisations.models import Establishment
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.access.models import PersonAccess
from kairos.people.jobseekers import portfolios
from kairos.people.jobseekers.models import JobSeeker
from kairos.service.threads import queries
from kairos.service.threads.lifecycle import Talk
from kairos.service.threads.models import Thread, ThreadMessage
from tests.support import agencies, catalogue, path, threads
from tests.support.team import run

WORDS = "Mon bus est supprimé lundi : puis-je venir à dix heures ?"


def seen_by(someone):
    with scope(threads.actor_of(someone)):
        return list(ThreadMessage.objects.values_list("text", flat=True))


def told(kind):
    """For whom, by which channel, what: in the order it was queued."""
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(kind=kind).order_by("id")
        return [(row.recipient, row.channel, outbox.content(row)) for row in rows]


def test_the_person_and_the_provider_write_to_each_other(people, who, mine):
    thread = threads.write(people.job_seeker, mine, WORDS)
    assert (thread.title, thread.place) == (mine.title, "Méridienne Formation")
    assert threads.again(thread).place_new
    threads.write(who, mine, "Oui.\nÀ lundi.")
    assert threads.said(thread) == [("person", WORDS), ("provider", "Oui.\nÀ lundi.")]
    row = threads.again(thread)
    assert (row.last_side, row.place_new) == ("provider", None)
    assert row.person_new == row.last_at
    threads.see(people.job_seeker, thread)
    assert threads.again(thread).person_new is None
    assert threads.again(thread).person_seen_at


def test_the_person_and_the_adviser_write_to_each_other(people):
    me = path.me(people)
    thread = threads.write(people.adviser, me, "Comment se passe la recherche ?")
    threads.write(people.job_seeker, me, "Bien.")
    assert [side for side, _ in threads.said(thread)] == ["agency", "person"]
    assert threads.again(thread).agency_id


def test_nobody_else_reads_it(people, who, mine):
    threads.write(people.job_seeker, mine, WORDS)
    threads.write(people.job_seeker, path.me(people), "À mon conseiller")
    other = agencies.activate(agencies.followed(people.adviser), "other")
    colleague = agencies.join(agencies.row_of(people.adviser).agency, "colleague", "agency.follow")
    assert seen_by(who) == [WORDS]
    assert seen_by(people.adviser) == ["À mon conseiller"]
    assert set(seen_by(people.job_seeker)) == {WORDS, "À mon conseiller"}
    for one in (people.owner_b, people.agency_head, colleague, other):
        assert seen_by(one) == []
        with scope(one.actor):
            assert not Thread.objects.exists()
    with pytest.raises(ProgrammingError, match="permission denied"):
        seen_by(people.instructor)


def test_who_opened_a_person_at_the_desk_reads_no_conversation(people):
    me = path.me(people)
    threads.write(people.adviser, me)
    desk = agencies.join(agencies.row_of(people.adviser).agency, "desk", "agency.desk", "agency.follow")
    values = {"person_id": me.pk, "reader_kind": "adviser", "reader_id": desk.user.pk, "who": "x", "function": "x"}
    values |= {"place_id": desk.actor.agency, "reason": "x", "starts_at": clock.now(), "opened_at": clock.now()}
    opened = PersonAccess(source="emergency", opened_by=desk.user.pk, **values)
    opened.save(using="owner", force_insert=True)
    assert me.pk in agencies.seen_by(desk.actor)
    assert seen_by(desk) == []
    PersonAccess.objects.using("owner").filter(pk=opened.pk).update(source="cover")
    assert seen_by(desk) == ["Bonjour."]


def another_place(people):
    row = Establishment(organisation_id=people.organisation_m.pk, siret=catalogue.OWN_SIRET, **catalogue.PLACE)
    row.save(using="owner")
    return row.pk


def test_a_right_at_one_establishment_opens_no_conversation_of_another(people, who, mine):
    threads.write(people.job_seeker, mine, WORDS)
    place = another_place(people)
    elsewhere = path.narrowed(people, ("sessions.consult",), ("candidates.approve",), place)
    held = {"rights": frozenset({"candidates.approve"}), "narrowed": frozenset({("candidates.approve", place)})}
    actor = replace(elsewhere.actor, **held)
    with scope(actor):
        assert not queries.visible_to(actor).exists()
        with pytest.raises(Enrolment.DoesNotExist):
            queries.provided(actor, mine.pk)
        with pytest.raises(Denied):
            engine.run(Talk.write, threads.of(mine).pk, actor, key=new_id(), text="Bonjour.")
    threads.see(who, threads.of(mine))
    threads.write(people.job_seeker, mine, "Encore.")
    assert elsewhere.user.pk not in {user for user, _, _ in told("WrittenOf")}


def test_the_other_side_is_told_once_until_it_reads_and_never_what(people, who, mine):
    threads.write(people.job_seeker, mine, WORDS)
    threads.write(people.job_seeker, mine, "Encore moi.")
    mails = [one for one in told("WrittenOf") if one[0] == who.user.pk]
    assert sorted(channel for _, channel, _ in mails) == ["app", "email"]
    content = mails[0][2]
    assert "Soudure" not in content.subject
    for words in (WORDS, "Encore moi", "bus"):
        assert words not in content.subject + content.text + content.html
    assert f"/organisme/messages/{mine.pk}/" in content.text
    thread = threads.of(mine)
    threads.see(who, thread)
    threads.write(people.job_seeker, mine, "Et demain ?")
    assert len([one for one in told("WrittenOf") if one[0] == who.user.pk]) == 4
    threads.write(who, mine, "Oui.")
    [(user, channel, content)] = told("Written")
    assert (user, channel) == (people.job_seeker.user.pk, "email")
    assert f"/candidat/messages/{mine.pk}/" in content.text


def test_once_somebody_answered_they_are_told_and_not_the_whole_team(people, who, mine):
    other = path.coordinator(people)
    reader = path.coordinator(people, "candidates.consult")
    threads.write(people.job_seeker, mine)
    first = {user for user, _, _ in told("WrittenOf")}
    assert {who.user.pk, other.user.pk} <= first
    assert reader.user.pk not in first
    threads.write(other, mine, "Bonjour à vous.")
    before = len(told("WrittenOf"))
    threads.write(people.job_seeker, mine, "Merci.")
    assert {user for user, _, _ in told("WrittenOf")[before:]} == {other.user.pk}


def test_who_chose_no_mail_has_none(people, who, mine):
    with scope(people.job_seeker.actor):
        choosing.choose(people.job_seeker.actor, {"threads.written:email": False})
    threads.write(who, mine)
    assert told("Written") == []


def test_the_journal_says_who_wrote_and_not_what(people, who, mine):
    thread = threads.write(people.job_seeker, mine, WORDS)
    threads.see(who, thread)
    entries = JournalEntry.objects.using("owner").filter(subjects__contains=[thread.pk]).order_by("id")
    assert [entry.acts for entry in entries] == [["thread.open"], ["thread.read"]]
    details = JournalDetail.objects.using("owner").filter(entry__in=entries.values("uid"))
    assert [detail.body for detail in details] == []
    assert not JournalDetail.objects.using("owner").filter(body__icontains="bus est").exists()


def test_nothing_written_is_changed_or_taken_away_by_whoever(people, who, mine):
    threads.write(who, mine, WORDS)
    for one in (who, people.job_seeker):
        for statement in ("UPDATE thread_message SET text = 'autre'", "DELETE FROM thread_message"):
            with (
                pytest.raises(ProgrammingError, match="permission denied"),
                scope(threads.actor_of(one)),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Écrivez votre message"),
        ("  \n ", "Écrivez votre message"),
        ("x" * 2001, "Le maximum est 2"),
        ("a\x07b", "caractère de commande"),
        ("Mon numéro : 1 85 05 78 006 084 91", "sécurité sociale"),
    ],
)
def test_what_is_no_message_is_refused_with_its_reason(people, mine, text, said):
    with pytest.raises(Refused, match=said) as refused:
        threads.write(people.job_seeker, mine, text)
    assert {reason.field for reason in refused.value.reasons} == {"text"}
    assert threads.of(mine) is None


@pytest.mark.parametrize("text", ["", "x" * 2001, "a\x07b", "\t"])
def test_the_database_holds_no_such_message(people, mine, text):
    thread = threads.write(people.job_seeker, mine)
    [row] = ThreadMessage.objects.using("owner").filter(thread=thread.pk)
    with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE thread_message SET text = %s WHERE id = %s", [text, row.pk])


def test_a_thread_is_of_a_training_or_of_an_agency_and_its_sides_are_its_own(people, mine):
    threads.write(people.job_seeker, mine)
    threads.write(people.job_seeker, path.me(people))
    broken = (
        "UPDATE thread SET agency_id = (SELECT id FROM agency LIMIT 1) WHERE enrolment_id IS NOT NULL",
        "UPDATE thread SET last_side = 'agency' WHERE enrolment_id IS NOT NULL",
        "UPDATE thread SET last_side = 'provider' WHERE agency_id IS NOT NULL",
        "UPDATE thread_message SET side = 'provider' WHERE agency_id IS NOT NULL",
        "UPDATE thread_message SET organisation_id = NULL WHERE organisation_id IS NOT NULL",
    )
    for statement in broken:
        with pytest.raises(IntegrityError), connections["owner"].cursor() as cursor:
            cursor.execute(statement)


# When


def test_one_writes_from_retained_until_some_days_after_the_exit(people, who):
    me = path.me(people)
    on = path.begun(who)
    row = path.referred(people, on, me)
    with pytest.raises(Refused, match="fermée"):
        threads.write(who, row)
    run(who, Enrolling.retain, row.pk)
    thread = threads.write(who, row, "Bienvenue.")
    run(who, Enrolling.register, row.pk, **path.plan(on))
    run(who, Enrolling.enter, row.pk, on=on.starts_on, late_reason="Oubli.")
    run(who, Enrolling.complete, row.pk, **path.ago(1))
    threads.write(people.job_seeker, row, "Merci pour tout.")
    with clock.fixed(clock.now() + timedelta(days=31)):
        for one in (who, people.job_seeker):
            with pytest.raises(Refused, match="fermée"):
                threads.write(one, row)
            assert seen_by(one) == ["Bienvenue.", "Merci pour tout."]
    assert len(threads.said(thread)) == 2


def test_nobody_writes_to_a_provider_who_reads_them_no_more(people, who, mine):
    threads.write(people.job_seeker, mine)
    PersonAccess.objects.using("owner").filter(subject=mine.pk).update(closed_at=clock.now())
    with pytest.raises(Refused, match="ne lit plus ce dossier"):
        threads.write(people.job_seeker, mine)


def test_an_agency_writes_to_whom_it_follows_alone(people):
    me = path.me(people)
    threads.write(people.job_seeker, me)
    other = agencies.join(agencies.row_of(people.adviser).agency, "colleague", "agency.follow")
    with pytest.raises((Refused, Thread.DoesNotExist, JobSeeker.DoesNotExist)):
        threads.write(other, me)
    JobSeeker.objects.using("owner").filter(pk=me.pk).update(adviser=None)
    with pytest.raises(Refused, match="Personne ne suit ce dossier"):
        threads.write(people.job_seeker, me)


def test_a_new_adviser_reads_what_was_written_before_and_the_former_one_does_not(people):
    me, agency = path.me(people), agencies.row_of(people.adviser).agency
    threads.write(people.job_seeker, me, WORDS)
    other = agencies.join(agency, "colleague", "agency.follow")
    portfolios.assign(me.pk, agencies.row_of(other), people.agency_head.actor)
    assert seen_by(other) == [WORDS]
    assert seen_by(people.adviser) == []
    threads.write(people.job_seeker, me, "Bonjour à vous.")
    assert {user for user, _, _ in told("WrittenOf")[-2:]} <= {other.user.pk, people.adviser.user.pk}


# Who


def test_reading_alone_writes_nothing_and_clears_nothing(people, who, mine):
    thread = threads.write(people.job_seeker, mine)
    reader = path.coordinator(people, "candidates.consult")
    for act, details in ((Talk.write, {"key": new_id(), "text": "Oui."}), (Talk.read, {})):
        with pytest.raises(Denied), scope(reader.actor):
            engine.run(act, thread.pk, reader.actor, **details)
    assert threads.again(thread).place_new
