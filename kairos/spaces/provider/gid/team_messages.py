"""« Écrire à l’équipe »: read again before it leaves, in Kairos and by e-mail; what was sent, to whom."""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock, engine, journal
from kairos.foundation.actor import Actor
from kairos.foundation.guards import AlreadyDone, Refused
from kairos.foundation.ids import new_id
from kairos.identity.accounts import people
from kairos.identity.guidance import queries, template
from kairos.identity.guidance.lifecycle import Message
from kairos.identity.guidance.models import TeamMessage
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation
from kairos.spaces import prose
from kairos.spaces.forms import Form, TextField
from kairos.spaces.provider.file.forms import TokenField
from kairos.spaces.provider.gid import chrome

KIND, LATEST = "guidance.teammessage", 50
Audience = TeamMessage.Audience


class MessageForm(Form):
    audience = forms.ChoiceField(
        label="À qui", choices=Audience.choices, widget=forms.RadioSelect, initial=Audience.ALL,
        error_messages={"required": "Choisissez à qui vous écrivez."},
    )  # fmt: skip
    right = forms.ChoiceField(label="Droit", required=False, help_text="Pour « Celles qui ont un droit ».")
    chosen = forms.MultipleChoiceField(
        label="Personnes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Pour « Des personnes choisies ».",
        error_messages={"invalid_choice": "Une de ces personnes n’est plus de l’organisme. Choisissez de nouveau."},
    )  # fmt: skip
    topic = TextField(label="Objet", max_length=120, empty="Écrivez un objet.")
    text = TextField(
        label="Message", max_length=template.LONGEST, multiline=True, empty="Écrivez le message.",
        help_text="Du texte seul : une ligne vide sépare deux paragraphes, une adresse web devient un lien. "
        "Ni mot de passe, ni donnée d’un stagiaire.",
    )  # fmt: skip
    token = TokenField()

    def __init__(self, *args: Any, people: Iterable[Affiliation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = catalogue.in_order(catalogue.known_rights())
        self.fields["right"].choices = [("", "Choisir"), *((right, catalogue.label_of(right)) for right in rights)]
        self.fields["chosen"].choices = [(str(one.pk), f"{one.shown_name}, {one.title}") for one in people]

    def digest(self) -> str:
        """Of what was read again: another text, or other people, are to be read again."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "token"}
        return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()


def message(actor: Actor, key: UUID) -> TeamMessage:
    return queries.team_message(actor, key)


def home(request: HttpRequest, subject: Organisation) -> HttpResponse:
    rows = list(queries.team_messages(request.actor)[:LATEST])
    _note(request.actor, "team_message.list", rows)
    return render(
        request,
        "gid/team_messages.html",
        chrome.of(request),
        rows=rows,
        names=people.names_of(row.sent_by for row in rows),
        label_of=catalogue.label_of,
        sent=request.GET.get("parti", ""),
    )


def page(request: HttpRequest, subject: TeamMessage) -> HttpResponse:
    """What was sent, to whom; whether each opened it is theirs alone to know."""
    _note(request.actor, "team_message.read", [subject])
    rows = Affiliation.objects.filter(organisation=subject.organisation_id, pk__in=subject.recipients)
    return render(
        request,
        "gid/team_message.html",
        chrome.of(request),
        subject=subject,
        text=prose.paragraphs(subject.text),
        people=list(rows.select_related("user").order_by("sort_key", "pk")),
        names=people.names_of([subject.sent_by]),
        label_of=catalogue.label_of,
    )


def write(request: HttpRequest, subject: Organisation) -> HttpResponse:
    form = MessageForm.of(
        request, people=queries.people_here(subject.pk), initial={"token": new_id(), "audience": Audience.ALL}
    )
    to: Sequence[Affiliation] = ()
    if form.is_bound and form.is_valid():
        to = _recipients(subject, form)
        if not to or request.POST.get("relu") == form.digest():
            try:
                return _send(request, subject, form, to)
            except Refused as refused:
                form.take(refused)
    return render(
        request,
        "gid/team_write.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
        form=form,
        to=to if not form.errors else (),
        digest=form.digest() if to and not form.errors else "",
        text=prose.paragraphs(form.cleaned_data["text"]) if to and not form.errors else [],
    )


def _recipients(subject: Organisation, form: MessageForm) -> list[Affiliation]:
    typed = form.cleaned_data
    chosen = [UUID(key) for key in typed["chosen"]]
    return queries.recipients(subject.pk, typed["audience"], typed["right"], chosen, clock.today())


def _send(request: HttpRequest, subject: Organisation, form: MessageForm, to: Sequence[Affiliation]) -> HttpResponse:
    typed = form.cleaned_data
    right = typed["right"] if typed["audience"] == Audience.RIGHT else ""
    row = TeamMessage(id=typed["token"], organisation=subject, audience=typed["audience"], right=right)
    for one in to:
        one.organisation = subject
    with suppress(AlreadyDone):
        engine.run(Message.send, row, request.actor, topic=typed["topic"], text=typed["text"], people=to)
    return HttpResponseRedirect(f"{reverse('gid:team_messages')}?parti={len(to)}")


def _note(actor: Actor, name: str, rows: Sequence[TeamMessage]) -> None:
    if rows:
        journal.reading(actor, name, [row.pk for row in rows], KIND)
