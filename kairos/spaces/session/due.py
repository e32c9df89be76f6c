"""A person who must change their password finds that page and nothing else, until it is done."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design import french
from kairos.foundation import permissions
from kairos.foundation.actor import visitor
from kairos.identity.accounts import people
from kairos.identity.habilitations.models import Team
from kairos.spaces import routes

OPEN = {"session:password", "session:proof", "session:challenge", "session:sign_out"}


def lead(request: HttpRequest) -> HttpResponse | None:
    """To the page where it is changed; None when nothing is due, or for a page that visitors may read."""
    if not (request.present.password_due and request.present.complete):
        return None
    name = request.resolver_match.view_name
    permission = routes.permission_of(name)
    if name in OPEN or (permission and permissions.holds(visitor(), permission) and name != "session:landing"):
        return None
    address = reverse("session:password")
    if "HX-Request" in request.headers:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address})
    return HttpResponse(status=HTTPStatus.FOUND, headers={"Location": address})


def why(request: HttpRequest) -> str:
    """Who asks for another password, as its owner reads it; empty when nothing is due."""
    if not request.present.password_due:
        return ""
    asked_at, said = people.password_due(request.actor.user)
    if asked_at:
        return said or "L’actuel a pu être connu d’un autre : l’opérateur vous demande de le changer."
    days = Team.objects.filter(pk=request.actor.organisation).values_list("password_days", flat=True).first()
    name = request.actor.organisation_name
    return f"{name} demande d’en changer tous les {french.plural(days or 0, 'jour')}."
