"""Where one goes next: paths of this site and nowhere else."""

import re
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 1000
_UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")


def own(path: str) -> str:
    """`path` when it is a page of this site, nothing otherwise."""
    own_path = path.startswith("/") and not path.startswith("//") and len(path) <= LONGEST
    safe = own_path and not _UNSEEN.search(path) and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if safe else ""


def asked(request: HttpRequest) -> str:
    """Where this page was asked to lead afterwards (`suite`)."""
    return own(request.POST.get("suite", "") or request.GET.get("suite", ""))


def to(name: str, suite: str = "", **parameters: str) -> HttpResponseRedirect:
    """A redirection to one of our pages, `suite` carried along."""
    query = urlencode(({"suite": suite} if suite else {}) | parameters)
    return HttpResponseRedirect(reverse(f"session:{name}") + (f"?{query}" if query else ""))
