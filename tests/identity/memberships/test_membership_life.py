"""From the acceptance to the end: renewed, expired, left, suspended, withdrawn, restored; and what people are told."""

from datetime import timedelta

import pytest

from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.models import SettingValue
from kairos.identity.memberships import applications, queries
from kairos.identity.memberships.life import jobs, settings
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, MembershipTerm, Procedure, StampedTerms, TermsVersion
from kairos.identity.memberships.procedures import jobs as procedure_jobs
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from tests.support import memberships as stories

State = Membership.State
ONE_DAY = timedelta(days=1)


def told(kind: str) -> list[str]:
    with scope(stories.WATCH):
        return sorted(OutboxMessage.objects.filter(kind=kind, channel="email").values_list("address", flat=True))


def sweep(*sweeps) -> None:
    for one in sweeps:
        with scope(stories.WATCH) as who:
            one(who, clock.now())


BOTH = ["i.marchetti@ateliers.example", "s.legoff@ateliers.example"]


# --- Renewal --------------------------------------------------------------------------------------------


def test_a_renewal_is_proposed_asked_decided_and_prolongs_from_the_old_end(people):
    membership = stories.near_its_end(people)
    old_end = membership.ends_on
    sweep(jobs.remind_renewals, jobs.remind_renewals)
    assert told("RenewalDue") == BOTH, "once, to the RGC and the director"
    asked = stories.do(MembershipLife.ask_renewal, membership, people.owner_a.actor, **stories.accepting())
    assert (asked.ends_on, asked.renewal_asked_by_id) == (old_end, people.owner_a.user.pk)
    assert "membership.renewal_decision_days=10" in asked.renewal_due_rule
    renewed = stories.do(MembershipLife.renew, membership, people.instructor.actor)
    assert renewed.ends_on == old_end.replace(year=old_end.year + 3)
    assert (renewed.renewal_asked_at, told("Renewed")) == (None, BOTH)
    with scope(people.instructor.actor):
        [term] = MembershipTerm.objects.all()
        assert (term.starts_on, term.ends_on) == (old_end + ONE_DAY, renewed.ends_on)
        assert (term.asked_by_id, term.decided_by_id) == (people.owner_a.user.pk, people.instructor.user.pk)
        assert StampedTerms.objects.filter(application=membership.application_id).count() == 2, "accepted anew"


def test_a_renewal_is_refused_with_its_reason(people):
    membership = stories.near_its_end(people)
    stories.do(MembershipLife.ask_renewal, membership, people.owner_a.actor, **stories.accepting())
    refused = stories.do(MembershipLife.refuse_renewal, membership, people.instructor.actor, reason="NDA à revoir.")
    assert (refused.state, refused.renewal_asked_at, told("RenewalRefused")) == (State.ACTIVE, None, BOTH)


def test_what_stands_against_a_renewal_is_said(people):
    membership, who = stories.begun(people), people.owner_a.actor
    with pytest.raises(Refused, match="Le renouvellement s’ouvre le"):
        stories.do(MembershipLife.ask_renewal, membership, who, **stories.accepting())
    membership = stories.ends_on(membership, clock.today() + timedelta(days=30))
    with pytest.raises(Refused, match="Cochez la case"):
        stories.do(MembershipLife.ask_renewal, membership, who, **stories.accepting() | {"accepted": False})
    with pytest.raises(Refused, match="n’a pas demandé"):
        stories.do(MembershipLife.renew, membership, people.instructor.actor)
    stories.procedure(people, membership)
    with pytest.raises(Refused, match="procédure de retrait d’accès"):
        stories.do(MembershipLife.ask_renewal, membership, who, **stories.accepting())


@pytest.mark.parametrize("automatic", [True, False])
def test_the_operator_decides_unless_it_chose_otherwise(people, automatic):
    SettingValue.objects.using("owner").create(
        key=settings.RENEWAL_AUTOMATIC.key, valid_from=clock.today(), value=automatic, source="Test",
        set_by=people.supervisor.user.pk, set_at=clock.now(),
    )  # fmt: skip
    from kairos.foundation import dated_settings

    dated_settings.forget()
    membership = stories.near_its_end(people)
    asked = stories.do(MembershipLife.ask_renewal, membership, people.owner_a.actor, **stories.accepting())
    dated_settings.forget()
    assert (asked.ends_on > membership.ends_on) is automatic
    assert (asked.renewal_asked_at is None) is automatic


# --- The end --------------------------------------------------------------------------------------------


