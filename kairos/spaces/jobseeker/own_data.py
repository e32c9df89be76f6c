"""« Télécharger mes données »: one's own, in one file (GDPR, articles 15 and 20)."""

from django.http import HttpRequest, HttpResponse

from kairos.foundation import clock, journal
from kairos.people.access.reading import SUBJECT
from kairos.people.jobseekers import queries
from kairos.spaces import headers, own_data
from kairos.spaces.own_data import writing
from kairos.spaces.session.fresh import require_fresh


def export(request: HttpRequest) -> HttpResponse:
    """After a fresh proof: an open session on a stolen telephone is not enough."""
    require_fresh(request)
    actor = request.actor
    me = queries.oneself(actor)
    found = own_data.of(actor)
    journal.reading(actor, "jobseekers.exported_own", [me.pk], SUBJECT)
    packed = writing.packed(found, me.full_name, request.site.name, clock.now())
    told = headers.file("mes-donnees.zip", saved=True)
    return HttpResponse(packed, content_type="application/zip", headers=told)
