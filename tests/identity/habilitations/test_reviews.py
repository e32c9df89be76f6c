"""Access reviews: opened, decided, signed or closed when time is over; everybody at once."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.journal import browsing
from kairos.foundation.journal.browsing import Search
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.lifecycle import TeamMember
from kairos.identity.habilitations.models import AccessGrant, AccessReview, Affiliation, ReviewLine
from kairos.identity.habilitations.reviews import jobs, printing, queries, rules
from kairos.identity.habilitations.reviews.lifecycle import Review
from kairos.identity.habilitations.reviews.rules import Choice, Manager
from kairos.identity.organisations.models import Organisation
from tests.support import reviews
from tests.support.reviews import SENTENCE, add_manager, after, decide, line_of, opened
from tests.support.team import add_colleague, ask, give, grant_of, place_of, run

KEEPING, SIGNING = 8, 22
"""Statements of the act, whatever the number of people: the scope, the journal and the messages with it."""
AUTUMN = datetime(2026, 10, 2, 10, tzinfo=clock.PARIS)


@pytest.fixture
def karim(people):
    return add_colleague(people, "sessions.consult", "attendance.enter")


def own(people) -> Affiliation:
    return place_of(people.manager.user, people.organisation_m.pk)


def fresh(colleague) -> Affiliation:
    row = colleague.affiliation if hasattr(colleague, "affiliation") else colleague
    return Affiliation.objects.using("owner").get(pk=row.pk)


def sweep(what, now: datetime) -> None:
    with clock.fixed(now), scope(system("tests")) as actor:
        what(actor, now)


def told(user: User) -> list[str]:
    rows = OutboxMessage.objects.using("owner").filter(recipient=user.pk, channel="app")
    return list(rows.order_by("created_at", "pk").values_list("kind", flat=True))


class TestOpening:
    def test_has_a_line_for_each_active_person_and_no_other(self, people, karim):
        add_colleague(people, joined=False)
        away = add_colleague(people)
        run(people.manager, TeamMember.suspend, away.affiliation, reason="Congé.")
        review = opened(people)
        lines = ReviewLine.objects.using("owner").filter(review_id=review.pk)
        assert {line.affiliation_id for line in lines} == {karim.affiliation.pk, own(people).pk}
        assert review.due_on == clock.today() + timedelta(days=30)
        assert told(people.manager.user)[-1] == "ReviewOpened"

    def test_there_is_one_at_a_time(self, people):
        opened(people)
        with pytest.raises(Refused, match="déjà en cours"):
            opened(people)

    def test_is_the_managers(self, people, karim):
        with pytest.raises(Denied):
            run(karim, Review.open, AccessReview(id=new_id(), organisation_id=people.organisation_m.pk))

    def test_comes_by_itself_after_six_months(self, people, karim):
        entered(people, AUTUMN)
        sweep(jobs.open_due, AUTUMN.replace(year=2027, month=4, day=1))
        assert not AccessReview.objects.using("owner").exists()
        spring = AUTUMN.replace(year=2027, month=4, day=3)
        sweep(jobs.open_due, spring)
        sweep(jobs.open_due, spring)
        review = AccessReview.objects.using("owner").get()
        assert (review.organisation_id, review.opened_by) == (people.organisation_m.pk, None)

    def test_the_next_one_counts_from_the_last(self, people, karim):
        entered(people, AUTUMN)
        with clock.fixed(AUTUMN.replace(year=2027, month=3, day=30)):
            reviews.signed(people)
        sweep(jobs.open_due, AUTUMN.replace(year=2027, month=9, day=29))
        assert AccessReview.objects.using("owner").count() == 1
        sweep(jobs.open_due, AUTUMN.replace(year=2027, month=9, day=30))
        assert AccessReview.objects.using("owner").count() == 2

    @pytest.mark.parametrize("why", ["alone", "closed portal", "never entered"])
    def test_does_not_come_by_itself(self, people, why):
        if why != "alone":
            add_colleague(people)
        entered(people, None if why == "never entered" else AUTUMN)
        if why == "closed portal":
            close_portal(people)
        sweep(jobs.open_due, AUTUMN.replace(year=2028))
        assert not AccessReview.objects.using("owner").exists()


def close_portal(people) -> None:
    closed = {"portal_closed_at": clock.now(), "portal_closed_why": "suspended"}
    Organisation.objects.using("owner").filter(pk=people.organisation_m.pk).update(**closed)


def entered(people, at) -> None:
    Affiliation.objects.using("owner").filter(organisation_id=people.organisation_m.pk).update(entered_at=at)


class TestDeciding:
    def test_changes_no_access_before_the_signature(self, people, karim):
        review = opened(people)
        decide(people.manager, review, karim, "remove")
        assert fresh(karim).state == "active"
        assert grant_of(karim.affiliation, "attendance.enter").state == "live"

    def test_is_taken_back(self, people, karim):
        review = opened(people)
        decide(people.manager, review, karim, "reduce", "attendance.enter")
        decide(people.manager, review, karim, "")
        line = line_of(review, karim)
        assert (line.decision, line.withdrawn, line.decided_by) == ("", [], None)

    @pytest.mark.parametrize(
        ("decision", "withdrawn", "message"),
        [
            ("reduce", (), "cochez les droits"),
            ("keep", ("attendance.enter",), "choisissez « Réduire »"),
            ("reduce", ("quotes.enter",), "n’a pas, ou n’a plus : Devis, saisir"),
        ],
    )
    def test_is_refused_with_the_reason(self, people, karim, decision, withdrawn, message):
        with pytest.raises(Refused, match=message):
            decide(people.manager, opened(people), karim, decision, *withdrawn)

    def test_two_managers_on_one_line_the_second_reads_again(self, people, karim):
        review, other = opened(people), add_manager(people)
        line = line_of(review, karim)
        run(people.manager, Review.decide, review.pk, choices={line.pk: Choice("keep", version=0)})
        with pytest.raises(Refused, match="Un autre RGC vient de revoir"):
            run(other, Review.decide, review.pk, choices={line.pk: Choice("remove", version=0)})

    def test_whoever_left_is_not_decided(self, people, karim):
        review = opened(people)
        run(people.manager, TeamMember.remove, karim.affiliation, reason="Fin de contrat.")
        with pytest.raises(Refused, match="n’est plus à revoir"):
            decide(people.manager, review, karim, "keep")
        assert queries_progress(people, review).people == 1

    def test_a_line_of_another_review_is_not_decided(self, people, karim):
        former = reviews.signed(people)
        line = line_of(former, karim)
        with pytest.raises(Refused, match="n’est plus à revoir"):
            run(people.manager, Review.decide, opened(people).pk, choices={line.pk: Choice("remove")})

    def test_nobody_confirms_oneself_when_another_can(self, people, karim):
        other = add_manager(people)
        review = opened(people)
        with pytest.raises(Refused, match="un autre RGC doit le revoir"):
            decide(people.manager, review, own(people), "keep")
        run(people.manager, Review.keep_rest, review.pk)
        assert line_of(review, own(people)).decision == ""
        assert line_of(review, karim).decision == line_of(review, other).decision == "keep"

    def test_the_only_manager_confirms_himself_and_does_not_remove_himself(self, people, karim):
        review = opened(people)
        decide(people.manager, review, own(people), "keep")
        with pytest.raises(Refused, match="vous retirer vous-même"):
            decide(people.manager, review, own(people), "remove")


def queries_progress(people, review):
    with scope(people.manager.actor):
        return queries.progress(review)


class TestSigning:
    def sign(self, who, review, statement=SENTENCE):
        return run(who, Review.sign, review.pk, statement=statement)

    def test_does_what_was_decided(self, people, karim):
        lucie, moussa = add_colleague(people, "quotes.enter"), add_colleague(people, "billing.consult")
        reviews.used(karim, "attendance.enter", 3)
        request = ask(lucie, "billing.enter")
        review = opened(people)
        decide(people.manager, review, karim, "reduce", "sessions.consult")
        decide(people.manager, review, lucie, "remove")
        run(people.manager, Review.keep_rest, review.pk)
        review = self.sign(people.manager, review)
        assert grant_of(karim.affiliation, "sessions.consult").state == "ended"
        assert grant_of(karim.affiliation, "attendance.enter").state == "live"
        assert grant_of(lucie.affiliation, "quotes.enter").state == "ended"
        assert [fresh(one).state for one in (karim, lucie, moussa)] == ["active", "ended", "active"]
        assert fresh(karim).rights_version == karim.affiliation.rights_version + 1
        assert [told(one.user)[-1:] for one in (karim, lucie, moussa)] == [["RightsChanged"], ["Removed"], []]
        request.refresh_from_db(using="owner")
        assert (request.state, request.decided_by) == ("withdrawn", people.manager.user.pk)
        line = line_of(review, karim)
        assert line.outcome == "reduced"
        assert {right["right"]: right["used"] for right in line.rights}["attendance.enter"] is not None

    def test_is_found_in_the_journal_from_the_person(self, people, karim):
        review = opened(people)
        decide(people.manager, review, karim, "remove")
        decide(people.manager, review, own(people), "keep")
        self.sign(people.manager, review)
        with scope(people.manager.actor) as who:
            entry = browsing.page(who, Search(subject=karim.affiliation.pk), 1)[0]
        assert entry.acts == ["access_review.sign", "affiliation.remove"]
        assert "access_grant.state" in entry.fields

    def test_asks_for_everybody_and_a_sentence_at_once(self, people, karim):
        with pytest.raises(Refused) as refused:
            self.sign(people.manager, opened(people), " ")
        assert len(refused.value.reasons) == 3
        assert "À revoir encore" in str(refused.value)

    def test_rights_given_since_are_read_again(self, people, karim):
        review = opened(people)
        run(people.manager, Review.keep_rest, review.pk)
        give(people.manager, karim.affiliation, "billing.approve")
        with pytest.raises(Refused, match="ont changé depuis"):
            self.sign(people.manager, review)
        decide(people.manager, review, karim, "keep")
        assert self.sign(people.manager, review).state == "signed"

    def test_a_manager_who_confirmed_himself_alone_is_read_by_the_new_one(self, people, karim):
        review = opened(people)
        run(people.manager, Review.keep_rest, review.pk)
        other = add_manager(people)
        with pytest.raises(Refused, match="doit être revu par un autre RGC"):
            self.sign(people.manager, review)
        decide(other, review, own(people), "keep")
        assert self.sign(people.manager, review).state == "signed"

    def test_never_leaves_the_organisation_without_a_manager(self, people, karim):
        other = add_manager(people)
        review = opened(people)
        decide(other, review, own(people), "remove")
        decide(people.manager, review, other, "remove")
        run(people.manager, Review.keep_rest, review.pk)
        with pytest.raises(Refused, match="seul responsable"):
            self.sign(people.manager, review)

    def test_is_proved_by_the_hash_of_what_it_says(self, people, karim):
        review = reviews.signed(people)
        with scope(people.manager.actor):
            found = queries.review(people.manager.actor, review.pk)
            assert printing.sha256(found) == found.sha256
        ReviewLine.objects.using("owner").filter(review_id=review.pk).update(outcome="removed")
        with scope(people.manager.actor):
            assert printing.sha256(found) != found.sha256

    def test_five_hundred_people_in_one_act(self, people):
        crowd(people, 500)
        review = opened(people)
        with scope(people.manager.actor), CaptureQueriesContext(connection) as keeping:
            engine.run(Review.keep_rest, review.pk, people.manager.actor)
        ReviewLine.objects.using("owner").filter(review_id=review.pk, name__startswith="Personne 1").update(
            decision="remove"
        )
        with scope(people.manager.actor), CaptureQueriesContext(connection) as signing:
            engine.run(Review.sign, review.pk, people.manager.actor, statement=SENTENCE)
        assert len(keeping) <= KEEPING
        assert len(signing) <= SIGNING
        left = Affiliation.objects.using("owner").filter(organisation_id=people.organisation_m.pk, state="active")
        assert left.count() == 501 - 111


def crowd(people, count: int) -> None:
    """So many people of the organisation, each with two rights, written as the owner would."""
    now, place = clock.now(), people.organisation_m.pk
    users = [
        User(email=f"{n}@crowd.example", first_name="Personne", last_name=str(n), state="active", created_at=now)
        for n in range(count)
    ]
    User.objects.using("owner").bulk_create(users)
    rows = [Affiliation(user=user, organisation_id=place, started_at=now, entered_at=now) for user in users]
    Affiliation.objects.using("owner").bulk_create(rows)
    AccessGrant.objects.using("owner").bulk_create(
        AccessGrant(affiliation=row, organisation_id=place, right=right, starts_on=clock.today(), state="live",
                    given_by=people.manager.user.pk, given_at=now)
        for row in rows for right in ("sessions.consult", "attendance.enter")
    )  # fmt: skip


class TestTimeOver:
    def test_who_was_not_confirmed_is_suspended_with_the_reason(self, people, karim):
        lucie, moussa = add_colleague(people, "quotes.enter"), add_colleague(people, "billing.consult")
        review = opened(people)
        decide(people.manager, review, lucie, "keep")
        decide(people.manager, review, moussa, "remove")
        decide(people.manager, review, own(people), "keep")
        sweep(jobs.close_due, after(review, 0))
        assert fresh(karim).state == "active"
        sweep(jobs.close_due, after(review))
        assert [fresh(one).state for one in (karim, lucie, moussa)] == ["suspended", "active", "ended"]
        assert "non confirmé à la revue" in fresh(karim).suspended_why
        assert told(karim.user)[-1] == "Suspended"
        assert told(people.manager.user)[-1] == "ReviewClosed"
        review.refresh_from_db(using="owner")
        assert (review.state, review.spared) == ("closed", None)

    def test_never_the_last_manager_who_is_told(self, people, karim):
        review = opened(people)
        sweep(jobs.close_due, after(review))
        assert fresh(own(people)).state == "active"
        assert line_of(review, own(people)).outcome == "spared"
        review.refresh_from_db(using="owner")
        assert review.spared == own(people).pk
        mail = OutboxMessage.objects.using("owner").filter(kind="ReviewClosed", channel="app")
        assert mail.count() == 1

    def test_of_two_managers_nobody_confirmed_the_one_who_came_last_stays(self, people, karim):
        other = add_manager(people)
        reviews.used(other, days_ago=1)
        review = opened(people)
        sweep(jobs.close_due, after(review))
        assert [fresh(own(people)).state, fresh(other).state] == ["suspended", "active"]

    def test_waits_while_the_portal_is_closed(self, people, karim):
        review = opened(people)
        close_portal(people)
        sweep(jobs.close_due, after(review))
        assert fresh(karim).state == "active"

    def test_is_recalled_three_times_and_no_more(self, people, karim):
        review = opened(people)
        for days in range(-29, 1):
            sweep(jobs.close_due, after(review, days))
            sweep(jobs.close_due, after(review, days))
        assert told(people.manager.user).count("ReviewRecalled") == 3


class TestIsolation:
    def test_another_organisation_sees_nothing_and_does_nothing(self, people, karim):
        review = opened(people)
        with scope(people.owner_b.actor):
            assert not AccessReview.objects.exists()
            assert not ReviewLine.objects.exists()
        stranger = people.manager.actor.acting_for(people.organisation_b.pk)
        with pytest.raises(AccessReview.DoesNotExist):
            run(stranger, Review.keep_rest, review.pk)

    def test_lines_of_another_organisation_cannot_be_written(self, people, karim):
        review = opened(people)
        stranger = people.manager.actor.acting_for(people.organisation_b.pk)
        with scope(stranger):
            assert queries.chosen(review, [line_of(review, karim).pk]) == {}


class TestRules:
    @pytest.mark.parametrize(("day", "due"), [(14, 0), (15, 1), (22, 1), (23, 2), (28, 2), (29, 3), (30, 3)])
    def test_reminders_of_a_month(self, day, due):
        opened_on = date(2026, 10, 1)
        assert rules.reminders_due(opened_on, opened_on + timedelta(days=30), opened_on + timedelta(days=day)) == due

    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(7, 90), st.integers(0, 100))
    def test_reminders_only_grow_and_never_come_on_the_first_day(self, opened_on, days, later):
        due_on = opened_on + timedelta(days=days)
        now, before = opened_on + timedelta(days=later), opened_on + timedelta(days=max(0, later - 1))
        assert rules.reminders_due(opened_on, due_on, opened_on) == 0
        assert rules.reminders_due(opened_on, due_on, before) <= rules.reminders_due(opened_on, due_on, now) <= 3

    @given(st.dates(date(2001, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
    def test_months_before(self, day, months):
        before = rules.months_before(day, months)
        assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
        assert before.day <= day.day

    @given(st.lists(st.tuples(st.booleans(), st.none() | st.dates()), max_size=5))
    def test_somebody_is_spared_when_nobody_would_stay(self, found):
        start = datetime(2026, 1, 1, tzinfo=clock.PARIS)
        managers = [Manager(new_id(), stays, last, start) for stays, last in found]
        chosen = rules.spared(managers)
        assert (chosen is not None) == (bool(managers) and not any(one.stays for one in managers))
