"""Bilans: written once somebody is out, read once they are shared, corrected by a new version alone."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.messages import outbox
from kairos.foundation.messages.models import OutboxMessage
from kairos.foundation.permissions import Denied
from kairos.path.completion import queries
from kairos.path.completion.lifecycle import Reviewing
from kairos.path.completion.models import OPEN, FinalReview
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import path
from tests.support.team import run

State = FinalReview.State
ACTS = ("write", "edit", "validate", "reopen", "share", "share", "correct", "abandon", "withdraw")
DOSSIER = "/organisme/candidats/dossiers"


@pytest.fixture
def out(people, who):
    """The job seeker of the tests, whose training is over."""
    row = path.in_training(people, who, person=path.me(people))
    return run(who, Enrolling.complete, row.pk, **path.ago(1))


def seen_by(someone):
    with scope(someone.actor):
        return [row.version for row in FinalReview.objects.order_by("version")]


def test_it_is_read_once_shared_by_the_person_and_the_adviser_and_by_no_other_organisation(people, who, out):
    row = path.reviewed(who, out)
    readers = (people.job_seeker, people.adviser, people.owner_b)
    assert [seen_by(one) for one in readers] == [[], [], []]
    run(who, Reviewing.validate, row.pk)
    assert [seen_by(one) for one in readers] == [[], [], []]
    with scope(who.actor):
        assert [one.pk for one in queries.without(who.actor)] == [out.pk]
    run(who, Reviewing.share, row.pk)
    assert [seen_by(one) for one in readers] == [[1], [1], []]
    with scope(people.adviser.actor):
        assert list(queries.without(people.adviser.actor)) == []
    with scope(system("tests")):
        kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert {"ReviewShared", "ReviewSharedOf"} <= kinds


def test_what_lacks_is_said_at_once_when_it_is_validated(who, out):
    row = path.reviewed(who, out, goals="", certification="", job="")
    with pytest.raises(Refused) as refused:
        run(who, Reviewing.validate, row.pk)
    assert [reason.field for reason in refused.value.reasons] == ["goals", "certification", "job"]


def test_there_is_none_before_the_exit_and_one_at_a_time(people, who, out):
    staying = path.in_training(people, who)
    with pytest.raises(Refused, match="Déclarez d’abord la sortie"):
        path.reviewed(who, staying)
    row = path.reviewed(who, out)
    with pytest.raises(Refused, match="déjà en cours"):
        path.reviewed(who, out)
    run(who, Reviewing.abandon, row.pk)
    assert path.reviewed(who, out).version == 1


def test_a_correction_is_a_version_with_its_reason_and_leaves_the_former_one_readable(people, who, out):
    first = path.shared_review(who, out)
    with pytest.raises(Refused, match="déjà partagé"):
        path.reviewed(who, out)
    with pytest.raises(Refused, match="Dites pourquoi"):
        run(who, Reviewing.correct, path.new_review(out), reason="")
    second = run(who, Reviewing.correct, path.new_review(out), reason="Le jury a rendu son avis.")
    assert (second.version, second.goals) == (2, first.goals)
    assert seen_by(people.job_seeker) == [1]
    content = path.REVIEW | {"certification": "total"}
    run(who, Reviewing.edit, second.pk, content=content)
    run(who, Reviewing.validate, second.pk)
    run(who, Reviewing.share, second.pk)
    with scope(people.job_seeker.actor):
        told = queries.told(people.job_seeker.actor, out.person_id)
        assert [(one.version, one.state) for one in told] == [(2, State.SHARED), (1, State.REPLACED)]


def test_an_exit_with_a_bilan_is_undone_once_the_bilan_is_withdrawn(people, who, out):
    def undo():
        return run(who, Enrolling.restore_training, out.pk, reason="Erreur")

    draft = path.reviewed(who, out)
    with pytest.raises(Refused, match="est en cours : abandonnez-le d’abord"):
        undo()
    run(who, Reviewing.abandon, draft.pk)
    shared = path.shared_review(who, out)
    with pytest.raises(Refused, match="est partagé : retirez-le d’abord"):
        undo()
    run(who, Enrolling.correct_exit, out.pk, on=clock.today() - timedelta(days=2), reason="Faute de frappe")
    with pytest.raises(Refused, match="Dites pourquoi ce bilan est retiré"):
        run(who, Reviewing.withdraw, shared.pk, reason="")
    run(who, Reviewing.withdraw, shared.pk, reason="Elle n’est pas sortie.")
    assert [seen_by(one) for one in (people.job_seeker, people.adviser)] == [[], []]
    with scope(system("tests")):
        mails = OutboxMessage.objects.filter(kind__startswith="ReviewWithdrawn", channel="email")
        assert ["Elle n’est pas sortie." in outbox.content(one).text for one in mails] == [True, True]
    assert undo().state == "in_training"


def test_after_a_corrected_one_is_withdrawn_the_next_says_so(who, out):
    path.shared_review(who, out)
    second = run(who, Reviewing.correct, path.new_review(out), reason="Le jury a rendu son avis.")
    first = FinalReview.objects.using("owner").get(enrolment=out.pk, version=1)
    with pytest.raises(Refused, match="en cours : abandonnez-la d’abord"):
        run(who, Reviewing.withdraw, first.pk, reason="Erreur")
    for act in (Reviewing.validate, Reviewing.share):
        run(who, act, second.pk)
    run(who, Reviewing.withdraw, second.pk, reason="Erreur")
    again = path.reviewed(who, out)
    assert (again.version, again.reason) == (2, "La version précédente a été retirée.")


def test_nothing_is_validated_shared_or_corrected_of_who_is_in_training_again(who, out):
    """As a bilan that was there before an exit asked for it to be withdrawn."""

    def back(there):
        values = {"state": "in_training" if there else "completed", "due_from": out.plan_ends_on if there else None}
        values |= {"due_on": values["due_from"], "left_on": None if there else out.left_on}
        values["exit_reason"] = "" if there else out.exit_reason
        Enrolment.objects.using("owner").filter(pk=out.pk).update(**values)

    row = path.reviewed(who, out)
    for act in (Reviewing.validate, Reviewing.share):
        back(True)
        with pytest.raises(Refused, match="Déclarez d’abord la sortie"):
            run(who, act, row.pk)
        back(False)
        run(who, act, row.pk)
    back(True)
    with pytest.raises(Refused, match="Déclarez d’abord la sortie"):
        run(who, Reviewing.correct, path.new_review(out), reason="Erreur")
    assert run(who, Reviewing.withdraw, row.pk, reason="Erreur").state == "abandoned"


def test_who_may_enter_writes_and_who_may_approve_commits_the_organisation(people, who, out):
    writer = path.coordinator(people, "candidates.consult", "candidates.enter")
    row = path.reviewed(writer, out)
    for act in (Reviewing.validate, Reviewing.abandon):
        with pytest.raises(Denied):
            run(writer, act, row.pk)
    reader = path.coordinator(people, "candidates.consult")
    with pytest.raises(Denied):
        run(reader, Reviewing.edit, row.pk, content=path.REVIEW)


class History(RuleBasedStateMachine):
    """Any order of acts, each story in a transaction that is undone."""

    who = out = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @rule(name=st.sampled_from(ACTS))
    def act(self, name):
        """Tried on the latest version; refused or not, what the database holds stays sound."""
        with suppress(Refused), scope(self.who.actor):
            rows = FinalReview.objects.filter(enrolment=self.out.pk).exclude(state=State.ABANDONED)
            latest = rows.order_by("-version").first()
            details = {"edit": {"content": path.REVIEW}, "write": {"content": path.REVIEW}}
            creates = name in ("write", "correct")
            subject = self._new() if creates else latest
            if subject:
                more = {"reason": "Erreur."} if name in ("correct", "withdraw") else details.get(name, {})
                engine.run(getattr(Reviewing, name), subject if creates else subject.pk, self.who.actor, **more)

    def _new(self):
        row = Enrolment.objects.get(pk=self.out.pk)
        return FinalReview(enrolment=row, organisation_id=row.organisation_id, establishment_id=row.establishment_id)

    @invariant()
    def one_counts_and_one_is_written(self):
        if self.out is None:
            return
        with scope(system("tests")):
            rows = list(FinalReview.objects.filter(enrolment=self.out.pk).order_by("version"))
        assert sum(row.state in OPEN for row in rows) <= 1
        assert sum(row.state == State.SHARED for row in rows) <= 1
        kept = [row for row in rows if row.state != State.ABANDONED]
        assert [row.version for row in kept] == list(range(1, len(kept) + 1))
        assert all(row.reason for row in kept[1:])


def test_no_history_leaves_two_that_count_or_two_being_written(who, out):
    History.who, History.out = who, out
    connections["owner"].close()
    run_state_machine_as_test(
        History, settings=settings(max_examples=8, stateful_step_count=14, suppress_health_check=list(HealthCheck))
    )


def test_the_pages_from_draft_to_reading(people, who, out, as_person):
    client, url = as_person(who.someone), f"{DOSSIER}/{out.pk}/bilan/"
    assert client.get(url).status_code == 200
    refused = client.post(url, {"acte": "validate", **path.REVIEW, "goals": ""})
    assert refused.status_code == 422
    assert "Écrivez les objectifs" in refused.content.decode()
    for acte in ("validate", "share"):
        assert client.post(url, {"acte": acte, **path.REVIEW}).status_code == 302
    page = client.get(url).content.decode()
    assert "Corriger" in page
    assert 'data-lifecycle="shared"' in page
    assert client.post(url, {"acte": "correct", "reason": ""}).status_code == 422
    assert 'href="#withdrawn"' in client.post(url, {"acte": "withdraw", "reason": ""}).content.decode()
    own = as_person(people.job_seeker).get("/candidat/bilans/").content.decode()
    assert path.REVIEW["recommendation"] in own
    adviser = as_person(people.adviser).get(f"/conseiller/personnes/{out.person_id}/bilans/").content.decode()
    assert path.REVIEW["recommendation"] in adviser
    read = JournalEntry.objects.using("owner").filter(acts=["completion.read"])
    assert {tuple(entry.subjects) for entry in read} == {(out.person_id,)}
    assert client.post(url, {"acte": "withdraw", "reason": "Erreur"}).status_code == 302
    assert path.REVIEW["recommendation"] not in as_person(people.job_seeker).get("/candidat/bilans/").content.decode()
    assert "final_review.write" in client.get(url).content.decode()


def test_an_exit_without_bilan_is_due_for_the_provider_and_told_to_the_adviser(people, who, out, as_person):
    assert "bilan à écrire" in as_person(who.someone).get("/organisme/").content.decode().replace("\u00a0", " ")
    with clock.fixed(clock.now() + timedelta(days=40)):
        assert "bilan" in as_person(people.adviser).get("/conseiller/").content.decode()
    path.shared_review(who, out)
    assert "bilan à écrire" not in as_person(who.someone).get("/organisme/").content.decode().replace("\u00a0", " ")