def test_the_last_day_is_honoured_then_the_portal_closes_and_the_renewal_reopens_it(people):
    membership = stories.ends_on(stories.begun(people), clock.today())
    sweep(jobs.end)
    assert stories.fresh(membership).state == State.ACTIVE
    with clock.fixed(stories.noon(clock.today() + ONE_DAY)):
        sweep(jobs.end, jobs.end)
        assert stories.fresh(membership).state == State.EXPIRED
        assert (stories.organisation_closed(membership), told("Expired")) == ("expired", BOTH)
        stories.do(MembershipLife.ask_renewal, membership, people.owner_a.actor, **stories.accepting())
        renewed = stories.do(MembershipLife.renew, membership, people.instructor.actor)
    assert (renewed.state, stories.organisation_closed(membership)) == (State.ACTIVE, "")


def test_an_expired_membership_that_nobody_renews_is_over_and_a_new_one_may_be_asked(people):
    membership = stories.expired(people)
    with clock.fixed(stories.noon(membership.ends_on + timedelta(days=91))):
        sweep(jobs.end)
    over = stories.fresh(membership)
    assert (over.state, over.organisation.member_since) == (State.ENDED, None)
    with scope(people.owner_a.actor) as who:
        assert applications.save(new_id(), who).state == "draft"


def test_leaving_is_asked_with_its_last_day_and_may_be_renounced(people):
    membership, who = stories.begun(people), people.owner_a.actor
    last = clock.today() + timedelta(days=10)
    with pytest.raises(Refused, match="Ce jour est passé"):
        stories.do(MembershipLife.ask_to_leave, membership, who, on=clock.today() - ONE_DAY, reason="Fin.")
    stories.do(MembershipLife.ask_to_leave, membership, who, on=last, reason="Fin d’activité.")
    assert told("Leaving") == BOTH
    stories.do(MembershipLife.stay, membership, who)
    stories.do(MembershipLife.ask_to_leave, membership, who, on=last, reason="Fin d’activité.")
    with clock.fixed(stories.noon(last)):
        sweep(jobs.end)
        assert stories.fresh(membership).state == State.ACTIVE
    with clock.fixed(stories.noon(last + ONE_DAY)):
        sweep(jobs.end)
    left = stories.fresh(membership)
    assert (left.state, left.organisation.portal_closed_why, left.organisation.member_since) == ("left", "left", None)


def test_a_new_acceptance_opens_the_portal_again(people):
    stories.left(people)
    again = stories.begun(people)
    assert (again.state, stories.organisation_closed(again)) == (State.ACTIVE, "")
    with scope(people.owner_a.actor) as who:
        assert queries.membership_of(who).pk == again.pk


# --- Withdrawal -----------------------------------------------------------------------------------------


def test_access_is_withdrawn_only_once_the_provider_was_heard(people):
    procedure = stories.procedure(people)
    assert told("Opened") == BOTH
    assert "membership.answer_days=15" in procedure.answer_rule
    assert stories.organisation_closed(stories.of(procedure)) == "", "a procedure alone shuts nothing"
    with pytest.raises(Refused, match="attendez sa réponse"):
        stories.decided(people, AccessProcedure.withdraw, procedure)
    stories.answered(people, procedure)
    assert told("Answered") == [people.instructor.email]
    decided = stories.decided(people, AccessProcedure.withdraw, procedure)
    membership = stories.of(procedure)
    assert (decided.state, membership.state, told("Withdrawn")) == ("withdrawn", State.WITHDRAWN, BOTH)
    assert membership.organisation.portal_closed_why == "withdrawn"
    with scope(people.owner_a.actor) as who, pytest.raises(Refused, match="accès retiré"):
        applications.save(new_id(), who)
    restored = stories.do(MembershipLife.restore, membership, people.supervisor.actor, reason="Engagement signé.")
    assert (restored.state, restored.organisation.portal_closed_why, told("Restored")) == (State.ACTIVE, "", BOTH)


def test_without_an_answer_one_decides_after_the_delay(people):
    procedure = stories.procedure(people)
    with clock.fixed(procedure.answer_due_at - timedelta(days=2)):
        sweep(procedure_jobs.watch, procedure_jobs.watch)
    assert told("AnswerAwaited") == BOTH, "reminded once"
    with clock.fixed(procedure.answer_due_at + timedelta(minutes=1)):
        assert stories.decided(people, AccessProcedure.withdraw, procedure).state == "withdrawn"


def test_an_urgent_suspension_closes_at_once_is_reviewed_and_alarms_when_late(people):
    procedure = stories.urgent(people)
    membership = stories.of(procedure)
    assert (membership.state, membership.organisation.portal_closed_why) == (State.SUSPENDED, "suspended")
    assert procedure.decision_due_at > procedure.answer_due_at
    assert "suspension_review_days=20" in procedure.decision_rule, "sooner than without a suspension"
    stories.answered(people, procedure)
    with clock.fixed(procedure.decision_due_at + ONE_DAY):
        sweep(procedure_jobs.watch, procedure_jobs.watch)
    assert set(told("DecisionLate")) == {people.instructor.email, people.supervisor.email}
    closed = stories.decided(people, AccessProcedure.close, procedure)
    membership = stories.of(procedure)
    assert (closed.state, membership.state, membership.organisation.portal_closed_why) == ("closed", State.ACTIVE, "")


