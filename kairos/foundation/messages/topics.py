"""Kinds of messages that people choose to have or not, channel by channel. What has no topic comes to everybody.

    REMINDER = topics.declare("reminder", "Rappel", "La veille.", (Audience.JOBSEEKER,), first=topics.BOTH)

and in the message: `def chosen_as(self): return REMINDER`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kairos.foundation import dated_settings
from kairos.foundation.actor import Audience
from kairos.foundation.dated_settings import DatedSetting
from kairos.foundation.messages.message import EMAIL, SMS

BOTH, NEITHER = f"{EMAIL} {SMS}", ""
FIRST = (
    (EMAIL, "Par courriel"),
    (SMS, "Par SMS"),
    (BOTH, "Par courriel et par SMS"),
    (NEITHER, "Ni l’un ni l’autre"),
)
Chosen = Mapping[str, bool]
"""What somebody chose, by `Topic.box`."""


@dataclass(frozen=True, slots=True)
class Topic:
    """hint: of the page where one chooses. first: the channels of whoever chose nothing. always: those that stay."""

    key: str
    label: str
    hint: str
    audiences: frozenset[Audience]
    channels: tuple[str, ...]
    first: DatedSetting
    always: frozenset[str]

    def box(self, channel: str) -> str:
        return f"{self.key}:{channel}"

    def comes_by(self, channel: str, chosen: Chosen) -> bool:
        if channel in self.always:
            return True
        return chosen.get(self.box(channel), channel in self.first.value().split())


_topics: dict[str, Topic] = {}


def declare(
    key: str,
    label: str,
    hint: str,
    audiences: Iterable[Audience],
    *,
    channels: tuple[str, ...] = (EMAIL, SMS),
    first: str = EMAIL,
    always: Iterable[str] = (),
) -> Topic:
    """Two declarations of one key are refused. first: see `FIRST`."""
    if key in _topics:
        raise ValueError(f"topic declared twice: {key}")
    name = f"Comment arrive « {label} », pour qui n’a rien choisi"
    choices = tuple(one for one in FIRST if set(one[0].split()) <= set(channels))
    setting = DatedSetting(f"notifications.{key}", name, first, "Choix de l’opérateur", kind="choice", choices=choices)
    _topics[key] = Topic(
        key, label, hint, frozenset(audiences), channels, dated_settings.declare(setting), frozenset(always)
    )
    return _topics[key]


def declared() -> list[Topic]:
    return list(_topics.values())


def of(audience: Audience) -> list[Topic]:
    """In the order they were declared."""
    return [topic for topic in declared() if audience in topic.audiences]
