"""A quality request, from its draft to the decision, before any membership."""

from datetime import UTC, datetime, timedelta

import pytest

from kairos.foundation import clock, engine, media
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.foundation.uploads.models import Upload
from kairos.foundation.uploads.storing import SHELF
from kairos.identity.quality import queries, requests
from kairos.identity.quality.lifecycle import Certificate, Request
from kairos.identity.quality.models import Category, QualityCertificate, QualityDocument, QualityRequest, QualityVersion
from tests.support import papers
from tests.support import quality as stories

State, Kind = QualityRequest.State, QualityRequest.Kind


def told(subject_part: str = "") -> list[tuple[str, str]]:
    """(who, what) of the messages stored, the oldest first."""
    from kairos.foundation.actor import system
    from kairos.foundation.messages.models import OutboxMessage
    from kairos.foundation.messages.outbox import content

    with scope(system("tests")):
        rows = OutboxMessage.objects.filter(channel="email").order_by("id")
        return [(row.address, content(row).subject) for row in rows if subject_part in content(row).subject]


def test_a_draft_is_opened_once_with_its_number(people):
    key = new_id()
    with scope(people.owner_a.actor) as who:
        first = requests.open_(key, Kind.ATTESTATION, who)
        assert requests.open_(key, Kind.ATTESTATION, who).pk == first.pk
        assert first.number == f"QA-{clock.today().year}-{first.number[-5:]}"
        assert (first.state, first.name, first.siret) == (State.DRAFT, "Les Ateliers du Canal", "73282932000074")
        with pytest.raises(Refused, match=f"déjà en cours : {first.number}"):
            requests.open_(new_id(), Kind.ATTESTATION, who)
        assert requests.open_(new_id(), Kind.CATALOGUE, who).state == State.DRAFT


def test_everything_that_is_missing_is_said_at_once_beside_its_field(people):
    draft = stories.drafted(people.owner_a)
    with pytest.raises(Refused) as refused:
        stories.send(draft, people.owner_a)
    fields = {reason.field for reason in refused.value.reasons}
    assert fields == {
        "certificate_number", "certifier", "categories", "valid_from", "valid_until", "certificate"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"valid_until": clock.today() - timedelta(days=1)}, "n’est plus valable"),
        ({"valid_from": clock.today() + timedelta(days=2), "valid_until": clock.today()}, "vient avant le premier"),
    ],
)
def test_dates_that_cannot_be_are_refused(people, change, says):
    draft = stories.filled(people.owner_a, **change)
    with pytest.raises(Refused, match=says):
        stories.send(draft, people.owner_a)


def test_what_was_sent_is_kept_word_for_word_with_its_deadline(people):
    with clock.fixed(datetime(2026, 9, 28, 7, 12, tzinfo=UTC)):
        request = stories.sent(people.owner_a)
    assert (request.state, request.version) == (State.SUBMITTED, 1)
    assert request.due_at == datetime(2026, 10, 12, 7, 12, tzinfo=UTC)
    assert request.due_rule == "quality.decision_days=10@origine FR Europe/Paris"
    with scope(people.instructor.actor):
        [version] = QualityVersion.objects.all()
    assert version.content["categories"] == "Actions de formation"
    assert version.content["documents"] == "certificat.pdf"
    assert told("Demande") == [(people.owner_a.email, f"Demande qualité {request.number} envoyée")]


def test_a_second_click_is_the_same_sending(people):
    draft, token = stories.filled(people.owner_a), new_id()
    assert stories.send(draft, people.owner_a, token).version == 1
    assert stories.send(draft, people.owner_a, token).version == 1
    with pytest.raises(Refused, match="n’est plus possible"):
        stories.send(draft, people.owner_a)


def test_nothing_changes_while_the_operator_has_it(people):
    request = stories.sent(people.owner_a)
    document = request_document(request, people.owner_a)
    with pytest.raises(Refused, match="n’est plus possible"):
        stories.edit(request, people.owner_a, stories.facts())
    with pytest.raises(Refused, match="n’est plus possible"):
        stories.join(request, people.owner_a)
    with pytest.raises(Refused, match="n’est plus possible"):
        stories.do(Request.detach, request, people.owner_a, document=document.pk)


