"""Members: the list by state, the page of one, and what an agent does there."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import engine, journal, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Act
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.memberships.life import queries
from kairos.identity.memberships.life.alerts import Alert
from kairos.identity.memberships.life.lifecycle import MembershipLife
from kairos.identity.memberships.models import Membership, Procedure, RegisterAlert
from kairos.identity.memberships.procedures import printing
from kairos.identity.memberships.procedures.lifecycle import AccessProcedure
from kairos.identity.memberships.terms import publishing
from kairos.spaces import headers, site
from kairos.spaces.forms import Form
from kairos.spaces.operator import chrome, members_list, members_page
from kairos.spaces.operator.members_forms import EndForm, MessageForm, ProcedureForm, ReasonForm

KIND, PROCEDURE = "memberships.membership", "memberships.procedure"
View = Callable[..., HttpResponse]


# --- Doors ----------------------------------------------------------------------------------------------


def procedure(actor: Actor, key: UUID) -> Procedure:
    return queries.procedures_visible_to(actor).select_related("membership__organisation").get(pk=key)


def alert(actor: Actor, key: UUID) -> RegisterAlert:
    return queries.alerts_visible_to(actor).select_related("membership__organisation").get(pk=key)


def letter(request: HttpRequest, subject: Procedure) -> HttpResponse:
    """The notice, to be posted."""
    journal.reading(request.actor, "access_procedure.letter", [subject.pk], PROCEDURE, subject.organisation_id)
    content = printing.pdf(subject, site.letterhead())
    told = headers.file(f"courrier-{subject.membership.number}.pdf")
    return HttpResponse(content, content_type="application/pdf", headers=told)


# --- List -----------------------------------------------------------------------------------------------


def active(request: HttpRequest) -> HttpResponse:
    return _list(request, "")


def to_renew(request: HttpRequest) -> HttpResponse:
    return _list(request, "renouvellements")


def suspended(request: HttpRequest) -> HttpResponse:
    return _list(request, "suspendues")


def expired(request: HttpRequest) -> HttpResponse:
    return _list(request, "echues")


def over(request: HttpRequest) -> HttpResponse:
    return _list(request, "terminees")


def _list(request: HttpRequest, key: str) -> HttpResponse:
    tab = members_list.TABS[key]
    page = members_list.page(request.actor, tab, request.GET)
    journal.reading(request.actor, "membership.list", [line.id for line in page.rows], KIND)
    around, counts = chrome.counted(request, *members_list.WHOLE.values())
    return render(
        request,
        "operator/members.html",
        around,
        tab=tab,
        tabs=list(zip(members_list.TABS.values(), counts, strict=True)),
        page=page,
        order=members_list.order_asked(tab, request.GET),
        words=members_list.words_asked(request.GET),
    )


# --- One member -----------------------------------------------------------------------------------------


def member(request: HttpRequest, subject: Membership) -> HttpResponse:
    return _page(request, subject)


def renew(request: HttpRequest, subject: Membership) -> HttpResponse:
    if request.method == "GET":
        return _to(subject.pk)
    try:
        engine.run(MembershipLife.renew, subject, request.actor)
    except Refused as refused:
        return _page(request, subject, refused=refused)
    return _to(subject.pk)


def write(request: HttpRequest, subject: Membership) -> HttpResponse:
    if request.method == "GET":
        return _to(subject.pk)
    form = MessageForm(request.POST)
    if form.is_valid() and form.does(MembershipLife.write, subject, request.actor, **form.cleaned_data):
        return _to(subject.pk)
    return _page(request, subject, form=form)


def open_procedure(request: HttpRequest, subject: Membership) -> HttpResponse:
    form = ProcedureForm.of(request, terms=subject.terms or publishing.current())
    if form.is_bound and form.is_valid():
        row = Procedure(id=new_id(), membership=subject, organisation_id=subject.organisation_id)
        if form.does(AccessProcedure.open, row, request.actor, **form.cleaned_data):
            return _to(subject.pk)
    return _asked(request, subject, form, WAYS["procedure"])


@dataclass(frozen=True, slots=True)
class Way:
    """A page that asks why, then acts. title, lead: may name the {organisation}; kind: of its button."""

    act: Act
    title: str
    lead: str
    label: str = ""
    hint: str = ""
    kind: str = "primary"
    form: type[ReasonForm] = ReasonForm


WAYS = {
    "procedure": Way(
        AccessProcedure.open,
        "Ouvrir une procédure contre {organisation}",
        "Le dirigeant et le RGC sont prévenus aussitôt, et peuvent répondre avant toute décision.",
        kind="danger",
    ),
    "refuse_renewal": Way(
        MembershipLife.refuse_renewal,
        "Refuser le renouvellement de {organisation}",
        "L’adhésion va jusqu’à son terme. L’organisme peut corriger et demander de nouveau.",
        kind="danger",
    ),
    "correct_end": Way(
        MembershipLife.correct_end,
        "Corriger le dernier jour de {organisation}",
        "Pour une adhésion reprise d’ailleurs, ou une erreur. Le renouvellement suit le nouveau jour.",
        form=EndForm,
    ),
    "restore": Way(
        MembershipLife.restore, "Rétablir l’accès de {organisation}", "Le portail s’ouvre aussitôt à ses personnes."
    ),
    "note_loss": Way(
        MembershipLife.note_loss,
        "Déclaration d’activité perdue : {organisation}",
        "L’organisme est prévenu et a un délai pour régulariser ; ensuite, l’adhésion est suspendue d’elle-même.",
        "Ce qui le montre",
    ),
    "regularise": Way(
        MembershipLife.regularise,
        "Déclaration d’activité en règle : {organisation}",
        "L’échéance s’arrête.",
        "Sur quelle preuve",
        "Gardé au journal.",
    ),
    "suspend": Way(
        AccessProcedure.suspend,
        "Suspendre sans attendre {organisation}",
        "Le portail se ferme aussitôt. La décision est alors due plus tôt.",
        kind="danger",
    ),
    "withdraw": Way(
        AccessProcedure.withdraw,
        "Retirer l’accès de {organisation}",
        "Le portail se ferme aussitôt ; la fiche reste ouverte. L’accès peut être rétabli plus tard.",
        "Motifs de la décision",
        kind="danger",
    ),
    "close": Way(
        AccessProcedure.close,
        "Clore sans suite la procédure contre {organisation}",
        "Si l’accès avait été suspendu pour elle, il est rétabli.",
        "Motifs de la décision",
    ),
    "settle": Way(
        Alert.settle,
        "Alerte traitée : {organisation}",
        "Le répertoire peut se tromper ou retarder : rien ne se fait de soi-même.",
        "Ce que vous avez vérifié et fait",
        "Gardé dans le dossier ; l’organisme ne le lit pas.",
    ),
}


def asking(name: str) -> View:
    """The view of one of the ways."""
    way = WAYS[name]

    def view(request: HttpRequest, subject: Membership | Procedure | RegisterAlert) -> HttpResponse:
        form = way.form.of(request, label=way.label, help_text=way.hint)
        if form.is_bound and form.is_valid() and form.does(way.act, subject, request.actor, **form.cleaned_data):
            return _to(_of(subject).pk)
        return _asked(request, subject, form, way)

    view.__name__ = view.__qualname__ = name
    return view


def _of(subject: Membership | Procedure | RegisterAlert) -> Membership:
    return subject if isinstance(subject, Membership) else subject.membership


def _to(key: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("operator:member", args=[key]))


def _asked(request: HttpRequest, subject: Membership | Procedure | RegisterAlert, form: Form, way: Way) -> HttpResponse:
    membership = _of(subject)
    journal.reading(request.actor, "membership.read", [membership.pk], KIND, membership.organisation_id)
    return render(
        request,
        "operator/member_act.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        subject=subject,
        membership=membership,
        form=form,
        way=way,
        title=way.title.format(organisation=membership.name),
    )


def _page(
    request: HttpRequest,
    subject: Membership,
    *,
    form: MessageForm | None = None,
    refused: Refused | None = None,
) -> HttpResponse:
    again = bool(form or refused)
    now = members_page.member(request.actor, subject.pk) if again else subject
    journal.reading(request.actor, "membership.read", [now.pk], KIND, now.organisation_id)
    return render(
        request,
        "operator/member.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if again else HTTPStatus.OK,
        dossier=members_page.read(now, request.actor),
        form=form or MessageForm.unsent(request, initial={"token": new_id()}),
        may_stop=permissions.holds(request.actor, "stops.decide"),
        reasons=[(reason.message, None) for reason in refused.reasons] if refused else [],
    )
