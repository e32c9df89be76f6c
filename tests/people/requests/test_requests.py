"""A request about one's data: asked by the person alone, answered by whoever follows them or the head, told, kept."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from kairos.foundation import clock, engine
from kairos.foundation.actor import Audience, system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalDetail, JournalEntry
from kairos.foundation.messages import outbox
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.requests import queries, rules
from kairos.people.requests.lifecycle import Asking
from kairos.people.requests.models import DataRequest
from tests.support import agencies, path, requests
from tests.support.team import run

State = DataRequest.State
NIR = "1 85 05 78 006 084 91"


def seen_by(actor):
    with scope(actor):
        return set(DataRequest.objects.values_list("pk", flat=True))


def told(kind):
    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(kind=kind).order_by("id")
        return [(row.recipient, row.channel, outbox.content(row)) for row in rows]


def orphan(people):
    """Somebody of the agency whom nobody follows, their space open."""
    return agencies.activate(agencies.followed(agency=agencies.row_of(people.adviser).agency), "orphan")


def test_it_is_asked_with_its_last_day_and_the_rule_that_says_it(people):
    with clock.fixed(datetime(2027, 1, 30, 23, 30, tzinfo=UTC)):
        row = path.again(requests.ask(people.job_seeker))
    assert (row.state, row.due_on.isoformat(), row.agency_id) == ("asked", "2027-02-28", people.adviser.actor.agency)
    assert "requests.answer_months" in row.due_rule
    assert row.who == path.again(path.me(people)).full_name


def test_whoever_follows_the_person_answers_and_each_is_told_without_its_words(people):
    row = requests.ask(people.job_seeker)
    [(who, channel, mail), (_, app, _)] = told("DataAsked")
    assert who == people.adviser.user.pk
    assert {channel, app} == {"email", "app"}
    assert "Le Goff-Martin" not in mail.text + mail.subject
    assert requests.WORDS not in mail.text
    run(people.adviser, Asking.accept, row.pk, answer="C’est corrigé.")
    done = path.again(row)
    assert (done.state, done.answered_by, done.answer) == (State.ACCEPTED, people.adviser.user.pk, "C’est corrigé.")
    [(who, channel, mail)] = told("DataAnswered")
    assert (who, channel) == (people.job_seeker.user.pk, "email")
    assert "corrigé" not in mail.text
    me = path.again(path.me(people))
    assert me.last_name != "Le Goff-Martin"


def test_a_refusal_says_why(people):
    row = requests.ask(people.job_seeker, rules.OBJECTION, "reading")
    assert requests.ask(people.job_seeker, rules.OBJECTION, "training", wanted="Autre chose").wanted == ""
    with pytest.raises(Refused, match="Dites pourquoi"):
        run(people.adviser, Asking.refuse, row.pk, answer="  ")
    with pytest.raises(Refused, match="sécurité sociale"):
        run(people.adviser, Asking.refuse, row.pk, answer=NIR)
    run(people.adviser, Asking.refuse, row.pk, answer="La loi nous oblige à vous suivre.")
    with pytest.raises(Refused):
        run(people.adviser, Asking.accept, row.pk, answer="")


@pytest.mark.parametrize(
    ("kind", "about", "more", "said"),
    [
        ("correction", "last_name", {"wanted": " "}, "Écrivez ce qui est juste"),
        ("correction", "reading", {}, "Choisissez"),
        ("nothing", "last_name", {}, "Choisissez"),
        ("objection", "reading", {"word": ""}, "Dites pourquoi"),
        ("correction", "other", {"wanted": NIR}, "sécurité sociale"),
        ("correction", "other", {"word": "é" * 1001}, "trop long"),
    ],
)
def test_what_asks_nothing_is_refused_with_its_reason(people, kind, about, more, said):
    with pytest.raises(Refused, match=said):
        requests.ask(people.job_seeker, kind, about, **more)


def test_one_is_open_about_the_same_at_a_time(people):
    row = requests.ask(people.job_seeker)
    with pytest.raises(Refused, match="déjà demandé"):
        requests.ask(people.job_seeker)
    requests.ask(people.job_seeker, about="first_name")
    run(people.job_seeker, Asking.withdraw, row.pk)
    again = requests.ask(people.job_seeker)
    values = {"who": "x", "kind": "correction", "about": "last_name", "wanted": "y", "state": "asked", "due_rule": "z"}
    values |= {"asked_at": again.asked_at, "due_on": again.due_on, "person_id": again.person_id}
    with pytest.raises(IntegrityError, match="one_open_request"), transaction.atomic(using="owner"):
        DataRequest.objects.using("owner").create(agency_id=again.agency_id, **values)


def test_those_of_nobody_are_the_heads_and_followed_ones_are_not(people):
    mine = requests.ask(people.job_seeker)
    head, adviser = people.agency_head, people.adviser
    assert seen_by(head.actor) == set()
    assert seen_by(adviser.actor) == {mine.pk}
    theirs = requests.ask(orphan(people))
    assert seen_by(head.actor) == {theirs.pk}
    assert seen_by(adviser.actor) == {mine.pk}
    assert {who for who, _, _ in told("DataAsked")} == {adviser.user.pk, head.user.pk}
    run(head, Asking.accept, theirs.pk, answer="")
    with pytest.raises(DataRequest.DoesNotExist):
        run(head, Asking.accept, mine.pk, answer="")
    assert path.again(mine).state == State.ASKED


def test_nobody_else_sees_it(people):
    row = requests.ask(people.job_seeker)
    agency = agencies.row_of(people.adviser).agency
    elsewhere = agencies.open_agency("Agence de Brest")
    others = [
        agencies.adviser(agency, "colleague").actor,
        agencies.desk(agency).actor,
        agencies.head(elsewhere).actor,
        path.oneself(agencies.followed(people.adviser)),
    ]
    for actor in others:
        assert seen_by(actor) == set(), actor
        with scope(actor):
            assert not queries.visible_to(actor).exists()
    for actor in (people.manager.actor, people.supervisor.actor):
        assert not queries.visible_to(actor).exists()
        with pytest.raises(ProgrammingError), transaction.atomic(), scope(actor):
            list(DataRequest.objects.all())
    assert seen_by(people.job_seeker.actor) == {row.pk}


def test_who_claims_to_head_another_agency_sees_nothing_more(people):
    """The database asks its own table of advisers, not what a page says of the actor."""
    requests.ask(orphan(people))
    adviser = replace(people.adviser.actor, rights=people.agency_head.actor.rights)
    assert seen_by(adviser) == set()


def test_a_person_asks_for_themselves_alone_and_answers_nothing(people):
    other = agencies.activate(agencies.followed(people.adviser), "other")
    row = requests.ask(people.job_seeker)
    with pytest.raises((Denied, DataRequest.DoesNotExist)):
        run(other, Asking.withdraw, row.pk)
    with pytest.raises(Denied):
        run(people.job_seeker, Asking.accept, row.pk, answer="")
    with pytest.raises(Denied):
        run(people.adviser, Asking.withdraw, row.pk)
    stranger = DataRequest(person_id=row.person_id, agency_id=row.agency_id, who="x")
    with pytest.raises(Denied), scope(other.actor):
        engine.run(Asking.ask, stranger, other.actor, kind="correction", about="email", wanted="a@b.example", word="")


def test_who_takes_the_portfolio_over_answers(people):
    row = requests.ask(people.job_seeker)
    agency = agencies.row_of(people.adviser).agency
    new = agencies.adviser(agency, "new")
    head = replace(people.adviser.actor, rights=people.agency_head.actor.rights | people.adviser.actor.rights)
    with scope(head):
        engine.run(JobSeekerFile.assign, row.person_id, head, adviser=agencies.row_of(new))
    assert seen_by(people.adviser.actor) == set()
    assert seen_by(new.actor) == {row.pk}
    run(new, Asking.accept, row.pk, answer="")


def test_the_journal_says_who_asked_and_who_answered_and_what_apart(people):
    row = requests.ask(people.job_seeker)
    run(people.adviser, Asking.refuse, row.pk, answer="La carte dit autre chose.")
    entries = JournalEntry.objects.using("owner").filter(subjects=[row.pk], kind="act").order_by("id")
    assert [(entry.acts[0], entry.actor_user) for entry in entries] == [
        ("data_request.ask", people.job_seeker.user.pk),
        ("data_request.refuse", people.adviser.user.pk),
    ]
    details = JournalDetail.objects.using("owner").filter(entry__in=[entry.uid for entry in entries])
    assert "Le Goff-Martin" not in str(list(details.values_list("body", flat=True)))


@pytest.mark.parametrize(
    "values",
    [
        {"state": "refused", "answer": ""},
        {"state": "accepted"},
        {"wanted": ""},
        {"kind": "objection"},
        {"ended_at": datetime(2026, 1, 1, tzinfo=UTC)},
    ],
)
def test_the_database_holds_no_other_shape(people, values):
    row = requests.ask(people.job_seeker)
    with pytest.raises(IntegrityError), transaction.atomic(using="owner"):
        DataRequest.objects.using("owner").filter(pk=row.pk).update(**values)


def test_the_agency_adds_and_takes_away_none(people):
    row = requests.ask(people.job_seeker)
    for statement in (
        "DELETE FROM data_request",
        f"INSERT INTO data_request SELECT * FROM data_request WHERE id = '{row.pk}'",
    ):
        with pytest.raises(ProgrammingError), transaction.atomic(), scope(people.adviser.actor):
            connection.cursor().execute(statement)
    assert people.adviser.actor.audience == Audience.AGENCY
