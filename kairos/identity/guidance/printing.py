"""The paper of a published procedure, and the hash of what it says."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder

from kairos.foundation.documents import Letterhead
from kairos.foundation.documents.apart import render_apart
from kairos.identity.accounts import people
from kairos.identity.guidance import template
from kairos.identity.guidance.documents import PROCEDURE, PaperSection, ProcedurePaper
from kairos.identity.guidance.models import WrittenProcedure

PUBLISHED = ("organisation_id", "number", "sections", "published_at", "published_by")


def sha256(procedure: WrittenProcedure) -> str:
    """Of the content, not of a file: it can be computed again from the row, whatever the version of typst."""
    said = {name: getattr(procedure, name) for name in PUBLISHED}
    text = json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def pdf(procedure: WrittenProcedure) -> bytes:
    return render_apart(PROCEDURE, paper(procedure))


def paper(procedure: WrittenProcedure) -> ProcedurePaper:
    """The organisation's own: nothing of the operator's on it."""
    name = procedure.organisation.name
    return ProcedurePaper(
        dated=procedure.published_at,
        letterhead=Letterhead(name),
        organisation=name,
        siren=procedure.organisation.siren,
        number=procedure.number,
        by=people.names_of([procedure.published_by]).get(procedure.published_by, ""),
        sections=tuple(
            PaperSection(section.title, tuple(part for part in text.split("\n\n") if part.strip()))
            for section, text in template.named(procedure.sections)
        ),
        sha256=procedure.sha256,
        matches=sha256(procedure) == procedure.sha256,
    )
