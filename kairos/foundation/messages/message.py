"""The shape of a message: typed fields, a subject, paragraphs and links. Plain text and HTML come from the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, ClassVar, Self
from uuid import UUID

from django.conf import settings

from kairos.foundation.documents import D, DocumentTemplate, Source, source
from kairos.foundation.documents.apart import typeset_apart

if TYPE_CHECKING:
    from kairos.foundation.messages.topics import Topic

MOBILE = re.compile(
    r"\+(33[67]\d{8}|590(690|691)\d{6}|594694\d{6}|596(696|697)\d{6}|262(692|693|639)\d{6}|508[45]\d{5}|687[7-9]\d{5}"
    r"|6898[79]\d{6}|6818\d{5})"
)
"""Telephones of France and overseas that take text messages, as numbers are stored (E.164)."""
EMAIL, SMS, IN_APP, LETTER = "email", "sms", "app", "letter"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: a user when one is known, and the addresses the channels need."""

    email: str = ""
    phone: str = ""
    user: UUID | None = None
    postal: str = ""

    @property
    def mobile(self) -> str:
        """The number, when it takes text messages."""
        return self.phone if MOBILE.fullmatch(self.phone) else ""

    def address(self, channel: str) -> str:
        return {EMAIL: self.email, SMS: self.phone, IN_APP: "", LETTER: self.postal}[channel]


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small text beside the words of a mail. type: with its parameters, « text/calendar; method=REQUEST ».

    alternative: programs read it in place of the words (an invitation): it is sent so too.
    """

    name: str
    type: str
    text: str
    alternative: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document beside the words of a mail: all it says is sealed with them, and it is made when they leave.

    name: of the file, « convocation.pdf ».
    """

    name: str
    source: Source

    @classmethod
    def of(cls, name: str, template: DocumentTemplate[D], data: D) -> Self:
        return cls(name, source(template, data))

    def pdf(self) -> bytes:
        """Made in a process of its own. Raises Unrenderable."""
        return typeset_apart(self.source)


@dataclass(frozen=True)
class Message:
    """Subclass as a frozen dataclass: `subject` (may hold {fields}) and `body()`.

    secret: the text carries a one-use link; it is erased from the outbox once delivered, except in demonstration.
    joins: those that one act has for one recipient are one message, made by `together`.
    """

    to: Recipient

    channels: ClassVar[tuple[str, ...]] = (EMAIL,)
    subject: ClassVar[str]
    secret: ClassVar[bool] = False
    joins: ClassVar[bool] = False

    def body(self) -> Sequence[str | Link]:
        """Paragraphs and links, in order."""
        raise NotImplementedError

    def chosen_as(self) -> "Topic | None":
        """What it is about, when people may choose to have it or not."""
        return None

    def attachments(self) -> Sequence[Attachment]:
        """By mail alone; `outbox.MOST_ATTACHED` octets in all, what the papers say included."""
        return ()

    def papers(self) -> Sequence[Paper]:
        """By mail alone."""
        return ()

    @classmethod
    def together(cls, several: Sequence[Self]) -> "Message":
        """Of what joins: two or more for one recipient, in the order they were told."""
        raise NotImplementedError

    def title(self) -> str:
        return self.subject.format_map(vars(self))

    def _parts(self) -> list[str | Link]:
        """The body; and where one chooses, when one may and has an account."""
        chosen = self.chosen_as() is not None and self.to.user is not None and EMAIL in self.channels
        choose = Link("Choisir comment Kairos vous prévient", f"{settings.KAIROS_BASE_URL}/compte/notifications/")
        return [*self.body(), *([choose] if chosen else [])]

    def text(self) -> str:
        parts = [f"{part.label} :\n{part.url}" if isinstance(part, Link) else part for part in self._parts()]
        return "\n\n".join(parts) + "\n"

    def html(self) -> str:
        paragraphs = "".join(f"<p>{_html(part)}</p>\n" for part in self._parts())
        head = f'<html lang="fr"><meta charset="utf-8"><title>{escape(self.title())}</title>'
        return f"<!doctype html>\n{head}\n{paragraphs}</html>\n"


def _html(part: str | Link) -> str:
    if isinstance(part, Link):
        return f'<a href="{escape(part.url)}">{escape(part.label)}</a>'
    return escape(part).replace("\n", "<br>")
