"""Home of the operator: what is to be done, the most urgent first."""

from django.http import HttpRequest, HttpResponse

from kairos.design.page import render
from kairos.spaces.operator import chrome, todo


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "operator/home.html", chrome.of(request), tasks=todo.tasks(request.actor), most=todo.MOST)
