"""« Journal » of the operator: the whole of it verified, and who consulted a file."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import journal
from kairos.foundation.chain_checks.models import latest_for
from kairos.foundation.journal import browsing
from kairos.spaces.journal import asked, checking
from kairos.spaces.journal.lines import lines
from kairos.spaces.operator import chrome

KIND = "foundation.journalentry"
MOST = 100


def page(request: HttpRequest) -> HttpResponse:
    """« Qui a consulté »: the latest readings of one row, all organisations and agents together."""
    filters = asked.filters(request.GET)
    found = lines(browsing.readings_of(filters.subject, MOST), agents=True) if filters.subject else []
    if filters.subject:
        summary = f"{filters.in_words()} : {french.plural(len(found), 'lecture')}"
        journal.reading(request.actor, "journal.read", [], KIND, summary=summary)
    return _render(request, "operator/journal.html", filters=filters, lines=found, most=MOST)


def verify(request: HttpRequest) -> HttpResponse:
    """How far the verification of the whole journal is, and what it found; asked for by the button."""
    reasons = checking.ask(request.actor) if request.method == "POST" else []
    if request.method == "POST" and not reasons:
        return HttpResponseRedirect(reverse("operator:journal_verify"))
    return _render(request, "operator/journal_verification.html", reasons=[(reason, None) for reason in reasons])


def _render(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    refused = bool(context.get("reasons"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, template, chrome.of(request), status=status, check=latest_for(request.actor), **context)
