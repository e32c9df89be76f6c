"""What the address of a journal page asks: filters, and the key to begin after."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from kairos.design import french
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.ids import NOBODY
from kairos.foundation.journal.browsing import Entry, Search, page
from kairos.foundation.prepared import prepared
from kairos.foundation.text import sort_key
from kairos.identity.habilitations import queries as habilitations
from kairos.spaces.forms import parse_day, whole_number
from kairos.spaces.journal import words

SIZES = (25, 50, 100)
MOST_PEOPLE = 10
ITSELF, FILE = "kairos", "fiche"


@dataclass(frozen=True, slots=True)
class Filters:
    """As typed, and as understood: what means nothing is left aside and said."""

    person: str = ""
    kind: str = ""
    domain: str = ""
    since: date | None = None
    since_typed: str = ""
    until: date | None = None
    until_typed: str = ""
    subject: UUID | None = None
    subject_typed: str = ""

    def any(self) -> bool:
        return bool(self.person or self.kind or self.domain or self.since or self.until or self.subject)

    @property
    def person_is_key(self) -> bool:
        return _key(self.person) is not None

    @property
    def wrong(self) -> list[tuple[str, str]]:
        """(field, sentence) of what could not be understood."""
        found = []
        for name, typed, value in (("du", self.since_typed, self.since), ("au", self.until_typed, self.until)):
            if typed and value is None:
                found.append((name, f"« {typed} » n’est pas une date : écrivez par exemple 3/9/2026."))
        if self.subject_typed and self.subject is None:
            found.append(("objet", f"« {self.subject_typed} » n’est pas un identifiant de dossier."))
        return found

    def in_words(self) -> str:
        """« lectures, Qualité, du 3/9/2026 », « tout »."""
        said = [words.KINDS[self.kind][1].lower()] if self.kind else []
        said += [words.DOMAINS[self.domain].label] if self.domain else []
        said += [f"personne {self.person}"] if self.person else []
        said += [f"du {french.numeric_day(self.since)}"] if self.since else []
        said += [f"au {french.numeric_day(self.until)}"] if self.until else []
        said += [f"objet {self.subject}"] if self.subject else []
        return ", ".join(said) or "tout"


def filters(parameters: QueryDict) -> Filters:
    since, until, subject = (_text(parameters, name, 40) for name in ("du", "au", "objet"))
    kind, domain = parameters.get("nature", ""), parameters.get("domaine", "")
    return Filters(
        person=_text(parameters, "qui", 120),
        kind=kind if kind in words.KINDS else "",
        domain=domain if domain in words.DOMAINS else "",
        since=parse_day(since),
        since_typed=since,
        until=parse_day(until),
        until_typed=until,
        subject=_key(subject),
        subject_typed=subject,
    )


def _text(parameters: QueryDict, name: str, longest: int) -> str:
    return parameters.get(name, "").replace("\x00", "").strip()[:longest]


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def search(actor: Actor, asked: Filters) -> Search | None:
    """None when nothing can be found. One statement when a name was typed, none otherwise.

    What concerns the organisation's own file is too much to be looked for as one subject: it is a domain by itself.
    """
    people = _people(actor, asked.person)
    own_file = asked.subject is not None and asked.subject == actor.organisation
    if (asked.person and not people) or (own_file and asked.domain not in ("", FILE)):
        return None
    narrowed = bool(people or asked.kind or asked.domain)
    if own_file:
        asked = replace(asked, subject=None, domain=FILE)
    return Search(
        people=people,
        kinds=(words.KINDS[asked.kind][0],) if asked.kind else (),
        types=words.DOMAINS[asked.domain].types if asked.domain else words.TYPES if narrowed else (),
        since=_midnight(asked.since) if asked.since else None,
        until=_midnight(asked.until + timedelta(days=1)) if asked.until and asked.until < date.max else None,
        subject=asked.subject,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PARIS)


def _people(actor: Actor, typed: str) -> tuple[UUID, ...]:
    """By key (from a line), or by part of the name of those who are or were in the organisation; « Kairos » itself."""
    if not typed:
        return ()
    if key := _key(typed):
        return (key,)
    wanted = sort_key(typed)
    if wanted == ITSELF:
        return (NOBODY,)
    found = dict.fromkeys(
        user for user, first, last in _names(actor) if wanted and wanted in sort_key(f"{first} {last} {first}")
    )
    return tuple(found)[:MOST_PEOPLE]


@prepared
def _names(actor: Actor) -> QuerySet:
    return habilitations.visible_to(actor).values_list("user_id", "user__first_name", "user__last_name")


@dataclass(frozen=True, slots=True)
class Window:
    """One page. before, after: the keys of the previous and next pages, 0 when there is none."""

    entries: list[Entry]
    before: int = 0
    after: int = 0


def window(actor: Actor, looked: Search | None, parameters: QueryDict) -> Window:
    """The page that the address asks; an altered key starts at the newest."""
    if looked is None:
        return Window([])
    size = size_asked(parameters)
    if before := whole_number(parameters.get("avant", "")):
        found = page(actor, looked, size + 1, beyond=before, backwards=True)
        kept = found[:size][::-1]
        return Window(kept, kept[0].id if len(found) > size else 0, kept[-1].id if kept else 0)
    after = whole_number(parameters.get("apres", ""))
    found = page(actor, looked, size + 1, beyond=after or None)
    kept = found[:size]
    return Window(kept, kept[0].id if after and kept else 0, kept[-1].id if len(found) > size else 0)


def size_asked(parameters: QueryDict) -> int:
    typed = parameters.get("par", "")
    return int(typed) if typed in map(str, SIZES) else SIZES[0]
