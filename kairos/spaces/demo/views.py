"""Being any of the invented people, and reading what they receive."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from kairos.design import sheet
from kairos.design.page import render
from kairos.spaces import chrome, headers
from kairos.spaces.demo import mailbox as post
from kairos.spaces.demo.people import by_space, everyone
from kairos.spaces.demo.signing import sign_in_as


def people(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/people.html", chrome.of(request, "Démonstration"), groups=by_space())


@csrf_exempt
def become(request: HttpRequest, label: str) -> HttpResponse:
    """Signed in as that person, second factor counted as done."""
    person = next((one for one in everyone() if one.label == label), None)
    if person is None:
        raise Http404
    return sign_in_as(request, person)


def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/mailbox.html", chrome.of(request, "Démonstration"), messages=post.sent())


def mailbox_json(request: HttpRequest) -> JsonResponse:
    return JsonResponse(post.as_json(), safe=False)


def message(request: HttpRequest, key: UUID) -> HttpResponse:
    place = chrome.of(request, "Démonstration")
    return render(request, "demo/message.html", place, message=post.one(key), site_url=settings.KAIROS_BASE_URL)


def letter(request: HttpRequest, key: UUID) -> HttpResponse:
    return HttpResponse(post.letter(key), content_type="application/pdf")


def attachment(request: HttpRequest, key: UUID, name: str) -> HttpResponse:
    found = post.attachment(key, name)
    if found is None:
        raise Http404
    kind, content = found
    return HttpResponse(content, content_type=kind, headers=headers.file(name))


def components(request: HttpRequest) -> HttpResponse:
    return render(request, "design/components_sheet.html", chrome.of(request, "Composants"), **sheet.context())
