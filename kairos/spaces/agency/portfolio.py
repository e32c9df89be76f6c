"""The portfolio: who is followed, what is to be looked at of those in training, the figures of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.path.attendance import wording
from kairos.path.following import queries, rules
from kairos.path.following.rules import Alert, Kind, Limits, State, Training
from kairos.people.access import queries as access
from kairos.people.access import reading
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.agency.chrome import PLACE
from kairos.spaces.keyset import Source
from kairos.spaces.persons import lists
from kairos.spaces.todo import Task

LACKING = {
    "coordonnees": ("Sans courriel ni téléphone.", Q(email="", phone="")),
    "lien": (
        "À qui le lien de leur espace n’est pas encore parti.",
        Q(state=JobSeeker.State.WAITING, invited_at__isnull=True) & ~Q(email=""),
    ),
}
ALL = "a-regarder"
WORDS = {
    Kind.ENTRY: ("entree", "Entrée non déclarée"),
    Kind.NO_SHOW: ("jamais-venu", "Jamais venu"),
    Kind.ABSENCES: ("absences", "Absences"),
    Kind.PAUSE: ("interruption", "Longue interruption"),
    Kind.CONTESTED: ("conteste", "Mois contesté"),
    Kind.MONTH: ("mois", "Mois non rendu"),
    Kind.EXIT: ("sortie", "Sortie non déclarée"),
    Kind.REVIEW: ("bilan", "Sans bilan"),
}
KEYS = {key: kind for kind, (key, _) in WORDS.items()}
SEVERAL = {
    Kind.ENTRY: ("personne devait commencer sa formation", "personnes devaient commencer leur formation"),
    Kind.NO_SHOW: ("personne n’est jamais venue en formation", "personnes ne sont jamais venues en formation"),
    Kind.ABSENCES: ("personne s’absente sans motif valable", "personnes s’absentent sans motif valable"),
    Kind.PAUSE: ("personne est interrompue depuis longtemps", "personnes sont interrompues depuis longtemps"),
    Kind.CONTESTED: ("personne conteste son mois", "personnes contestent leur mois"),
    Kind.MONTH: ("mois de présences n’est pas rendu", "mois de présences ne sont pas rendus"),
    Kind.EXIT: ("sortie de formation n’est pas déclarée", "sorties de formation ne sont pas déclarées"),
}
STATES = dict(State.choices)
GRAVE = (Kind.NO_SHOW, Kind.ABSENCES, Kind.EXIT)


@dataclass(frozen=True, slots=True)
class Said:
    """An alert as it is read."""

    label: str
    state: str
    detail: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What a whole portfolio has in training. of: of each person, their trainings, with what is to be looked at; kinds:
    of whom something is."""

    limits: Limits
    trainings: list[Training]
    of: Mapping[UUID, list[tuple[Training, list[Alert]]]]
    kinds: Mapping[UUID, set[Kind]]

    def shown(self, person: UUID) -> list[tuple[Training, list[Said]]]:
        """Those that go on, and those where something is to be looked at."""
        over = (*rules.OUT, State.NO_SHOW)
        found = self.of.get(person, ())
        return [(one, [_say(alert) for alert in alerts]) for one, alerts in found if alerts or one.state not in over]

    def people(self, kinds: Collection[Kind]) -> set[UUID]:
        return {person for person, found in self.kinds.items() if not found.isdisjoint(kinds)}

    @property
    def counts(self) -> Counter[Kind]:
        """How many people, by what is to be looked at."""
        return Counter(kind for found in self.kinds.values() for kind in found)

    @property
    def tabs(self) -> list[tuple[str, str, int]]:
        """(key, label, how many people), those with nobody left out."""
        counts = self.counts
        said = [(key, label, counts[kind]) for kind, (key, label) in WORDS.items()]
        return [(ALL, "À regarder", len(self.kinds)), *(one for one in said if one[2])]

    @property
    def tasks(self) -> Iterator[Task]:
        """For « À faire », which says by itself who has no bilan."""
        counts = self.counts
        for kind, several in SEVERAL.items():
            if count := counts[kind]:
                key, label = WORDS[kind]
                state = "bad" if kind in GRAVE else "warn"
                href = f"{PLACE.url('portfolio')}?alerte={key}"
                yield Task(french.plural(count, *several), href, "Voir", state=state, label=label)

    @property
    def figures(self) -> list[tuple[int, str, str]]:
        return list(_figures(self))

    @property
    def meanings(self) -> list[tuple[str, str]]:
        return [(label, _MEANINGS[kind](self.limits)) for kind, (_, label) in WORDS.items()]


