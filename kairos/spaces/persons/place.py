"""Where a space shows people."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import Chrome, render
from kairos.foundation.ids import NOBODY


@dataclass(frozen=True, slots=True)
class Place:
    """space: of its routes, which are named person, reveal, stops, lift… title: of its list, for the way back."""

    space: str
    home: str
    title: str
    chrome: Callable[[HttpRequest], Chrome]

    def url(self, page: str, *arguments: Any) -> str:
        name = f"{self.space}:{page}"
        if len(arguments) == 1 and isinstance(arguments[0], UUID):
            return str(arguments[0]).join(_around(name))
        return reverse(name, args=arguments)

    def render(self, request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, template, self.chrome(request), status=status, place=self, **context)


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after a row's key in its address, which a list writes for each of its lines."""
    before, _, after = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    return before, after
