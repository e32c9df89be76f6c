"""The sheet of a half-day: the code of the moment, who has signed, the paper, the trainer's countersignature."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, permissions, verifying
from kairos.foundation.guards import Reason, Refused
from kairos.identity.accounts import tokens
from kairos.offer.catalogue.rules import Half
from kairos.path.attendance import wording
from kairos.path.attendance.board import Line
from kairos.path.signing import codes, expecting, printing, queries
from kairos.path.signing.acts import signature
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import Signature, SigningSheet
from kairos.people.access import reading
from kairos.spaces import headers, site, uploads
from kairos.spaces.forms import Form, typed_line
from kairos.spaces.provider.kairos import chrome
from kairos.spaces.qr import picture
from kairos.spaces.uploads import DocumentsField, what_is_taken

SIGN = "/candidat/emarger/"
MISSED = ("A", "J", "F")
"""What the month says of somebody who was not there."""


class ScanForm(Form):
    """The paper sheet, scanned; as many files as one, the first is kept."""

    scan = DocumentsField(label="La feuille de papier, numérisée", help_text="")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["scan"].help_text = what_is_taken()


def page(request: HttpRequest, subject: SigningSheet, refused: Refused | None = None) -> HttpResponse:
    lines, signed = _lines(subject), _signed(subject)
    shown = {line.stay.person for line in lines} | {row.person_id for row in signed.values()}
    reading.shown(request.actor, "signing.sheet", sorted(shown))
    open_ = subject.state == SigningSheet.State.OPEN
    return render(
        request,
        "signing/sheet.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        **_moment(subject),
        when=_when(subject),
        lines=lines,
        signed=signed,
        others=[row for key, row in signed.items() if key not in expecting.lines_of(subject)],
        against=[line for line in lines if line.stay.enrolment in signed and line.cell(subject.rank).letter in MISSED],
        code_said=verifying.spelled(subject.code),
        day=reverse("attendance:day", kwargs={"key": subject.session_id, "day": subject.day}),
        live=open_ and subject.day == expecting.board_of(subject).today,
        writes=open_ and permissions.holds(request.actor, "signing.open", subject),
        form=ScanForm(),
        month=reverse("attendance:month", kwargs={"key": subject.session_id, "month": subject.day.replace(day=1)}),
        wrong=[(reason.message, reason.field or None) for reason in refused.reasons] if refused else [],
    )


def live(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    """What changes by itself: the code, and in which places of the list somebody signed. No name, and no reading: the
    page that asks was one."""
    open_ = subject.state == SigningSheet.State.OPEN and subject.day == expecting.board_of(subject).today
    told = {"open": open_, "lines": _lines(subject), "signed": _signed(subject)}
    return render(request, "signing/live.html", chrome.of(request), **_moment(subject), **told)


def _moment(subject: SigningSheet) -> dict[str, Any]:
    now = clock.now()
    return {
        "row": subject,
        "code": codes.shown(codes.code_of(subject.pk, now)),
        "step": int(now.timestamp()) // codes.STEP,
        "seconds": codes.seconds_left(now),
        "address": tokens.address(SIGN, ""),
    }


def _lines(subject: SigningSheet) -> list[Line]:
    return list(expecting.lines_of(subject).values())


def _signed(subject: SigningSheet) -> dict[UUID, Signature]:
    return {row.enrolment_id: row for row in queries.signatures_of(subject.pk)}


def _when(subject: SigningSheet) -> str:
    return f"{wording.day(subject.day)}, {Half(subject.half).label}"


def qr(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    """The code of the moment as a picture; what it leads to asks to be signed in."""
    if subject.state != SigningSheet.State.OPEN:
        raise Http404
    code = codes.code_of(subject.pk, clock.now())
    return picture(tokens.address(SIGN, f"?code={code}"), "Code QR à scanner avec un téléphone")


def sign_here(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    """Whoever has no telephone signs on this screen, in front of the trainer."""
    key = _key(request.POST.get("personne", ""))
    line = expecting.lines_of(subject).get(key) if key else None
    if line is None:
        return page(request, subject, Refused("Choisissez une personne de la liste."))
    row = signature(subject, line.stay.enrolment, line.stay.person)
    return _done(request, subject, lambda: engine.run(Signing.sign_here, row, request.actor))


def paper(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    people = [key for typed in request.POST.getlist("people") if (key := _key(typed))]
    form = ScanForm.of(request)
    if not form.is_valid():
        return page(request, subject, Refused(*(Reason(text, field="scan") for text in form.errors.get("scan", ()))))
    document = next(iter(form.cleaned_data["scan"]), None)
    details = {"people": people, "document": document}
    return _done(request, subject, lambda: engine.run(HalfDaySheet.note_paper, subject.pk, request.actor, **details))


def countersign(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    declared = "declared" in request.POST
    return _done(
        request, subject, lambda: engine.run(HalfDaySheet.countersign, subject.pk, request.actor, declared=declared)
    )


def cancel(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    try:
        engine.run(HalfDaySheet.cancel, subject.pk, request.actor, reason=typed_line(request, "reason"))
    except Refused as refused:
        return page(request, subject, refused)
    return HttpResponseRedirect(reverse("signing:home"))


def withdraw(request: HttpRequest, subject: Signature) -> HttpResponse:
    sheet = queries.sheet(request.actor, subject.sheet_id)
    return _done(request, sheet, lambda: _withdraw(request, subject))


def _withdraw(request: HttpRequest, subject: Signature) -> None:
    engine.run(Signing.withdraw, subject.pk, request.actor, reason=typed_line(request, "reason"))


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _done(request: HttpRequest, subject: SigningSheet, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        return page(request, queries.sheet(request.actor, subject.pk), refused)
    return HttpResponseRedirect(reverse("signing:sheet", args=[subject.pk]))


def blank(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    reading.shown(request.actor, "signing.printed", _people(subject), summary=_when(subject))
    content = printing.blank(subject, request.actor.organisation_name, site.letterhead())
    return _pdf(content, f"emargement-{subject.day}-{subject.half}.pdf")


def signed(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    if subject.state != SigningSheet.State.COUNTERSIGNED:
        raise Http404
    reading.shown(request.actor, "signing.printed", _people(subject), summary=_when(subject))
    content = printing.signed(subject, request.actor.organisation_name, site.letterhead())
    return _pdf(content, f"emargement-{subject.day}-{subject.half}-signe.pdf")


def scan(request: HttpRequest, subject: SigningSheet) -> HttpResponse:
    if subject.scan is None:
        raise Http404
    reading.shown(request.actor, "signing.scan", _people(subject), summary=_when(subject))
    return uploads.attachment(subject.scan)


def _people(subject: SigningSheet) -> list[UUID]:
    return sorted({line.stay.person for line in expecting.lines_of(subject).values()})


def _pdf(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(content, content_type="application/pdf", headers=headers.file(name))
