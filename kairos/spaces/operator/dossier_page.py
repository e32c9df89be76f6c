"""What the operator's page of an application shows, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from kairos.foundation.actor import Actor
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.identity.memberships import queries, snapshot
from kairos.identity.memberships.models import (
    ApplicationVersion,
    MembershipApplication,
    StampedTerms,
)
from kairos.identity.memberships.snapshot import Comparison
from kairos.spaces.operator.queue_list import Deadline, deadline
from kairos.spaces.operator.shown import Event, Message

State = MembershipApplication.State
ORDER = {"bad": 0, "warn": 1, "ok": 2}
HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "save": ("Demande enregistrée", "pencil", "idle"),
    "submit": ("Demande validée", "upload", "ok"),
    "resubmit": ("Nouvelle version validée", "upload", "ok"),
    "take": ("Prise en charge", "user", "info"),
    "release": ("Rendue à la file", "undo-2", "idle"),
    "hand_over": ("Passée à un collègue", "users", "idle"),
    "recheck": ("Contrôles relancés", "refresh-cw", "idle"),
    "note_checks": ("Contrôles passés", "shield-check", "info"),
    "ask_complement": ("Complément demandé", "message-square", "warn"),
    "accept": ("Adhésion acceptée", "circle-check", "ok"),
    "refuse": ("Adhésion refusée", "octagon-x", "bad"),
    "abandon": ("Demande abandonnée", "x", "idle"),
    "write": ("Message envoyé", "message-square", "idle"),
    "remind": ("Rappel envoyé à l’organisme", "bell", "idle"),
}
"""Act → what is said once it is done, its icon and its state."""


@dataclass(frozen=True)
class Asked:
    """The application that a question is about, by its name and state alone."""

    application: MembershipApplication

    @property
    def state(self) -> str:
        return self.application.state

    @property
    def open(self) -> bool:
        return self.state in queries.OPEN


@dataclass(frozen=True)
class Dossier(Asked):
    """One application as an officer sees it. versions, events: the latest first."""

    versions: list[ApplicationVersion]
    messages: list[Message]
    events: list[Event]
    stamp: StampedTerms | None
    names: Mapping[UUID, str]

    @property
    def deadline(self) -> Deadline:
        return deadline(self.application.due_at, self.application.postcode, working=True)

    @cached_property
    def content(self) -> Mapping[str, str]:
        return self.versions[0].content

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Everything declared in the latest version: label, value as people read it."""
        return [(snapshot.label_of(field), value) for field, value in snapshot.as_read(self.content).items()]

    @property
    def comparison(self) -> Comparison | None:
        return snapshot.compare(self.versions[1], self.versions[0]) if len(self.versions) > 1 else None

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """What is not in order comes first."""
        read = [finding | {"at": datetime.fromisoformat(finding["at"])} for finding in self.application.checks]
        return sorted(read, key=lambda finding: ORDER[finding["state"]])

    @property
    def director(self) -> str:
        return self._person("director")

    @property
    def account_manager(self) -> str:
        return self._person("account_manager")

    def name_of(self, user: UUID | None) -> str:
        return self.names.get(user, "") if user else ""

    def _person(self, section: str) -> str:
        return f"{self.content[f'{section}-first_name']} {self.content[f'{section}-last_name']}".strip()


def read(application: MembershipApplication, actor: Actor) -> Dossier:
    versions = queries.last_two_versions(application)
    entries = history(application)
    involved = {application.officer_id, application.decided_by_id, versions[0].submitted_by_id}
    names = people.names_of(involved | {entry.actor_user for entry in entries})
    return Dossier(
        application,
        versions,
        _messages(application, actor),
        [_event(entry, names) for entry in entries],
        queries.last_stamp_of(application),
        names,
    )


def _messages(application: MembershipApplication, actor: Actor) -> list[Message]:
    return [
        Message("Vous" if author == actor.user else f"{first} {last}".strip(), author == actor.user, text, at)
        for author, _, first, last, text, at in queries.exchanges_of(application)
    ]


def _event(entry: JournalEntry, names: Mapping[UUID, str]) -> Event:
    act = entry.acts[0]
    known = HAPPENED.get(act.rpartition(".")[2])
    label, icon, state = known or (act_named(act).label, "check", "idle")
    return Event(label, icon, state, names.get(entry.actor_user, ""), entry.at)


def mark(application: MembershipApplication) -> str:
    """What the checks on the reader's page stand for."""
    return f"{application.version}.{application.checks_ok}.{application.checks_warn}.{application.checks_bad}"
