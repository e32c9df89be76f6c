"""A person who must change their password finds that page and nothing else, until it is done."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.foundation import permissions
from kairos.foundation.actor import visitor
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
