"""What those who are on a session, and whoever follows them, are told when it changes: one message a person and act,
whatever the number of sessions (a file changes many)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar
from uuid import UUID

from kairos.foundation.messages import EMAIL, IN_APP, Attachment, Link, Message, Recipient
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.people.jobseekers.models import JobSeeker

Part = TypeVar("Part")


@dataclass(frozen=True)
class News:
    """Of one session, as it is told. head: the subject. ask: what the person may do about it."""

    head: str
    said: tuple[str, ...]
    ask: str = ""


@dataclass(frozen=True)
class SessionNews(Message):
    """To a person who is on the session, or on several."""

    head: str
    said: tuple[str, ...]
    ask: str
    link: str
    attached: tuple[Attachment, ...] = ()

    subject = "{head}"
    joins = True

    @classmethod
    def together(cls, several: Sequence[Self]) -> "SessionNews":
        said, attached = _each(one.said for one in several), _each(one.attached for one in several)
        asks = " ".join(dict.fromkeys(one.ask for one in several if one.ask))
        first = several[0]
        return cls(first.to, f"Du nouveau dans {len(several)} de vos formations", said, asks, first.link, attached)

    def attachments(self) -> Sequence[Attachment]:
        return self.attached

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", *self.said, *([self.ask] if self.ask else []), Link("Mes formations", self.link)]


@dataclass(frozen=True)
class SessionNewsOf(Message):
    """To an adviser, once for all those whom they follow there; of several sessions, `said` names them each time."""

    head: str
    said: tuple[str, ...]
    people: tuple[str, ...] = ()

    subject = "{head}"
    channels = (EMAIL, IN_APP)
    joins = True

    @classmethod
    def together(cls, several: Sequence[Self]) -> "SessionNewsOf":
        head = f"Du nouveau dans {len(several)} formations de personnes que vous suivez"
        return cls(several[0].to, head, _each(one._lines() for one in several))

    def _lines(self) -> tuple[str, ...]:
        return (*self.said, "Vous suivez : " + ", ".join(self.people) + ".") if self.people else self.said

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", *self._lines()]


def _each(parts: Iterable[Iterable[Part]]) -> tuple[Part, ...]:
    return tuple(one for some in parts for one in some)


def to_person(news: News, to: Recipient, more: Sequence[str] = (), attached: Sequence[Attachment] = ()) -> Message:
    link = tokens.address("/candidat/rendez-vous/", "")
    return SessionNews(to, news.head, (*news.said, *more), news.ask, link, tuple(attached))


def to_advisers(news: News, people: Iterable[JobSeeker]) -> Iterator[Message]:
    """`people`: with their adviser at hand."""
    followed: dict[UUID, list[str]] = defaultdict(list)
    for one in people:
        if one.adviser is not None:
            followed[one.adviser.user_id].append(one.full_name)
    for to in recipients_of(followed):
        yield SessionNewsOf(to, news.head, news.said, tuple(followed[to.user]))