def followed(actor: Actor, within: Limits | None = None) -> Followed:
    """One statement, and one for the limits when they are not known."""
    within = within or queries.limits(actor.agency)
    found, of, kinds = queries.trainings(actor, within), defaultdict(list), defaultdict(set)
    for one in found:
        alerts = list(rules.alerts(one, within))
        of[one.person].append((one, alerts))
        if alerts:
            kinds[one.person].update(alert.kind for alert in alerts)
    return Followed(within, found, of, kinds)


def page(request: HttpRequest) -> HttpResponse:
    chosen, lacking = request.GET.get("alerte", ""), LACKING.get(request.GET.get("sans", ""))
    mine = followed(request.actor)
    if chosen != ALL and chosen not in KEYS:
        chosen = ""
    found = lists.page(_rows(request.actor, mine, chosen, lacking), request.GET)
    reading.shown(request.actor, "people.portfolio", [line.id for line in found.rows])
    return PLACE.render(
        request,
        "agency/portfolio.html",
        lacking=lacking and lacking[0],
        chosen=chosen,
        mine=mine,
        page=found,
        states=STATES,
    )


def _rows(actor: Actor, mine: Followed, chosen: str, lacking: tuple[str, Q] | None) -> QuerySet[JobSeeker] | Source:
    if chosen:
        kinds = Kind if chosen == ALL else (KEYS[chosen],)
        return access.readable(actor).filter(pk__in=sorted(mine.people(kinds)))
    return access.readable(actor).filter(lacking[1]) if lacking else Source(_readable, (actor, clock.now()))


def _readable(actor: Actor, now: datetime) -> QuerySet[JobSeeker]:
    return JobSeeker.objects.filter(pk__in=access.live(actor, now).values("person_id"))


def _say(alert: Alert) -> Said:
    state = "bad" if alert.late or alert.kind in GRAVE else "warn"
    return Said(WORDS[alert.kind][1], state, _DETAILS[alert.kind](alert))


def _day(alert: Alert) -> str:
    return french.short_day(alert.on, clock.today()) if alert.on else "une date inconnue"


def _since(alert: Alert) -> str:
    return french.short_day(alert.training.since.astimezone(clock.PARIS).date(), clock.today())


def _these_days(within: Limits) -> str:
    return f"ces {within.recent_days} derniers jours" if within.recent_days > 1 else "depuis hier"


_DETAILS = {
    Kind.ENTRY: lambda one: f"prévue le {_day(one)}",
    Kind.NO_SHOW: lambda one: f"déclaré le {_since(one)}",
    Kind.ABSENCES: lambda one: french.plural(one.training.absences, "demi-journée") + " sans motif valable",
    Kind.PAUSE: lambda one: f"depuis le {_day(one)}",
    Kind.CONTESTED: lambda one: f"celui {wording.of_month(one.on)}",
    Kind.MONTH: lambda one: f"celui {wording.of_month(one.on)}",
    Kind.EXIT: lambda one: f"attendue depuis le {_day(one)}",
    Kind.REVIEW: lambda one: f"sortie le {_day(one)}",
}
_MEANINGS = {
    Kind.ENTRY: lambda _: (
        "Inscrite, la personne devait commencer, et l’organisme n’a déclaré ni son entrée, ni "
        "qu’elle n’est pas venue. En rouge, le délai légal est passé."
    ),
    Kind.NO_SHOW: lambda within: f"L’organisme a déclaré, {_these_days(within)}, qu’elle n’est jamais venue.",
    Kind.ABSENCES: lambda within: (
        f"Au moins {within.absences} demi-journées d’absence sans motif valable "
        f"{_these_days(within)}, dans les mois rendus."
    ),
    Kind.PAUSE: lambda within: f"Interrompue depuis plus de {within.pause_days} jours.",
    Kind.CONTESTED: lambda _: "La personne conteste une demi-journée, et l’organisme n’a pas encore répondu.",
    Kind.MONTH: lambda within: (
        f"L’organisme devait rendre son mois {wording.of_month(within.month[0])}, et ne l’a pas fait."
    ),
    Kind.EXIT: lambda _: "Le plan de formation est fini, et le délai légal pour déclarer la sortie est passé.",
    Kind.REVIEW: lambda within: f"Sortie depuis plus de {within.review_days} jours, sans bilan partagé.",
}


def _figures(mine: Followed) -> Iterator[tuple[int, str, str]]:
    counts = Counter(one.state for one in mine.trainings)
    lately = [one for one in mine.trainings if one.left_on and one.left_on > mine.limits.recent_from]
    early = sum(one.state == State.LEFT for one in lately)
    yield counts[State.REGISTERED], "à entrer en formation", "inscriptions (AIS) dont l’entrée n’est pas déclarée"
    yield counts[State.IN_TRAINING], "en formation", "entrées déclarées, ni interrompues ni sorties"
    yield counts[State.INTERRUPTED], "en interruption", "déclarées et sans reprise"
    yield len(lately), f"sorties {_these_days(mine.limits)}", f"dont {early} avant la fin"
