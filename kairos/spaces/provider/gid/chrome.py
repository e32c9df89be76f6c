"""What surrounds the pages of « Habilitations (GID) »."""

from django.http import HttpRequest

from kairos.design.page import Chrome
from kairos.spaces import chrome


def of(request: HttpRequest) -> Chrome:
    return chrome.of(request, "Habilitations (GID)")
