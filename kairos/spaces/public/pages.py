"""What Kairos is, its rules, its promises: pages for everyone."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.identity.memberships.terms import publishing
from kairos.spaces import chrome
from kairos.spaces.public import deadlines, retention
from kairos.spaces.public import news as changes


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "public/home.html", chrome.of(request), deadlines=deadlines.watched())


def help_(request: HttpRequest) -> HttpResponse:
    return render(request, "public/help.html", chrome.of(request), deadlines=deadlines.of_membership())


def terms(request: HttpRequest) -> HttpResponse:
    """The version in force. Raises TermsVersion.DoesNotExist before the first one."""
    version = publishing.as_published(publishing.current())
    return render(request, "public/terms.html", chrome.of(request), terms=version)


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/privacy.html", chrome.of(request), concepts=retention.concepts())


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/accessibility.html", chrome.of(request))


def news(request: HttpRequest) -> HttpResponse:
    return render(request, "public/news.html", chrome.of(request), blocks=changes.blocks())