def test_nobody_is_suspended_without_a_procedure_nor_twice_under_one(people):
    membership = stories.begun(people)
    with pytest.raises(Refused, match="Ouvrez d’abord une procédure"):
        stories.do(MembershipLife.suspend, membership, people.instructor.actor, reason="Doute.")
    with pytest.raises(Refused, match="Aucune procédure"):
        stories.do(MembershipLife.withdraw, membership, people.instructor.actor, reason="Doute.")
    stories.procedure(people, membership)
    with pytest.raises(Refused, match="Une procédure est déjà en cours"):
        stories.procedure(people, membership)
    with pytest.raises(Refused, match="suspendre sans attendre"):
        stories.procedure(people, stories.begun(people, people.owner_b), urgent=True)


def test_leaving_does_not_escape_the_decision(people):
    procedure = stories.answered(people)
    membership = stories.of(procedure)
    stories.do(MembershipLife.ask_to_leave, membership, people.owner_a.actor, on=clock.today(), reason="Fin.")
    with clock.fixed(stories.noon(clock.today() + timedelta(days=2))):
        sweep(jobs.end)
        assert stories.fresh(membership).state == State.LEFT
        stories.decided(people, AccessProcedure.withdraw, procedure)
    assert stories.fresh(membership).state == State.WITHDRAWN


def test_what_the_provider_says_is_for_the_operator_and_nobody_else(people):
    procedure = stories.urgent(people)
    for stranger in (people.owner_b, people.manager):
        with scope(stranger.actor) as who, pytest.raises(Procedure.DoesNotExist):
            engine.run(AccessProcedure.answer, procedure.pk, who, text="Je réponds pour eux.")
    assert stories.answered(people, procedure).answer == "Un salarié, parti depuis."


# --- Declaration of activity, terms ---------------------------------------------------------------------


@pytest.mark.parametrize("who", ["owner_a", "instructor"])
def test_a_lost_declaration_is_put_right_in_time_or_suspends(people, who):
    membership = stories.begun(people)
    noted = stories.do(
        MembershipLife.note_loss, membership, getattr(people, who).actor, reason="Plus dans la liste publique."
    )
    assert told("ToRegularise") == BOTH
    with clock.fixed(noted.regularise_by + timedelta(minutes=1)):
        sweep(jobs.end)
        assert stories.fresh(membership).state == State.SUSPENDED
        restored = stories.do(MembershipLife.restore, membership, people.instructor.actor, reason="Nouveau récépissé.")
    assert (restored.state, restored.irregular_since, told("Suspended")) == (State.ACTIVE, None, BOTH)
    again = stories.do(MembershipLife.note_loss, membership, people.owner_a.actor, reason="Perdue encore.")
    assert stories.do(MembershipLife.regularise, again, people.instructor.actor, reason="Vu.").regularise_by is None


def publish(version: str, days: int) -> None:
    now = TermsVersion.objects.using("owner").order_by("-effective_from").first()
    TermsVersion.objects.using("owner").create(
        version=version, effective_from=clock.today() + timedelta(days=days), title=now.title, clauses=now.clauses,
        sha256=now.sha256,
    )  # fmt: skip


def test_new_terms_are_told_reminded_and_accepted_once(people):
    membership, who = stories.begun(people), people.owner_a.actor
    sweep(jobs.remind_terms)
    assert told("TermsToAccept") == []
    publish("2099-01", 20)
    sweep(jobs.remind_terms, jobs.remind_terms)
    assert told("TermsToAccept") == BOTH
    with pytest.raises(Refused, match="Relisez-les"):
        stories.do(MembershipLife.accept_terms, membership, who, **stories.accepting() | {"terms": "2026-06"})
    accepted = stories.do(MembershipLife.accept_terms, membership, who, **stories.accepting())
    assert accepted.terms_id == "2099-01"
    with scope(people.instructor.actor):
        stamp = StampedTerms.objects.filter(application=membership.application_id).latest("version")
        assert (stamp.version, stamp.stamp["terms"]) == (2, "2099-01")
    with pytest.raises(Refused, match="déjà acceptées"):
        stories.do(MembershipLife.accept_terms, membership, who, **stories.accepting())
    with clock.fixed(clock.now() + timedelta(days=30)):
        sweep(jobs.remind_terms)
    assert told("TermsToAccept") == BOTH
