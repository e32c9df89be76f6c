"""The queue of membership applications: found, sorted, taken, exported."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, journal
from kairos.identity.accounts import people
from kairos.identity.memberships import applications
from kairos.identity.organisations.rules import REGIONS
from kairos.spaces import headers
from kairos.spaces.operator import chrome, queue_export, queue_list

KIND = "memberships.membershipapplication"


def to_instruct(request: HttpRequest) -> HttpResponse:
    return _list(request, "")


def awaited(request: HttpRequest) -> HttpResponse:
    return _list(request, "attente")


def decided(request: HttpRequest) -> HttpResponse:
    return _list(request, "decidees")


def _list(request: HttpRequest, key: str, reasons: tuple[str, ...] = (), taken: int = 0) -> HttpResponse:
    tab, filters = queue_list.TABS[key], queue_list.asked(request.GET)
    page = queue_list.page(request.actor, tab, filters, request.GET)
    journal.reading(request.actor, "membership_application.list", [line.id for line in page.rows], KIND)
    around, (*counts, staff) = chrome.counted(request, *queue_list.WHOLE.values(), beside=people.staff_rows)
    return render(
        request,
        "operator/queue.html",
        around,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        tab=tab,
        tabs=list(zip(queue_list.TABS.values(), counts, strict=True)),
        page=page,
        filters=filters,
        order=queue_list.order_asked(tab, request.GET),
        size=queue_list.size_asked(request.GET),
        sizes=queue_list.SIZES,
        regions=REGIONS,
        checks=queue_list.CHECK_LABELS,
        officers=tuple((one["id"], f"{one['first_name']} {one['last_name']}".strip()) for one in staff),
        minute=clock.now().replace(second=0, microsecond=0),
        reasons=[(reason, None) for reason in reasons],
        taken=taken or _count(request.GET.get("prises", "")),
    )


def _count(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0


def take(request: HttpRequest) -> HttpResponse:
    """Take the chosen requests; those that could not be taken are named with the reason."""
    if request.method == "GET":
        return HttpResponseRedirect(reverse("operator:queue"))
    taken, refusals = applications.take(_chosen(request), request.actor)
    if refusals or not taken:
        return _list(request, "", tuple(refusals) or ("Choisissez au moins une demande.",), len(taken))
    return HttpResponseRedirect(f"{reverse('operator:queue')}?prises={len(taken)}")


def _chosen(request: HttpRequest) -> list[UUID]:
    """What is no identifier is left aside: a page never writes one."""
    keys = []
    for typed in request.POST.getlist("demande")[: max(queue_list.SIZES)]:
        try:
            keys.append(UUID(typed))
        except ValueError:
            continue
    return keys


def export(request: HttpRequest) -> HttpResponse:
    """What the page shows, every page of it, as a table file."""
    tab = queue_list.TABS.get(request.GET.get("file", ""), queue_list.TABS[""])
    lines = queue_list.exported(request.actor, tab, queue_list.asked(request.GET), request.GET)
    journal.reading(request.actor, "membership_application.export", [line.id for line in lines], KIND)
    name = f"demandes-{tab.key or 'a-instruire'}.csv"
    table = queue_export.csv(lines)
    return HttpResponse(table, content_type="text/csv; charset=utf-8", headers=headers.file(name, saved=True))
