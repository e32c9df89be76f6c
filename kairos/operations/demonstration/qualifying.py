"""Certificates: a provider asks with a paper, an agent examines, records, or asks for more."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.documents import DocumentTemplate, render
from kairos.foundation.ids import new_id
from kairos.foundation.uploads.examining import examine
from kairos.identity.quality import queries, requests
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityDocument, QualityRequest
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Provider, Step

CERTIFIER = "Certif’Exemple"


@dataclass(frozen=True, slots=True)
class CertificatePaper:
    dated: datetime
    provider: str
    certifier: str
    number: str
    valid_from: date
    valid_until: date


PAPER = DocumentTemplate(Path(__file__).parent / "certificate.typ", CertificatePaper)


def ask(stage: Stage, step: Step) -> None:
    """`kind`, `number`, `categories`; `since`, `until`: days before and after the day of the step."""
    provider, said, today = stage.provider(step.provider), step.details, clock.today()
    facts = Facts(
        said["number"],
        CERTIFIER,
        tuple(said["categories"].split()),
        today - timedelta(days=int(said["since"])),
        today + timedelta(days=int(said["until"])),
    )
    with stage.as_opener(provider, Strength.SECOND_FACTOR) as (actor, _):
        request = requests.open_(new_id(), said["kind"], actor)
        paper = examine(SimpleUploadedFile("certificat-qualiopi.pdf", _paper(provider, facts)))
        requests.attach(request, actor, paper, QualityDocument.Kind.CERTIFICATE)
        requests.edit(request, actor, facts, QualityRequest.objects.get(pk=request.pk).modified_at)
        requests.send(request, actor, new_id())


def take(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        engine.run(Request.take, _request(stage, step, actor), actor)


def accept(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        requests.decide(Request.accept, _request(stage, step, actor), actor)


def ask_complement(stage: Stage, step: Step) -> None:
    with stage.as_agent(step.by) as actor:
        requests.decide(Request.ask_complement, _request(stage, step, actor), actor, **step.details)


def _request(stage: Stage, step: Step, actor: Actor) -> QualityRequest:
    rows = queries.visible_to(actor).filter(organisation=stage.organisations[step.provider])
    return rows.latest("created_at")


def _paper(provider: Provider, facts: Facts) -> bytes:
    said = CertificatePaper(
        clock.now(), provider.name, CERTIFIER, facts.certificate_number, facts.valid_from, facts.valid_until
    )
    return render(PAPER, said)
