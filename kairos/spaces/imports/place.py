"""Where a space takes files of lines."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from kairos.design.page import Chrome
from kairos.foundation.actor import Actor
from kairos.foundation.imports.kinds import ImportKind, kinds
from kairos.foundation.imports.models import ImportRun


@dataclass(frozen=True, slots=True)
class Place:
    """space: of its routes. name: of its first page; the others are `name_…`. kinds: those offered, in this order.

    permission: to open it. title, lead: what the page says first.
    """

    space: str
    name: str
    permission: str
    kinds: tuple[str, ...]
    title: str
    lead: str
    chrome: Callable[[HttpRequest], Chrome]

    def url(self, page: str = "", *arguments: Any) -> str:
        return reverse(f"{self.space}:{self.name}{'_' if page else ''}{page}", args=arguments)

    def offered(self) -> list[ImportKind]:
        known = kinds()
        return [known[name] for name in self.kinds]

    def largest_bytes(self) -> int:
        """Of a file of any kind offered here."""
        return max(kind.largest_bytes() for kind in self.offered())

    def of(self, subject: ImportKind | ImportRun) -> ImportKind:
        """The kind of what an address points to. Raises ImportRun.DoesNotExist for one that stands elsewhere."""
        name = subject.name if isinstance(subject, ImportKind) else subject.kind
        if name not in self.kinds:
            raise ImportRun.DoesNotExist
        return kinds()[name]


def kind(actor: Actor, name: str) -> ImportKind:
    """The door of a kind; everyone knows which there are. Raises ImportRun.DoesNotExist."""
    try:
        return kinds()[name]
    except KeyError:
        raise ImportRun.DoesNotExist from None
