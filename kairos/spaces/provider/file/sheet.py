"""« Ma fiche »: read, completed, saved as often as one likes, left and resumed."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal, permissions
from kairos.foundation.guards import Reason, Refused
from kairos.identity.habilitations.queries import visible_to
from kairos.identity.memberships.changes import rules as changes
from kairos.identity.organisations import completeness, doubts, queries
from kairos.identity.organisations.content import Content, ProviderSheet
from kairos.identity.organisations.doubts import Doubt
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Organisation
from kairos.identity.organisations.rules import is_shared_mailbox
from kairos.spaces import registers
from kairos.spaces.provider.file import chrome
from kairos.spaces.provider.file.whole import WholeSheet


def sheet(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    rows = queries.sheet(organisation)
    if request.method == "POST":
        return _saved(request, rows)
    journal.reading(request.actor, "provider_file.read", [organisation.pk], "organisations.organisation")
    if closed := _closed(request, organisation):
        return _frozen(request, rows, closed)
    return _page(request, rows, _form(rows, {}, getattr(request, "typed", None)))


def _saved(request: HttpRequest, rows: ProviderSheet) -> HttpResponse:
    form = _form(rows, _me(request), request.POST)
    if form.is_valid():
        try:
            _save(request, rows, form)
            return HttpResponseRedirect(_next(form))
        except Refused as refused:
            rows = queries.sheet(rows.organisation)
            form.take(refused, rows.content())
    return _page(request, rows, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _form(rows: ProviderSheet, me: Content, data: QueryDict | None) -> WholeSheet:
    """A member's offers what its people change by themselves; the rest is asked of the operator."""
    if rows.organisation.member_since is None:
        return WholeSheet(rows, me, data)
    return WholeSheet(rows, me, data, held=changes.kind_of)


def _save(request: HttpRequest, rows: ProviderSheet, form: WholeSheet) -> None:
    """Nothing typed anew, nothing done: an empty save leaves no trace. Raises Refused."""
    typed = form.changes()
    if typed or form.removed:
        engine.run(
            ProviderFile.edit,
            rows.organisation,
            request.actor,
            changes=typed,
            seen=form.seen,
            removed=form.removed,
            doubts=_doubts(rows, typed),
            reason=form.reason.cleaned_data["reason"],
        )


def _doubts(rows: ProviderSheet, typed: Content) -> list[Doubt]:
    """Asked when the declaration's number is new."""
    nda = typed.get("organisation-nda", "")
    found = doubts.about(registers.for_this_request(), rows.main.siret, nda) if nda else []
    return [doubt for doubt in found if doubt.field == "nda"]


def _next(form: WholeSheet) -> str:
    """Back where one was: the part that was copied or left, the top otherwise."""
    target = form.data.get("copy", "").partition(":")[0]
    anchor = target if target in form.parts else "contacts" if form.removed else ""
    return reverse("file:sheet") + (f"#{anchor}" if anchor else "")


def _me(request: HttpRequest) -> dict[str, str]:
    """What is known of who fills the file, for « C’est moi »; asked of the database only when it is saved."""
    own = visible_to(request.actor).get(user=request.actor.person, ended_at__isnull=True)
    columns = ("civility", "first_name", "last_name", "email", "phone")
    return {column: getattr(own.user, column) for column in columns} | {"title": own.title}


def _closed(request: HttpRequest, organisation: Organisation) -> list[Reason]:
    """Why nothing can be changed now: the right is missing, or the file is frozen."""
    if not permissions.holds(request.actor, ProviderFile.edit.permission, organisation):
        who = permissions.the_map()[ProviderFile.edit.permission].granted_by
        return [Reason(f"Vous pouvez lire cette fiche, pas la modifier\u00a0: c’est le rôle de {who}.")]
    return engine.obstacles(ProviderFile.edit, organisation, request.actor)


def _frozen(request: HttpRequest, rows: ProviderSheet, reasons: list[Reason]) -> HttpResponse:
    return render(request, "file/frozen.html", chrome.of(request), rows=rows, reasons=reasons)


def _page(request: HttpRequest, rows: ProviderSheet, form: WholeSheet, status: int = HTTPStatus.OK) -> HttpResponse:
    return render(
        request,
        "file/sheet.html",
        chrome.of(request),
        status=status,
        rows=rows,
        form=form.shown(),
        missing=completeness.gaps(rows.content()),
        shared_mailbox=is_shared_mailbox(rows.content()["account_manager-email"]),
    )
