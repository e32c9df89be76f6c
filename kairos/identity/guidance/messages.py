"""What people of an organisation are told of what it writes for them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kairos.foundation.messages import Link, Recipient
from kairos.foundation.messages.topics import Topic
from kairos.identity.accounts.notices import page
from kairos.identity.guidance.models import AwarenessNote, TeamMessage, WrittenProcedure
from kairos.identity.guidance.topics import TEAM
from kairos.identity.habilitations.messages import OfOrganisation, about
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.reviews.messages import day

LABELLED = re.compile(r"\s:\n(?=https?://)")
"""How the inbox would draw a link under other words: what people type shows its address as it is."""


@dataclass(frozen=True)
class ProcedurePublished(OfOrganisation):
    number: int

    subject = "Procédure d’habilitation de {organisation} : version {number}"

    def chosen_as(self) -> Topic:
        return TEAM

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.organisation} publie la version {self.number} de sa procédure d’habilitation : qui accorde les "
            "droits, comment les demander, que faire en cas d’incident.",
            Link("Lire la procédure", page("/gid/procedure/")),
        ]


@dataclass(frozen=True)
class OfNote(OfOrganisation):
    note: str
    due_on: date

    def chosen_as(self) -> Topic:
        return TEAM

    def link(self) -> Link:
        return Link("Lire la note", page("/gid/note/"))


@dataclass(frozen=True)
class NotePublished(OfNote):
    subject = "À lire : {note}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"{self.organisation} vous demande de lire sa note de sensibilisation, jusqu’au {day(self.due_on)}, puis "
            "de cocher « J’ai lu ». Trois minutes suffisent.",
            self.link(),
        ]


@dataclass(frozen=True)
class NoteRecalled(OfNote):
    subject = "Rappel, à lire : {note}"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Vous n’avez pas encore dit avoir lu la note de sensibilisation de {self.organisation}. Elle était à lire "
            f"jusqu’au {day(self.due_on)}.",
            self.link(),
        ]


@dataclass(frozen=True)
class NoteDueAgain(OfOrganisation):
    subject = "Note de sensibilisation de {organisation} : à publier de nouveau"

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"La note de sensibilisation de {self.organisation} n’a pas changé depuis longtemps. Relisez-la, mettez-la "
            "à jour et publiez-la : chacun la relira.",
            Link("Publier la note", page("/gid/note/publier/")),
        ]


@dataclass(frozen=True)
class FromManager(OfOrganisation):
    """Plain text, as it was typed."""

    who: str
    topic: str
    words: str

    subject = "{topic}"

    def chosen_as(self) -> Topic:
        return TEAM

    def body(self) -> Sequence[str | Link]:
        paragraphs = [part for part in LABELLED.sub(" : ", self.words).split("\n\n") if part.strip()]
        return [f"De {self.who}, pour {self.organisation}.", *paragraphs]


def procedure_published(to: Recipient, procedure: WrittenProcedure) -> ProcedurePublished:
    return ProcedurePublished(to, procedure.organisation.name, number=procedure.number)


def note_published(to: Recipient, note: AwarenessNote) -> NotePublished:
    return NotePublished(to, note.organisation.name, note.title, note.due_on)


def note_recalled(to: Recipient, note: AwarenessNote) -> NoteRecalled:
    return NoteRecalled(to, note.organisation.name, note.title, note.due_on)


def note_due_again(to: Recipient, note: AwarenessNote) -> NoteDueAgain:
    return NoteDueAgain(to, note.organisation.name)


def from_manager(row: Affiliation, message: TeamMessage, who: str) -> FromManager:
    return FromManager(*about(row), who=who, topic=message.topic, words=message.text)
