"""What the operator's dossiers show alike: what happened, what was written."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Event:
    """state: ok, warn, bad, info or idle, as the timeline draws it."""

    label: str
    icon: str
    state: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """mine: written by the operator."""

    author: str
    mine: bool
    text: str
    at: datetime