def test_two_pages_open_on_one_draft_lose_nothing_unseen(people):
    draft = stories.drafted(people.owner_a)
    stories.edit(draft, people.owner_a, stories.facts(comment="un"))
    with scope(people.owner_a.actor) as who:
        with pytest.raises(Refused, match=r"pendant que vous écriviez \(par vous, dans une autre page"):
            requests.edit(draft, who, stories.facts(comment="deux"), draft.modified_at)
        assert QualityRequest.objects.get().comment == "un"


def test_a_colleague_s_change_is_said_with_the_name(people):
    draft = stories.drafted(people.owner_a)
    stories.edit(draft, people.owner_a, stories.facts())
    import dataclasses

    colleague = dataclasses.replace(people.freelance.actor, organisation=people.owner_a.organisation)
    with scope(colleague), pytest.raises(Refused, match="par Solène Le Goff"):
        requests.edit(draft, colleague, stories.facts(), draft.modified_at)


class TestDocuments:
    def test_a_document_is_kept_by_its_hash_and_read_again(self, people):
        draft = stories.drafted(people.owner_a)
        document = stories.join(draft, people.owner_a, papers.png(), r"C:\fake\Photo du certificat.PDF")
        with scope(people.owner_a.actor) as who:
            found = queries.document(who, document.pk).upload
        assert (found.name, found.media_type, found.size) == (
            "Photo du certificat.PDF.png", "image/png", len(papers.png())
        )  # fmt: skip
        assert media.read(found.sha256, SHELF) == papers.png()

    def test_one_never_sent_is_gone_when_it_is_taken_back(self, people):
        draft = stories.drafted(people.owner_a)
        document = stories.join(draft, people.owner_a)
        stories.do(Request.detach, draft, people.owner_a, document=document.pk)
        with scope(people.owner_a.actor):
            assert not QualityDocument.objects.exists()
            assert not Upload.objects.exists()
        with pytest.raises(Refused, match="déjà retiré"):
            stories.do(Request.detach, draft, people.owner_a, document=document.pk)

    def test_one_that_was_sent_stays_marked_as_withdrawn(self, people):
        request = stories.awaiting(people.owner_a, people.instructor)
        document = request_document(request, people.owner_a)
        stories.do(Request.detach, request, people.owner_a, document=document.pk)
        assert stories.fresh(document, people.instructor).withdrawn_at
        with pytest.raises(Refused, match="Joignez le certificat"):
            stories.send(request, people.owner_a)

    def test_the_operator_sees_what_was_sent_alone(self, people):
        request = stories.awaiting(people.owner_a, people.instructor)
        fresh = stories.join(request, people.owner_a, papers.jpeg())
        with scope(people.instructor.actor) as who:
            assert fresh.pk not in {one.pk for one in queries.documents_of(request, who)}
        stories.send(request, people.owner_a)
        with scope(people.instructor.actor) as who:
            assert {one.version for one in queries.documents_of(request, who)} == {1, 2}

    def test_there_are_not_too_many(self, people):
        draft = stories.drafted(people.owner_a)
        for _ in range(12):
            stories.join(draft, people.owner_a)
        with pytest.raises(Refused, match="12 documents au plus"):
            stories.join(draft, people.owner_a)

    def test_an_act_that_fails_names_no_document(self, people):
        request = stories.sent(people.owner_a)
        with pytest.raises(Refused):
            stories.join(request, people.owner_a, papers.jpeg())
        with scope(people.owner_a.actor):
            assert Upload.objects.count() == 1


