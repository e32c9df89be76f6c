"""Where a space shows people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design.page import Chrome, render


@dataclass(frozen=True, slots=True)
class Place:
    """space: of its routes, which are named person, reveal, stops, lift… title: of its list, for the way back."""

    space: str
    home: str
    title: str
    chrome: Callable[[HttpRequest], Chrome]

    def url(self, page: str, *arguments: Any) -> str:
        return reverse(f"{self.space}:{page}", args=arguments)

    def render(self, request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        return render(request, template, self.chrome(request), status=status, place=self, **context)
