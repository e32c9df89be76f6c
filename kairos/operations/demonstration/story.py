"""The story as written in story.toml: who there is, and what each did when. Plain values."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from kairos.foundation.clock import PARIS
from kairos.foundation.text import sort_key

WRITTEN = Path(__file__).with_name("story.toml")
_WORKING_WEEK = 5


@dataclass(frozen=True, slots=True)
class Human:
    """civility: mme or m. title: the function in the organisation."""

    civility: str
    first_name: str
    last_name: str
    title: str
    email: str

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def label(self) -> str:
        """As in addresses: « ines-marchetti »."""
        return sort_key(self.full_name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Agent:
    """role: instructor or supervisor."""

    key: str
    human: Human
    role: str
    story: str


@dataclass(frozen=True, slots=True)
class Provider:
    """humans: director, manager (the RGC), contacts, team by label. stories: what the demonstration says of those one
    may be, by « director », « manager » or label.

    account: the key of the provider whose opener opens this file too. reason: why a contradicted number is maintained.
    """

    key: str
    siret: str
    name: str
    domain: str
    director: Human
    manager: Human
    contacts: tuple[Human, ...]
    team: Mapping[str, Human]
    opener: Human
    stories: Mapping[str, str]
    account: str
    reason: str

    def human(self, word: str) -> Human:
        """« director », « manager », or somebody of the team."""
        return self.team.get(word) or getattr(self, word)


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """`do` names a method of `stage.Stage`."""

    at: datetime
    do: str
    provider: str
    by: str = ""
    details: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Story:
    """steps: in the order they happened."""

    agents: Mapping[str, Agent]
    providers: Mapping[str, Provider]
    steps: tuple[Step, ...]


def read(now: datetime) -> Story:
    """The story told back from `now`."""
    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
    agents = {row["key"]: _agent(**row) for row in written["agents"]}
    providers = {row.get("key", row["siret"]): _provider(row) for row in written["providers"]}
    steps = [
        step
        for key, row in zip(providers, written["providers"], strict=True)
        for step in _steps(key, row["steps"], now)
    ]
    return Story(agents, providers, tuple(sorted(steps)))


def _agent(key: str, name: str, role: str, story: str) -> Agent:
    return Agent(key, _human(f"{name}|Agent de l’opérateur", "operateur.example"), role, story)


def _provider(row: Mapping[str, Any]) -> Provider:
    director = _human(row["director"], row["domain"])
    manager = director if row["manager"] == "director" else _human(row["manager"], row["domain"])
    return Provider(
        key=row.get("key", row["siret"]),
        siret=row["siret"],
        name=row["name"],
        domain=row["domain"],
        director=director,
        manager=manager,
        contacts=tuple(_human(text, row["domain"]) for text in row.get("contacts", ())),
        team={human.label: human for text in row.get("team", ()) for human in [_human(text, row["domain"])]},
        opener={"director": director, "manager": manager}[row.get("opener", "director")],
        stories=row.get("stories", {}),
        account=row.get("account", ""),
        reason=row.get("reason", ""),
    )


def _human(text: str, domain: str) -> Human:
    """« mme Inès|Da Silva|Consultante » → i.dasilva@domain; an agent has no civility."""
    civility_and_first, last_name, title = text.split("|")
    civility, _, first_name = civility_and_first.rpartition(" ")
    box = f"{sort_key(first_name)[:1]}.{sort_key(last_name).replace(' ', '')}"
    return Human(civility, first_name, last_name, title, f"{box}@{domain}")


# --- When ----------------------------------------------------------------------------------------------------------


def _steps(key: str, rows: list[dict[str, str]], now: datetime) -> Iterator[Step]:
    for row in rows:
        details = dict(row)
        at, do, by = moment(details.pop("at"), now), details.pop("do"), details.pop("by", "")
        if do == "submitted":
            yield from _submitted(key, at, details)
        else:
            yield Step(at, do, key, by, details)


def _submitted(key: str, at: datetime, details: Mapping[str, str]) -> Iterator[Step]:
    """An account opened the evening before, a file filled in half an hour, a request submitted at `at`."""
    evening = at - timedelta(hours=16)
    yield Step(evening, "open", key)
    yield Step(evening + timedelta(minutes=9), "activate", key)
    yield Step(at - timedelta(minutes=34), "fill", key, details=details)
    yield Step(at - timedelta(minutes=7), "save", key)
    yield Step(at, "submit", key)


def moment(text: str, now: datetime) -> datetime:
    """« 12 09:30 »: 12 working days before now (Monday to Friday), in Paris; « 25 min »: 25 minutes before now."""
    if found := re.fullmatch(r"(\d+) min", text):
        return now - timedelta(minutes=int(found[1]))
    days, _, hour = text.partition(" ")
    day = now.astimezone(PARIS).date()
    for _ in range(int(days)):
        day -= timedelta(days=1)
        while day.isoweekday() > _WORKING_WEEK:
            day -= timedelta(days=1)
    return datetime.combine(day, time.fromisoformat(hour), PARIS)
