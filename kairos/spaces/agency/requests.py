"""What a person asks about their data: read and answered."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.foundation import engine
from kairos.foundation.guards import Refused
from kairos.identity.accounts import people
from kairos.people.access import queries as access
from kairos.people.access import reading
from kairos.people.requests import rules
from kairos.people.requests.lifecycle import Asking
from kairos.people.requests.models import LONGEST, DataRequest
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.forms import Form, TextField
from kairos.spaces.persons.asked import Shown

ACTS = {"accepter": Asking.accept, "refuser": Asking.refuse}


class AnswerForm(Form):
    answer = TextField(label="Votre réponse", max_length=LONGEST, multiline=True, required=False,
                       help_text="La personne la lira. Un refus dit toujours pourquoi.")  # fmt: skip


def one(request: HttpRequest, subject: DataRequest) -> HttpResponse:
    actor, asked = request.actor, subject.state == DataRequest.State.ASKED
    reading.shown(actor, "requests.read", [subject.person_id])
    form = AnswerForm.of(request) if asked or request.method == "POST" else None
    act = ACTS.get(request.POST.get("decision", ""))
    if form and form.is_bound and form.is_valid():
        try:
            if act is None:
                raise Refused("Choisissez : accepter ou refuser.")
            engine.run(act, subject.pk, actor, answer=form.cleaned_data["answer"])
            return HttpResponseRedirect(PLACE.url("data_request", subject.pk))
        except Refused as refused:
            form.take(refused)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.is_bound else HTTPStatus.OK
    return PLACE.render(
        request,
        "agency/data_request.html",
        status=status,
        row=subject,
        shown=Shown(subject),
        form=form,
        correction=subject.kind == rules.CORRECTION,
        reads=access.readable(actor).filter(pk=subject.person_id).exists(),
        by=people.names_of([subject.answered_by]).get(subject.answered_by, "") if subject.answered_by else "",
    )
