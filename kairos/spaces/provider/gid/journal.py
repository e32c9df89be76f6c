"""« Journal »: who did or read what in the organisation acted for."""

from dataclasses import replace
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, journal
from kairos.foundation.chain_checks.models import latest_for
from kairos.foundation.imports import writing
from kairos.foundation.imports.reading.forms import XLSX
from kairos.foundation.journal import browsing
from kairos.identity.organisations.models import Organisation
from kairos.spaces import headers
from kairos.spaces.journal import asked, checking, words
from kairos.spaces.journal import export as tables
from kairos.spaces.journal.lines import lines
from kairos.spaces.journal.settings import MOST_EXPORTED
from kairos.spaces.provider.gid import chrome
from kairos.spaces.session.fresh import require_fresh

KIND = "foundation.journalentry"


def page(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """Reading it is a reading: one entry, which says what was looked for rather than what was shown."""
    filters = asked.filters(request.GET)
    window = asked.window(request.actor, asked.search(request.actor, filters), request.GET)
    shown = lines(window.entries)
    _note(request, "journal.read", filters, len(shown))
    return render(
        request,
        "gid/journal.html",
        chrome.of(request),
        check=latest_for(request.actor),
        filters=filters,
        window=window,
        lines=shown,
        domains=words.DOMAINS.values(),
        kinds=words.KINDS,
        size=asked.size_asked(request.GET),
        sizes=asked.SIZES,
    )


def verify(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """How far the verification of one's entries is, and what it found; asked for by the button."""
    reasons = checking.ask(request.actor) if request.method == "POST" else []
    if request.method == "POST" and not reasons:
        return HttpResponseRedirect(reverse("gid:journal_verify"))
    return render(
        request,
        "gid/verification.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if reasons else HTTPStatus.OK,
        reasons=[(reason, None) for reason in reasons],
        check=latest_for(request.actor),
    )


def export(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """What the filters leave, the newest first, as a table file; a fresh proof is asked."""
    require_fresh(request)
    filters, most = asked.filters(request.GET), MOST_EXPORTED.value()
    looked = asked.search(request.actor, filters)
    found = lines(browsing.page(request.actor, looked, most) if looked else [])
    _note(request, "journal.export", filters, len(found))
    head = tables.head(request.actor.name, subject.name, clock.now(), filters.in_words(), len(found), most)
    if request.GET.get("format") == XLSX:
        content, kind = tables.xlsx(found, head), writing.type_of(replace(writing.OWN, kind=XLSX))
        return HttpResponse(content, content_type=kind, headers=headers.file("journal.xlsx", saved=True))
    told = headers.file("journal.csv", saved=True)
    return HttpResponse(tables.csv(found, head), content_type="text/csv; charset=utf-8", headers=told)


def _note(request: HttpRequest, name: str, filters: asked.Filters, count: int) -> None:
    summary = f"{filters.in_words()} : {french.plural(count, 'écriture')}"
    journal.reading(request.actor, name, [], KIND, summary=summary)
