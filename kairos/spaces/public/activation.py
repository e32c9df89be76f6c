"""The link of the first mail, and another one."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.identity.accounts import activation as accounts
from kairos.identity.accounts.tokens import Problem
from kairos.spaces import chrome
from kairos.spaces.public.forms import LinkForm

STATUS = {Problem.FORGED: 404}
GONE = 410


def activate(request: HttpRequest, token: str) -> HttpResponse:
    """Reading the page changes nothing: mail scanners follow links. Its button activates, once."""
    if request.method != "POST":
        problem = accounts.problem_of(token)
        return _opens_nothing(request, token, problem) if problem else _asks(request, token)
    problem = accounts.activate(token, request.actor)
    return _opens_nothing(request, token, problem) if problem else HttpResponseRedirect(reverse("public:activated"))


def activated(request: HttpRequest) -> HttpResponse:
    return render(request, "public/activated.html", chrome.of(request))


def link(request: HttpRequest) -> HttpResponse:
    """Another link: by the address, or by the link that opens nothing any more. The answer is always the same."""
    if request.method == "POST" and (token := request.POST.get("token")):
        accounts.send_again_for(token)
        return _sent()
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accounts.send_again(form.cleaned_data["email"])
        return _sent()
    return render(request, "public/link.html", chrome.of(request), status=422 if form.is_bound else 200, form=form)


def _asks(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "public/activate.html", chrome.of(request), token=token)


def _opens_nothing(request: HttpRequest, token: str, problem: Problem) -> HttpResponse:
    page = f"public/link_{problem.value}.html"
    return render(request, page, chrome.of(request), status=STATUS.get(problem, GONE), token=token, form=LinkForm())


def _sent() -> HttpResponse:
    return HttpResponseRedirect(reverse("public:opened") + "?renvoye=1")
