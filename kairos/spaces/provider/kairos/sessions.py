"""The lists of sessions, and what is done to several at once."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, permissions
from kairos.foundation.guards import Reason, Refused
from kairos.foundation.permissions import Denied
from kairos.offer.catalogue import codes, queries
from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments import queries as enrolments
from kairos.spaces import published as everyones
from kairos.spaces.provider.kairos import chrome, lists
from kairos.spaces.provider.kairos.lists import TABS
from kairos.spaces.published import Asked

MOST = 50


@dataclass(frozen=True, slots=True)
class Left:
    """A session that could not be published, and why."""

    session: TrainingSession
    reasons: list[Reason]


def sessions(request: HttpRequest) -> HttpResponse:
    return _list(request, TABS.get(request.GET.get("etat", ""), TABS[""]))


def publish_several(request: HttpRequest) -> HttpResponse:
    """Those that are chosen among the drafts; what is not ready stays, with what it lacks."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("kairos:sessions") + "?etat=brouillons")
    done, left = 0, []
    for key in _keys(request.POST.getlist("session"))[:MOST]:
        try:
            engine.run(Session.publish, key, request.actor)
            done += 1
        except Refused as refused:
            left.append((key, refused.reasons))
        except (Denied, TrainingSession.DoesNotExist):
            continue
    rows = queries.visible_to(request.actor).in_bulk([key for key, _ in left])
    return _list(request, TABS["brouillons"], done, [Left(rows[key], reasons) for key, reasons in left])


def published(request: HttpRequest) -> HttpResponse:
    """What everyone finds."""
    asked = Asked.of(request.GET)
    page = everyones.page(asked, request.GET)
    return render(
        request,
        "kairos/published.html",
        chrome.of(request),
        page=page,
        full=everyones.full(page),
        asked=asked,
        funders=codes.FUNDERS,
    )


def _list(
    request: HttpRequest, tab: lists.Tab, done: int | None = None, left: list[Left] | None = None
) -> HttpResponse:
    asked = Asked.of(request.GET)
    counted = lists.counts(request.actor)
    page = lists.own(request.actor, tab, asked, request.GET)
    return render(
        request,
        "kairos/sessions.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if left else HTTPStatus.OK,
        page=page,
        held=enrolments.held(line.id for line in page.rows) if tab.counted else {},
        tab=tab,
        tabs=[(one, sum(counted.get(state, 0) for state in one.states)) for one in TABS.values()],
        asked=asked,
        funders=codes.FUNDERS,
        done=done,
        left=left or [],
        may_publish=permissions.holds(request.actor, "catalogue.publish"),
        may_enter=permissions.holds(request.actor, "catalogue.enter"),
        may_import=permissions.holds(request.actor, "catalogue.import"),
    )


def _keys(typed: list[str]) -> list[UUID]:
    found = []
    for text in typed:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
