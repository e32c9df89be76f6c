"""What those who are on a session, and whoever follows them, are told when it changes: one message a person and act."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from kairos.foundation.messages import EMAIL, IN_APP, Attachment, Link, Message, Recipient
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.path.enrolments.messages import recipient
from kairos.people.jobseekers.models import JobSeeker


@dataclass(frozen=True)
class News:
    """Of one session, as it is told. head: the subject. ask: what the person may do about it."""

    head: str
    said: tuple[str, ...]
    ask: str = ""


@dataclass(frozen=True)
class SessionNews(Message):
    """To a person who is on the session."""

    head: str
    said: tuple[str, ...]
    ask: str
    link: str
    attached: tuple[Attachment, ...] = ()

    subject = "{head}"

    def attachments(self) -> Sequence[Attachment]:
        return self.attached

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", *self.said, *([self.ask] if self.ask else []), Link("Mes formations", self.link)]


@dataclass(frozen=True)
class SessionNewsOf(Message):
    """To an adviser, once for all those whom they follow there."""

    head: str
    said: tuple[str, ...]
    people: tuple[str, ...]

    subject = "{head}"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return ["Bonjour,", *self.said, "Vous suivez : " + ", ".join(self.people) + "."]


def to_people(news: News, people: Iterable[JobSeeker]) -> Iterator[Message]:
    for one in people:
        yield to_person(news, recipient(one))


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
