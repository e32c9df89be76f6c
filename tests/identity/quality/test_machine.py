"""Any order of acts by anyone: what is refused changes nothing, what is done leaves everything true."""

import io

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import enter
from kairos.foundation.uploads.examining import examine_content
from kairos.foundation.uploads.models import Upload
from kairos.identity.quality import queries, requests
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import QualityCertificate, QualityDocument, QualityRequest
from tests.support import papers
from tests.support.quality import facts

State, Kind = QualityRequest.State, QualityRequest.Kind
PAPER = examine_content("certificat.pdf", io.BytesIO(papers.pdf()), megapixels=1)


class Quality(RuleBasedStateMachine):
    """One organisation, two officers; each story in a transaction that is undone."""

    people = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()
        self.current = None
        self.sent_documents = 0

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    @initialize(steps=st.integers(0, 6))
    def begin(self, steps):
        """Somewhere along the way, so that the decision is often near."""
        way = (
            lambda: self.open(Kind.ATTESTATION),
            lambda: self.edit(facts()),
            self.attach,
            self.send,
            lambda: self.instruct(Request.take, "instructor"),
            lambda: self.instruct(Request.accept, "instructor"),
        )
        for step in way[:steps]:
            step()

    def do(self, actor, act):
        """What it answered; None when it was refused, and then nothing changed."""
        enter(self.people.instructor.actor)
        before = self.everything()
        enter(actor)
        try:
            with transaction.atomic():
                return act()
        except Refused:
            enter(self.people.owner_a.actor)
            assert self.everything() == before
            return None

    def everything(self):
        return [list(model.objects.order_by("pk").values()) for model in (QualityRequest, QualityCertificate)]

    @property
    def row(self):
        enter(self.people.owner_a.actor)
        return QualityRequest.objects.get(pk=self.current) if self.current else None

    @rule(kind=st.sampled_from(Kind.values))
    def open(self, kind):
        actor = self.people.owner_a.actor
        opened = self.do(actor, lambda: requests.open_(new_id(), kind, actor))
        if opened:
            self.current = opened.pk

    @precondition(lambda self: self.current)
    @rule(claimed=st.sampled_from([facts(), Facts(), facts(categories=("training", "experience"))]))
    def edit(self, claimed):
        actor, seen = self.people.owner_a.actor, self.row.modified_at
        self.do(actor, lambda: requests.edit(self.row, actor, claimed, seen))

    @precondition(lambda self: self.current)
    @rule()
    def attach(self):
        actor = self.people.owner_a.actor
        self.do(actor, lambda: requests.attach(self.row, actor, PAPER, QualityDocument.Kind.CERTIFICATE))

    @precondition(lambda self: self.current)
    @rule()
    def detach(self):
        actor, row = self.people.owner_a.actor, self.row
        if document := row.documents.order_by("id").first():
            self.do(actor, lambda: engine.run(Request.detach, row, actor, document=document.pk))

    @precondition(lambda self: self.current)
    @rule()
    def send(self):
        actor = self.people.owner_a.actor
        self.do(actor, lambda: requests.send(self.row, actor, new_id()))

    @precondition(lambda self: self.current)
    @rule(
        act=st.sampled_from([Request.take, Request.release, Request.accept, Request.recheck]),
        who=st.sampled_from(["instructor", "supervisor"]),
    )
    def instruct(self, act, who):
        actor = getattr(self.people, who).actor
        self.do(actor, lambda: engine.run(act, self.current, actor))

    @precondition(lambda self: self.current)
    @rule(reason=st.sampled_from(["", "La page 2 manque."]))
    def answer(self, reason):
        actor = self.people.instructor.actor
        self.do(actor, lambda: engine.run(Request.ask_complement, self.current, actor, reason=reason))

    @precondition(lambda self: self.current)
    @rule(reason=st.sampled_from(["", "Illisible."]))
    def refuse(self, reason):
        actor = self.people.instructor.actor
        self.do(actor, lambda: engine.run(Request.refuse, self.current, actor, motive="", reason=reason))

    @precondition(lambda self: self.current)
    @rule()
    def withdraw(self):
        actor = self.people.owner_a.actor
        self.do(actor, lambda: engine.run(Request.withdraw, self.current, actor))

    @rule()
    def revoke(self):
        actor = self.people.instructor.actor
        enter(actor)
        if certificate := QualityCertificate.objects.filter(state="active").first():
            self.do(actor, lambda: engine.run(Certificate.revoke, certificate, actor, reason="Retiré."))

    @invariant()
    def what_is_recorded_was_accepted(self):
        enter(self.people.owner_a.actor)
        for certificate in QualityCertificate.objects.select_related("request"):
            assert certificate.request.state == State.ACCEPTED
        active = QualityCertificate.objects.filter(state="active")
        assert len({one.number for one in active}) == len(active)

    @invariant()
    def the_standing_is_that_of_the_active_certificates(self):
        enter(self.people.owner_a.actor)
        organisation = self.people.organisation_a.pk
        found = queries.standing(organisation, clock.today())
        active = QualityCertificate.objects.filter(state="active")
        assert {one.category for one in found.coverages if found.covers(one.category)} == {
            category for one in active for category in one.categories
        }
        assert queries.at_a_glance(organisation, clock.today()).standing == found

    @invariant()
    def nothing_sent_is_ever_lost(self):
        """Documents of a sending stay; a document has its upload, an upload its document."""
        enter(self.people.owner_a.actor)
        sent = sum(one.documents.filter(version__lte=one.version).count() for one in QualityRequest.objects.all())
        assert sent >= self.sent_documents
        self.sent_documents = sent
        assert QualityDocument.objects.count() == Upload.objects.count()

    @invariant()
    def each_sending_is_kept(self):
        enter(self.people.owner_a.actor)
        for one in QualityRequest.objects.all():
            assert one.versions.count() == one.version


def test_any_order_of_acts(people):
    Quality.people = people
    run_state_machine_as_test(
        Quality,
        settings=settings(
            max_examples=20, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
