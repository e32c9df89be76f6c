"""The operator's pages for the posted letters: print, post, answer for a lost one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import journal
from kairos.foundation.guards import Refused
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.identity.memberships.letters import addresses, handling, printing, queries
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.models import AccessLetter
from kairos.spaces import headers, site
from kairos.spaces.operator import chrome, letters_list
from kairos.spaces.operator.letters_forms import AddressForm, LostForm

Kind, State = AccessLetter.Kind, AccessLetter.State
LETTER = "memberships.accessletter"
HAPPENED = {
    PostedLetter.prepare.name: "Préparé",
    PostedLetter.print.name: "Imprimé",
    PostedLetter.post.name: "Posté",
    PostedLetter.readdress.name: "Adresse changée",
    PostedLetter.reissue.name: "Annulé et refait",
    PostedLetter.withdraw.name: "Annulé",
    PostedLetter.alarm.name: "Signalé en retard",
}
"""Act → what is said once it is done."""


def queue(request: HttpRequest, kind: str = Kind.IDENTIFIER, refused: Refused | None = None) -> HttpResponse:
    """The letters of one kind that have not left."""
    page = letters_list.waiting(request.actor, kind, _way(request))
    _read(request, "letters.queue", [line.id for line in page.rows])
    context = {"kind": kind, "page": page, "counts": letters_list.counts(request.actor), "reasons": _reasons(refused)}
    return _render(request, "queue", status=422 if refused else 200, **context)


def passwords(request: HttpRequest) -> HttpResponse:
    return queue(request, Kind.PASSWORD)


def posted(request: HttpRequest) -> HttpResponse:
    """Those that left; or, when one looks for some, theirs in every state."""
    words = request.GET.get("q", "").strip()[:200]
    way = _way(request)
    page = letters_list.found(request.actor, words, way) if words else letters_list.posted(request.actor, way)
    _read(request, "letters.posted", [line.id for line in page.rows])
    return _render(request, "posted", words=words, page=page, counts=letters_list.counts(request.actor))


def print_(request: HttpRequest) -> HttpResponse:
    try:
        batch = handling.print_batch(_chosen(request), request.actor)
    except Refused as refused:
        return queue(request, _kind(request), refused)
    return HttpResponseRedirect(reverse("operator:letters_batch", args=[batch]))


def post(request: HttpRequest) -> HttpResponse:
    try:
        handling.post_batch(_chosen(request), request.actor)
    except Refused as refused:
        return queue(request, _kind(request), refused)
    return HttpResponseRedirect(reverse("operator:letters_posted"))


def batch(request: HttpRequest, letters: list[AccessLetter]) -> HttpResponse:
    """What one has just printed: the file, and what remains to be done with it."""
    _read(request, "letters.batch", [letter.pk for letter in letters])
    waiting = [letter for letter in letters if letter.state == State.PRINTED]
    return _render(request, "batch", letters=letters, waiting=waiting, batch=letters[0].batch)


def batch_pdf(request: HttpRequest, letters: list[AccessLetter]) -> HttpResponse:
    try:
        content = printing.pdf(letters, site.letterhead())
    except Refused:
        return HttpResponseRedirect(reverse("operator:letters_batch", args=[letters[0].batch]))
    _read(request, "letters.pdf", [letter.pk for letter in letters])
    name = f"courriers-{letters[0].get_kind_display().lower().replace(' ', '-')}.pdf"
    return HttpResponse(content, content_type="application/pdf", headers=headers.file(name))


def letter(request: HttpRequest, subject: AccessLetter) -> HttpResponse:
    _read(request, "letters.letter", [subject.pk])
    entries = history(subject)
    names = people.names_of(entry.actor_user for entry in entries)
    other = next((one for one in queries.pair(subject, request.actor) if one.kind != subject.kind), None)
    context = {"letter": subject, "other": other, "events": [_event(entry, subject.pk, names) for entry in entries]}
    context |= {"due": letters_list.due_of(subject), "reference": printing.reference(subject)}
    return _render(request, "letter", renewed=queries.renewed(subject, request.actor), **context)


def lost(request: HttpRequest, subject: AccessLetter) -> HttpResponse:
    form = LostForm.of(request)

    def reissue() -> None:
        given = {"reason": form.cleaned_data["reason"], "identity": form.identity, "both": form.both}
        handling.reissue(subject, request.actor, **given)

    return _form_page(request, subject, form, reissue, "lost")


def address(request: HttpRequest, subject: AccessLetter) -> HttpResponse:
    form = AddressForm.of(request)
    return _form_page(
        request, subject, form, lambda: handling.readdress(subject, request.actor, form.destination()), "address"
    )


def ask_register(request: HttpRequest, subject: AccessLetter) -> HttpResponse:
    """The register may answer now what it did not at the acceptance."""
    form = AddressForm()
    try:
        handling.readdress(subject, request.actor, addresses.in_register(subject.membership))
    except Refused as refused:
        return _render(request, "address", status=422, letter=subject, form=form, reasons=_reasons(refused))
    return HttpResponseRedirect(reverse("operator:letter", args=[subject.pk]))


def _form_page(
    request: HttpRequest, subject: AccessLetter, form: Any, act: Callable[[], None], name: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Refused as refused:
            form.take(refused)
        else:
            return HttpResponseRedirect(reverse("operator:letter", args=[subject.pk]))
    _read(request, f"letters.{name}", [subject.pk])
    return _render(request, name, status=422 if form.is_bound else 200, letter=subject, form=form, reasons=())


def _render(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"operator/letters_{name}.html", chrome.of(request), status=status, **context)


def _read(request: HttpRequest, name: str, ids: list[UUID]) -> None:
    journal.reading(request.actor, name, ids, LETTER)


def _way(request: HttpRequest) -> letters_list.Way:
    return request.GET.get("apres", ""), request.GET.get("avant", "")


def _kind(request: HttpRequest) -> str:
    return Kind.PASSWORD if request.POST.get("type") == Kind.PASSWORD else Kind.IDENTIFIER


def _chosen(request: HttpRequest) -> list[UUID]:
    """What is no identifier is left aside: a page never writes one."""
    keys = []
    for typed in request.POST.getlist("courrier"):
        try:
            keys.append(UUID(typed))
        except ValueError:
            continue
    return keys


def _reasons(refused: Refused | None) -> list[tuple[str, None]]:
    return [(reason.message, None) for reason in refused.reasons] if refused else []


def _event(entry: JournalEntry, letter: UUID, names: dict[UUID, str]) -> dict[str, Any]:
    """What this entry did to this letter: its acts and subjects go in pairs."""
    done = [act for act, subject in zip(entry.acts, entry.subjects, strict=True) if subject == letter]
    said = " et ".join(HAPPENED[act] for act in done if act in HAPPENED)
    return {"label": said or "Modifié", "at": entry.at, "who": names.get(entry.actor_user, "Kairos")}
