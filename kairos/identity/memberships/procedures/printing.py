"""The letter that tells of a procedure: made when asked, kept nowhere."""

from django.conf import settings

from kairos.foundation.clock import PARIS
from kairos.foundation.documents import Letterhead
from kairos.foundation.documents.apart import render_apart
from kairos.identity.memberships.documents import NOTICE, NoticeLetter, Recipient
from kairos.identity.memberships.models import Procedure
from kairos.identity.memberships.stamping import CIVILITIES
from kairos.identity.organisations import queries as files


def pdf(procedure: Procedure, letterhead: Letterhead) -> bytes:
    return render_apart(NOTICE, notice(procedure, letterhead))


def notice(procedure: Procedure, letterhead: Letterhead) -> NoticeLetter:
    """To the director, at the address of the file."""
    membership = procedure.membership
    sheet = files.sheet(membership.organisation)
    director = sheet.director
    name = f"{CIVILITIES.get(director.civility, '')} {director.full_name}".strip() if director else ""
    return NoticeLetter(
        dated=procedure.opened_at,
        letterhead=letterhead,
        recipient=Recipient(membership.name, name, tuple(sheet.main.postal_lines)),
        reference=f"{membership.number}-P",
        membership=membership.number,
        clause=procedure.clause,
        reason=procedure.reason,
        urgent_reason=procedure.urgent_reason,
        answer_until=procedure.answer_due_at.astimezone(PARIS).date(),
        own_url=f"{settings.KAIROS_BASE_URL}/compte/adhesion/",
    )
