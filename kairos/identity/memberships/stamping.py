"""The terms as accepted: what the paper says is kept as data at the acceptance, the PDF is made of it afterwards."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings

from kairos.foundation import documents, media
from kairos.foundation.clock import PARIS
from kairos.foundation.documents import Letterhead
from kairos.identity.memberships.documents import TERMS, Acceptance, Signatory, TermsDocument
from kairos.identity.memberships.models import MembershipApplication, StampedTerms, TermsVersion
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Person
from kairos.identity.organisations.rules import format_nda, format_siret

EMPOWERED = "qui déclare avoir le pouvoir d’accepter au nom de l’organisme"


def acceptance(
    application: MembershipApplication, sheet: ProviderSheet, name: str, email: str, at: datetime
) -> Acceptance:
    """Who accepts: the person signed in, for the organisation its file describes."""
    return Acceptance(
        accepted_at=at,
        accepted_by=Signatory(name, _capacity(sheet, email)),
        organisation=sheet.organisation.name,
        address_lines=tuple(sheet.main.postal_lines),
        siret=sheet.main.siret,
        nda=sheet.organisation.nda,
        represented_by=_signatory(sheet.director),
        account_manager=_signatory(sheet.account_manager),
        application=application.number,
    )


def _signatory(person: Person | None) -> Signatory:
    if person is None:
        return Signatory("", "")
    return Signatory(f"{CIVILITIES.get(person.civility, '')} {person.full_name}".strip(), person.title)


CIVILITIES = {"mme": "Mme", "m": "M."}


def _capacity(sheet: ProviderSheet, email: str) -> str:
    """The capacity the file gives the person who accepts, found by e-mail."""
    named = (sheet.director, sheet.account_manager)
    return next((person.title for person in named if person and person.email == email), EMPOWERED)


def to_stamp(accepted: Acceptance, terms: TermsVersion) -> dict[str, Any]:
    """As stored: everything the document says but the words of the terms, named by their version."""
    said = dataclasses.asdict(accepted)
    said["accepted_at"] = accepted.accepted_at.isoformat()
    return {"operator": settings.KAIROS_OPERATOR, "terms": terms.version, "acceptance": said}


def from_stamp(stamp: Mapping[str, Any]) -> Acceptance:
    said = dict(stamp["acceptance"])
    people = {key: Signatory(**said[key]) for key in ("accepted_by", "represented_by", "account_manager")}
    at = datetime.fromisoformat(said["accepted_at"])
    return Acceptance(**said | people | {"accepted_at": at, "address_lines": tuple(said["address_lines"])})


def _as_read(accepted: Acceptance) -> Acceptance:
    """The numbers grouped as people read them."""
    return dataclasses.replace(accepted, siret=format_siret(accepted.siret), nda=format_nda(accepted.nda))


def make(row: StampedTerms) -> None:
    """Render the stamped PDF, keep it, write its hash beside the stamp. Imports typst: for a job."""
    accepted = from_stamp(row.stamp)
    terms = publishing.as_published(TermsVersion.objects.get(pk=row.stamp["terms"]))
    paper = TermsDocument(accepted.accepted_at, Letterhead(row.stamp["operator"]), terms, _as_read(accepted))
    row.sha256 = media.keep(documents.render(TERMS, paper))
    row.save(update_fields=["sha256"])


def make_bare(version: TermsVersion) -> None:
    """The same for the terms alone, to be read before accepting them."""
    terms = publishing.as_published(version)
    dated = datetime.combine(terms.effective_from, datetime.min.time(), PARIS)
    paper = TermsDocument(dated, Letterhead(settings.KAIROS_OPERATOR), terms)
    version.pdf_sha256 = media.keep(documents.render(TERMS, paper))
    version.save(update_fields=["pdf_sha256"])


def paper(sha256: str) -> bytes | None:
    """A PDF made here, None while it is not (or when its file was lost)."""
    return media.read(sha256) if sha256 else None