class TestComplement:
    def test_it_stops_the_clock(self, people):
        with clock.fixed(datetime(2026, 9, 28, 8, 0, tzinfo=UTC)):
            request = stories.in_review(people.owner_a, people.instructor)
        with clock.fixed(datetime(2026, 9, 30, 8, 0, tzinfo=UTC)):
            stories.do(Request.ask_complement, request, people.instructor, reason="La page 2 manque.")
        with clock.fixed(datetime(2026, 10, 19, 8, 0, tzinfo=UTC)):
            again = stories.send(stories.fresh(request, people.owner_a), people.owner_a)
        assert (again.state, again.version, again.officer_id) == (State.IN_REVIEW, 2, people.instructor.user.pk)
        assert again.due_at == datetime(2026, 10, 29, 9, 0, tzinfo=UTC)  # eight working days left; winter’s hour
        assert (again.paused_at, again.reason) == (None, "")
        assert told("complément reçu") == [(people.instructor.email, f"{again.number} : complément reçu")]

    def test_it_needs_words(self, people):
        request = stories.in_review(people.owner_a, people.instructor)
        with pytest.raises(Refused, match="Dites ce qui manque"):
            stories.do(Request.ask_complement, request, people.instructor, reason="")

    def test_asked_twice_by_the_same_click_it_is_asked_once(self, people):
        request = stories.in_review(people.owner_a, people.instructor)
        with scope(people.instructor.actor) as who:
            for _ in range(2):
                requests.decide(Request.ask_complement, request, who, reason="La page 2 manque.")
        assert len(told("complément est attendu")) == 1


class TestDecision:
    def test_acceptance_records_the_certificate(self, people):
        request = stories.accepted(people.owner_a, people.instructor)
        with scope(people.owner_a.actor):
            certificate = QualityCertificate.objects.get()
        assert certificate.number == request.certificate_number
        assert (certificate.state, certificate.reminded) == (QualityCertificate.State.ACTIVE, [])
        with scope(people.owner_a.actor):
            standing = queries.standing(people.organisation_a.pk, clock.today())
        assert standing.covers(Category.TRAINING)
        assert not standing.covers(Category.EXPERIENCE)
        assert told("acceptée") == [(people.owner_a.email, f"Demande qualité {request.number} acceptée")]

    def test_a_certificate_that_ended_meanwhile_is_not_recorded(self, people):
        request = stories.in_review(people.owner_a, people.instructor, valid_until=clock.today())
        later = clock.now() + timedelta(days=1)
        with clock.fixed(later), pytest.raises(Refused, match="n’est plus valable"):
            stories.do(Request.accept, request, people.instructor)

    def test_the_same_number_recorded_again_replaces(self, people):
        first = stories.recorded(people.owner_a, people.instructor, categories=(Category.TRAINING, Category.EXPERIENCE))
        second = stories.recorded(people.owner_a, people.instructor, certificate_number="rnq 2025 0042")
        first = stories.fresh(first, people.instructor)
        assert (first.state, first.replaced_by_id) == (QualityCertificate.State.REPLACED, second.pk)
        with scope(people.owner_a.actor):
            assert not queries.standing(people.organisation_a.pk, clock.today()).covers(Category.EXPERIENCE)

    def test_another_number_stands_beside(self, people):
        stories.recorded(people.owner_a, people.instructor)
        stories.recorded(people.owner_a, people.instructor, certificate_number="AUTRE-7", categories=("experience",))
        with scope(people.owner_a.actor):
            standing = queries.standing(people.organisation_a.pk, clock.today())
        assert standing.covers(Category.TRAINING)
        assert standing.covers(Category.EXPERIENCE)

    def test_a_refusal_has_a_motive(self, people):
        request = stories.in_review(people.owner_a, people.instructor)
        for motive, says in (("", "Choisissez un motif"), ("Autre", "n’est plus proposé")):
            with pytest.raises(Refused, match=says):
                stories.do(Request.refuse, request, people.instructor, motive=motive, reason="")
        request = stories.do(
            Request.refuse, request, people.instructor, motive="Certificat expiré", reason="Depuis mars."
        )
        assert request.reason == "Certificat expiré.\n\nDepuis mars."

    def test_a_new_request_may_follow_a_decision(self, people):
        stories.refused(people.owner_a, people.instructor)
        assert stories.drafted(people.owner_a).state == State.DRAFT

    def test_a_colleague_who_takes_over_is_told_of(self, people):
        request = stories.in_review(people.owner_a, people.instructor)
        stories.do(Request.take, request, people.supervisor)
        with pytest.raises(Refused, match="déjà le vôtre"):
            stories.do(Request.take, request, people.supervisor)
        stories.do(Request.accept, request, people.supervisor)


