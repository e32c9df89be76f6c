"""« Journal »: who did or read what in the organisation acted for."""

from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, journal
from kairos.foundation.journal import browsing
from kairos.identity.organisations.models import Organisation
from kairos.spaces.journal import asked, words
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
        filters=filters,
        window=window,
        lines=shown,
        domains=words.DOMAINS.values(),
        kinds=words.KINDS,
        size=asked.size_asked(request.GET),
        sizes=asked.SIZES,
    )


def export(request: HttpRequest, subject: Organisation) -> HttpResponse:
    """What the filters leave, the newest first, as a table file; a fresh proof is asked."""
    require_fresh(request)
    filters, most = asked.filters(request.GET), MOST_EXPORTED.value()
    looked = asked.search(request.actor, filters)
    found = lines(browsing.page(request.actor, looked, most) if looked else [])
    _note(request, "journal.export", filters, len(found))
    head = tables.head(request.actor.name, subject.name, clock.now(), filters.in_words(), len(found), most)
    headers = {"Content-Disposition": 'attachment; filename="journal.csv"'}
    return HttpResponse(tables.csv(found, head), content_type="text/csv; charset=utf-8", headers=headers)


def _note(request: HttpRequest, name: str, filters: asked.Filters, count: int) -> None:
    summary = f"{filters.in_words()} : {french.plural(count, 'écriture')}"
    journal.reading(request.actor, name, [], KIND, summary=summary)
