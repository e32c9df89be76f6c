"""« Portail »: a greeting, where one was last signed in, what one may enter."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.dated_settings import DatedSetting, declare
from kairos.foundation.prepared import prepared
from kairos.identity.accounts import own, sessions
from kairos.identity.accounts.models import Session
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.memberships.life import queries as life
from kairos.identity.memberships.life.waiting import terms_come_first, waiting
from kairos.identity.organisations.models import Organisation
from kairos.spaces import todo
from kairos.spaces.provider.portal import chrome, tiles

NEWS = declare(DatedSetting("operator.news", "Nouvelles de l’opérateur, sur le portail", (), "Opérateur", kind="lines"))


@dataclass(frozen=True, slots=True)
class Home:
    """What one person's portal says. title: their function; managers: the other RGCs; before: their last session."""

    title: str
    managers: list[str]
    before: Session | None
    membership: Any


def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Whoever has not entered the portal of this organisation is told what opens it."""
    if not permissions.holds(request.actor, "portal.enter", organisation):
        return _closed(request)
    found = read(request.actor)
    first = found.membership and terms_come_first(found.membership, clock.today())
    if first and permissions.holds(request.actor, "portal.manage", organisation):
        return HttpResponseRedirect(f"{reverse('file:membership')}?d-abord=conditions")
    until = french.day(found.membership.ends_on) if found.membership else ""
    return render(
        request,
        "portal/home.html",
        chrome.of(request),
        found=found,
        opened=tiles.opened(request.actor, found.membership, until),
        shut=list(tiles.shut(request.actor, found.managers)),
        later=tiles.later(request.actor, found.managers),
        news=NEWS.value(),
        todo=todo.of(request.actor, "portal"),
        waiting=waiting(found.membership, clock.today()) if found.membership else [],
    )


def read(actor: Actor) -> Home:
    affiliations = _team(actor)
    mine = next((row.title for row in affiliations if row.user_id == actor.person), "")
    managers = [row.user.full_name for row in affiliations if MANAGE in row.rights and row.user_id != actor.person]
    before = None if actor.helped else sessions.latest_other(actor.user, actor.session)
    return Home(mine, managers, before, life.latest(actor))


@prepared
def _team(actor: Actor) -> QuerySet[Affiliation]:
    return habilitations.visible_to(actor).filter(ended_at__isnull=True)


def not_me(request: HttpRequest) -> HttpResponse:
    """« Ce n’était pas moi »: every other session ends, then one chooses another password."""
    if request.method == "POST":
        own.end_others(request.actor)
        return HttpResponseRedirect(reverse("session:password"))
    before = sessions.latest_other(request.actor.user, request.actor.session)
    return render(request, "portal/not_me.html", chrome.of(request), before=before)


def to_team(request: HttpRequest) -> HttpResponse:
    """The address the team's page had."""
    return HttpResponseRedirect(reverse("gid:people"))


def _closed(request: HttpRequest) -> HttpResponse:
    """The file has its own home; somebody the posted letters have not reached yet is told to wait for them."""
    if any(right.startswith("file.") for right in request.actor.rights):
        return HttpResponseRedirect(f"{reverse('file:home')}?portail=ferme")
    return render(request, "portal/closed.html", chrome.of(request))
