"""« Mes messages »: the list, one message."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation.messages import Link, inbox
from kairos.foundation.messages.inbox import Received
from kairos.spaces import chrome

LABEL = "Mes messages"


def messages(request: HttpRequest) -> HttpResponse:
    """The newest first; a POST marks them all as read."""
    if request.method == "POST":
        inbox.read_all(request.actor.user)
        return HttpResponseRedirect(reverse("inbox:messages"))
    found, more = inbox.latest(request.actor.user, _key(request.GET.get("avant", "")))
    return render(request, "inbox/messages.html", chrome.of(request, LABEL), found=found, more=more)


def message(request: HttpRequest, found: Received) -> HttpResponse:
    """One message, read from now on."""
    if found.unread:
        inbox.mark_read(request.actor.user, found.id)
    parts = [(part.label, _own(part.url)) if isinstance(part, Link) else (part, "") for part in found.body]
    return render(request, "inbox/message.html", chrome.of(request, LABEL), found=found, parts=parts)


def _own(url: str) -> str:
    """Links lead to our own pages, wherever this Kairos is reached from."""
    return url.removeprefix(settings.KAIROS_BASE_URL) or "/"


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
