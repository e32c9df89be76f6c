"""Certificates: a provider asks with a paper, an agent examines, records, or asks for more."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Strength
from kairos.foundation.ids import new_id
from kairos.foundation.uploads.examining import examine
from kairos.identity.quality import queries, requests
from kairos.identity.quality.facts import Facts
from kairos.identity.quality.lifecycle import Request
from kairos.identity.quality.models import QualityDocument, QualityRequest
from kairos.operations.demonstration.stage import Stage
from kairos.operations.demonstration.story import Provider, Step

CERTIFIER = "Certif’Exemple"


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
    """One page, in the typeface that every reader has."""
    lines = (
        ("Certificat Qualiopi", 22),
        ("Document inventé pour la démonstration", 11),
        (provider.name, 15),
        (f"Certificat {facts.certificate_number}, délivré par {CERTIFIER}", 11),
        (f"Valable du {facts.valid_from:%d/%m/%Y} au {facts.valid_until:%d/%m/%Y}", 11),
    )
    written = b"".join(b"/F %d Tf (%b) Tj 0 -32 Td " % (size, _escaped(text)) for text, size in lines)
    drawn = b"BT 72 740 Td " + written + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        b" /Resources << /Font << /F 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(drawn), drawn),
    )
    out, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _escaped(text: str) -> bytes:
    bare = text.encode("cp1252", "replace")
    return bare.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
