"""The queue of quality requests."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.foundation import journal
from kairos.identity.quality import queries
from kairos.identity.quality.models import QualityRequest
from kairos.spaces.operator import chrome, quality_list
from kairos.spaces.operator.counts import capped

KIND = "quality.qualityrequest"


def to_instruct(request: HttpRequest) -> HttpResponse:
    return _list(request, "")


def awaited(request: HttpRequest) -> HttpResponse:
    return _list(request, "attente")


def decided(request: HttpRequest) -> HttpResponse:
    return _list(request, "decidees")


def _list(request: HttpRequest, key: str) -> HttpResponse:
    tab = quality_list.TABS[key]
    page = quality_list.page(request.actor, tab, request.GET)
    journal.reading(request.actor, "quality_request.list", [line.id for line in page.rows], KIND)
    return render(
        request,
        "operator/quality_queue.html",
        chrome.of(request),
        tab=tab,
        tabs=_tabs(request),
        page=page,
        words=quality_list.words_asked(request.GET),
        kind=quality_list.kind_asked(request.GET),
        kinds=dict(QualityRequest.Kind.choices),
    )


def _tabs(request: HttpRequest) -> list[tuple[quality_list.Tab, int]]:
    tabs = quality_list.TABS.values()
    rows = queries.visible_to(request.actor)
    return list(zip(tabs, capped(*(rows.filter(tab.rows) for tab in tabs)), strict=True))
