"""The bilan of somebody's training, as the provider writes, validates and shares it."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, permissions, verifying
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.path.completion import certifying, queries, rules
from kairos.path.completion.lifecycle import Certifying, Reviewing
from kairos.path.completion.models import FinalReview, IssuedCertificate
from kairos.path.enrolments.models import Enrolment
from kairos.people.access import reading
from kairos.spaces import papers
from kairos.spaces.forms import Form, TextField, typed_line
from kairos.spaces.provider.kairos import chrome

State = FinalReview.State
BADGES = {
    State.DRAFT: ("info", "Brouillon"),
    State.VALIDATED: ("warn", "Validé, à partager"),
    State.SHARED: ("ok", "Partagé"),
    State.REPLACED: ("idle", "Remplacé"),
    State.ABANDONED: ("idle", "Abandonné"),
}
PLAIN = {"reopen": Reviewing.reopen, "share": Reviewing.share, "abandon": Reviewing.abandon}
"""Acts without anything to type, by what their button sends."""
LONG, LONGEST = 3000, 1500


def _one_of(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", "Choisir"), *choices], required=False)


class ReviewForm(Form):
    """A draft may be incomplete: what lacks is asked when it is validated."""

    goals = TextField(label="Objectifs, et ce qui a été atteint", max_length=LONG, multiline=True, required=False)
    reached = _one_of("Les objectifs sont", FinalReview.Reached.choices)
    certification = _one_of("Résultat de la certification", FinalReview.Certification.choices)
    skills = TextField(label="Compétences acquises", max_length=LONG, multiline=True, required=False)
    recommendation = TextField(
        label="Recommandation pour la suite",
        help_text="La personne et son conseiller la liront telle quelle.",
        max_length=LONGEST,
        multiline=True,
        required=False,
    )
    job = _one_of("Emploi à la sortie", FinalReview.Job.choices)


def page(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    """The latest version; what is asked of it; the former ones."""
    versions = queries.of_enrolment(request.actor, subject.pk)
    row = queries.current(versions)
    name = request.POST.get("acte", "")
    form = (
        ReviewForm.of(request, initial=_said(row))
        if name in ("", "save", "validate")
        else ReviewForm(initial=_said(row))
    )
    if request.method == "POST":
        try:
            if _done(request, subject, row, name, form):
                return HttpResponseRedirect(reverse("candidates:review", args=[subject.pk]))
        except Refused as refused:
            versions = queries.of_enrolment(request.actor, subject.pk)
            return _page(request, subject, versions, form, refused)
    return _page(request, subject, versions, form)


def certificate(request: HttpRequest, subject: Enrolment) -> HttpResponse:
    """The one that holds. Raises IssuedCertificate.DoesNotExist when none does."""
    found = queries.certificate_of(request.actor, subject.pk)
    if found is None:
        raise IssuedCertificate.DoesNotExist
    reading.shown(request.actor, "completion.certified", [subject.person_id])
    return papers.certificate(found)


def _said(row: FinalReview | None) -> dict[str, str]:
    return {name: getattr(row, name) for name in rules.CONTENT} if row else {}


def _done(request: HttpRequest, subject: Enrolment, row: FinalReview | None, name: str, form: ReviewForm) -> bool:
    """Whether something was done. Raises Refused."""
    if row and name in PLAIN:
        engine.run(PLAIN[name], row.pk, request.actor)
    elif name == "certify":
        place = {"organisation_id": subject.organisation_id, "establishment_id": subject.establishment_id}
        new = IssuedCertificate(enrolment=subject, **place)
        engine.run(Certifying.issue, new, request.actor)
    elif name == "correct":
        engine.run(Reviewing.correct, _new(subject), request.actor, reason=typed_line(request, "reason"))
    elif row and name == "withdraw":
        engine.run(Reviewing.withdraw, row.pk, request.actor, reason=typed_line(request, "reason"))
    elif name in ("save", "validate") and form.is_valid():
        content = {key: form.cleaned_data[key] for key in rules.CONTENT}
        if row and row.state == State.DRAFT:
            row = engine.run(Reviewing.edit, row.pk, request.actor, content=content)
        else:
            row = engine.run(Reviewing.write, _new(subject), request.actor, content=content)
        if name == "validate":
            engine.run(Reviewing.validate, row.pk, request.actor)
    else:
        return False
    return True


def _new(subject: Enrolment) -> FinalReview:
    return FinalReview(
        enrolment=subject, organisation_id=subject.organisation_id, establishment_id=subject.establishment_id
    )


def _page(
    request: HttpRequest,
    subject: Enrolment,
    versions: list[FinalReview],
    form: ReviewForm,
    refused: Refused | None = None,
) -> HttpResponse:
    actor, row = request.actor, queries.current(versions)
    certifies = permissions.holds(actor, "completion.certify", subject)
    reading.shown(actor, "completion.read", [subject.person_id])
    loose = []
    if refused and form.is_bound:
        form.take(refused)
    elif refused:
        field = {"reason": "withdrawn"} if request.POST.get("acte") == "withdraw" else {}
        loose = [(reason.message, field.get(reason.field, reason.field) or None) for reason in refused.reasons]
    bad = bool(refused) or (form.is_bound and not form.is_valid())
    return render(
        request,
        "candidates/review.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK,
        enrolment=subject,
        person=subject.person,
        row=row,
        former=[one for one in versions if one is not row],
        names=people.names_of({one.validated_by for one in versions if one.validated_by}),
        badge=BADGES[State(row.state)] if row else ("info", "À écrire"),
        form=form,
        reasons=loose,
        withdrawing=request.POST.get("acte") == "withdraw",
        out=subject.is_out,
        basis=certifying.basis(subject) if certifies else None,
        certificate=queries.certificate_of(actor, subject.pk) if certifies else None,
        spelled=verifying.spelled,
        writing=subject.is_out if row is None else row.state == State.DRAFT,
        may=lambda permission: permissions.holds(actor, permission, subject),
    )
