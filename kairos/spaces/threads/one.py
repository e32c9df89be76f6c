"""One conversation: what was written, what one writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import Chrome, render
from kairos.foundation import permissions
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.service.threads import queries, sending
from kairos.service.threads.models import LONGEST, Side, Thread
from kairos.spaces.forms import Form, TextField, TokenField
from kairos.spaces.keyset import Window, by_instant, window

SIZE = 20
COLUMNS = ("id", "sent_at", "side", "who", "text")
EMPTY: Window = Window([], "", "")
MUTE = "Cette personne n’a pas encore ouvert son espace : elle lira votre message quand elle l’ouvrira."


class MessageForm(Form):
    text = TextField(
        label="Votre message",
        max_length=LONGEST,
        multiline=True,
        empty="Écrivez votre message.",
        help_text="2 000 caractères au plus, sans document joint.",
    )
    token = TokenField()


@dataclass(frozen=True, slots=True)
class Talk:
    """thread: None until something is written; new: then made. other: who reads what one writes. about: of what.
    closed: why nothing more is written, empty when it is not so. note: what whoever writes should know."""

    thread: Thread | None
    new: Callable[[], Thread]
    other: str
    about: str
    crumbs: list[tuple[str, str | None]]
    closed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    id: UUID
    sent_at: datetime
    side: str
    who: str
    text: str

    @property
    def paragraphs(self) -> list[list[str]]:
        return [part.split("\n") for part in self.text.split("\n\n") if part.strip()]


def page(request: HttpRequest, around: Chrome, talk: Talk) -> HttpResponse:
    """Shown, what its side had not read is read; by who may answer alone, so that nothing waits unseen."""
    actor, side = request.actor, queries.SIDES[request.actor.audience]
    form = MessageForm.of(request, initial={"token": new_id()})
    if form.is_bound and form.is_valid() and (sent := _sent(request, talk, form)):
        return sent
    thread = talk.thread
    said = _said(request, thread) if thread else EMPTY
    may = permissions.holds(actor, "threads.write", thread or talk.new())
    new = (thread.person_new if side == Side.PERSON else thread.place_new) if thread else None
    if thread and new and may and request.method == "GET":
        sending.see(thread, actor)
    return render(
        request,
        "threads/one.html",
        around,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        talk=talk,
        thread=thread,
        said=said.rows[::-1],
        older=said.after,
        newer=said.before,
        side=side,
        new=new,
        seen=_seen(thread, side),
        form=form if may and (form.is_bound or not talk.closed) else None,
        may=may,
    )


def _sent(request: HttpRequest, talk: Talk, form: MessageForm) -> HttpResponse | None:
    """None when the form says why not."""
    values = form.cleaned_data
    try:
        sending.send(talk.thread or talk.new(), request.actor, values["token"], values["text"])
    except Refused as refused:
        form.take(refused)
        return None
    return HttpResponseRedirect(f"{request.path}#dernier")


def _said(request: HttpRequest, thread: Thread) -> Window[Said]:
    rows = queries.messages_of(thread.pk)
    asked = {"after": request.GET.get("avant", ""), "before": request.GET.get("apres", "")}
    return window(rows, Said, COLUMNS, by_instant("sent_at"), descending=True, size=SIZE, **asked)


def _seen(thread: Thread | None, side: Side) -> datetime | None:
    """When the other side read the last thing that this one wrote; None when it did not."""
    if thread is None or (thread.place_new if side == Side.PERSON else thread.person_new):
        return None
    return thread.place_seen_at if side == Side.PERSON else thread.person_seen_at
