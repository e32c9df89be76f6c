"""The shape of a message: typed fields, a subject, paragraphs and links. Plain text and HTML come from the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import ClassVar
from uuid import UUID

EMAIL, SMS, IN_APP, LETTER = "email", "sms", "app", "letter"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell: a user when one is known, and the addresses the channels need."""

    email: str = ""
    phone: str = ""
    user: UUID | None = None
    postal: str = ""

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


@dataclass(frozen=True)
class Message:
    """Subclass as a frozen dataclass: `subject` (may hold {fields}) and `body()`.

    secret: the text carries a one-use link; it is erased from the outbox once delivered, except in demonstration.
    """

    to: Recipient

    channels: ClassVar[tuple[str, ...]] = (EMAIL,)
    subject: ClassVar[str]
    secret: ClassVar[bool] = False

    def body(self) -> Sequence[str | Link]:
        """Paragraphs and links, in order."""
        raise NotImplementedError

    def attachments(self) -> Sequence[Attachment]:
        """By mail alone; `outbox.MOST_ATTACHED` octets in all."""
        return ()

    def title(self) -> str:
        return self.subject.format_map(vars(self))

    def text(self) -> str:
        parts = [f"{part.label} :\n{part.url}" if isinstance(part, Link) else part for part in self.body()]
        return "\n\n".join(parts) + "\n"

    def html(self) -> str:
        paragraphs = "".join(f"<p>{_html(part)}</p>\n" for part in self.body())
        head = f'<html lang="fr"><meta charset="utf-8"><title>{escape(self.title())}</title>'
        return f"<!doctype html>\n{head}\n{paragraphs}</html>\n"


def _html(part: str | Link) -> str:
    if isinstance(part, Link):
        return f'<a href="{escape(part.url)}">{escape(part.label)}</a>'
    return escape(part).replace("\n", "<br>")
