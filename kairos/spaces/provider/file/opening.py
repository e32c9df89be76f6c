"""Opening a file, for a newcomer or for someone signed in: one page, with the registers at hand."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kairos.design.page import Chrome, render
from kairos.foundation.guards import Refused
from kairos.foundation.ids import new_id
from kairos.identity.registers.port import Register
from kairos.spaces import registers
from kairos.spaces.provider.file import lookup
from kairos.spaces.provider.file.forms import ProviderForm
from kairos.spaces.provider.file.lookup import Found

Open = Callable[[ProviderForm, Register], str]


def page(
    request: HttpRequest, template: str, chrome: Chrome, form_class: type[ProviderForm], open_file: Open
) -> HttpResponse:
    """The form; on « Chercher » (or on leaving a number, with script) what the registers fill; else the act.

    `open_file` does it and returns the address that follows. Raises what it raises, but Refused.
    """
    if request.method != "POST":
        typed = getattr(request, "typed", None)
        form = form_class(typed or None, initial={"token": new_id()})
        return render(request, template, chrome, form=form, found=Found())
    data, register = request.POST.copy(), registers.for_this_request()
    found = lookup.fill(data, register)
    if "chercher" in data:
        part = "file/found.html" if "HX-Request" in request.headers else template
        return _shown(request, part, chrome, form_class(initial=data.dict()), found)
    form = form_class(data)
    if form.is_valid():
        try:
            return HttpResponseRedirect(open_file(form, register))
        except Refused as refused:
            form.take(refused)
    return _shown(request, template, chrome, form, found, 422)


def _shown(
    request: HttpRequest, template: str, chrome: Chrome, form: ProviderForm, found: Found, status: int = 200
) -> HttpResponse:
    if found.asks:
        form.ask_reason()
    return render(request, template, chrome, status=status, form=form, found=found)