class TestCatalogue:
    def test_it_starts_from_the_certificate_one_holds(self, people):
        held = stories.recorded(people.owner_a, people.instructor)
        draft = stories.drafted(people.owner_a, Kind.CATALOGUE)
        assert (draft.certificate_number, draft.valid_until) == (held.number, held.valid_until)
        renewal = stories.drafted(people.owner_a)
        assert (renewal.certificate_number, renewal.valid_until) == (held.number, None)

    def test_the_certificate_already_recorded_need_not_be_joined_nor_recorded_again(self, people):
        stories.recorded(people.owner_a, people.instructor)
        request = stories.send(stories.drafted(people.owner_a, Kind.CATALOGUE), people.owner_a)
        stories.do(Request.accept, stories.do(Request.take, request, people.instructor), people.instructor)
        with scope(people.owner_a.actor):
            assert QualityCertificate.objects.count() == 1

    def test_one_stands_there_while_a_certificate_is_valid(self, people):
        certificate = stories.recorded(people.owner_a, people.instructor)
        organisation = people.organisation_a.pk

        def since(day):
            with scope(people.owner_a.actor):
                return queries.catalogued_since(organisation, queries.standing(organisation, day))

        assert since(clock.today()) is None
        request = stories.send(stories.drafted(people.owner_a, Kind.CATALOGUE), people.owner_a)
        stories.do(Request.accept, stories.do(Request.take, request, people.instructor), people.instructor)
        assert since(clock.today()) is not None
        assert since(certificate.valid_until + timedelta(days=1)) is None
        stories.do(Certificate.revoke, certificate, people.instructor, reason="Fraude.")
        assert since(clock.today()) is None


class TestWithdrawal:
    @pytest.mark.parametrize("make", ["filled", "sent"])
    def test_before_the_decision(self, people, make):
        request = stories.do(Request.withdraw, getattr(stories, make)(people.owner_a), people.owner_a)
        assert request.state == State.WITHDRAWN
        assert stories.drafted(people.owner_a).state == State.DRAFT

    def test_the_officer_is_told(self, people):
        request = stories.awaiting(people.owner_a, people.instructor)
        assert stories.do(Request.withdraw, request, people.owner_a).paused_at is None


class TestRevocation:
    def test_it_counts_no_more_and_says_why(self, people):
        certificate = stories.recorded(people.owner_a, people.instructor)
        with pytest.raises(Refused, match="Dites pourquoi"):
            stories.do(Certificate.revoke, certificate, people.instructor, reason="")
        stories.do(Certificate.revoke, certificate, people.instructor, reason="Retiré par le certificateur.")
        with scope(people.owner_a.actor):
            assert not queries.standing(people.organisation_a.pk, clock.today()).covers(Category.TRAINING)
        assert (people.owner_a.email, "Votre certificat qualité RNQ-2025-0042 est retiré") in told()


def test_another_organisation_sees_and_does_nothing(people):
    request = stories.sent(people.owner_a)
    document = request_document(request, people.owner_a)
    with scope(people.owner_b.actor) as other:
        assert not QualityRequest.objects.exists()
        assert not QualityDocument.objects.exists()
        assert not Upload.objects.exists()
        for door in (lambda: queries.request(other, request.pk), lambda: queries.document(other, document.pk)):
            with pytest.raises((QualityRequest.DoesNotExist, QualityDocument.DoesNotExist)):
                door()
        with pytest.raises(QualityRequest.DoesNotExist):
            engine.run(Request.withdraw, request.pk, other)


def test_a_draft_is_nobody_s_business_but_its_organisation_s(people):
    draft = stories.filled(people.owner_a)
    with scope(people.instructor.actor) as operator, pytest.raises(QualityRequest.DoesNotExist):
        queries.request(operator, draft.pk)


def request_document(request, someone) -> QualityDocument:
    with scope(someone.actor):
        return QualityDocument.objects.get(request=request)
