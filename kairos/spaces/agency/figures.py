"""« Chiffres »: an agency over a month for whoever heads it, each with its definition; by adviser, never by person."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.imports import writing
from kairos.path.completion.settings import REVIEW_DAYS
from kairos.path.following import figures
from kairos.path.following.figures import Counted, Figure, Who
from kairos.path.following.settings import LEAST_SAID
from kairos.people.agencies import queries as agencies
from kairos.spaces import headers
from kairos.spaces.agency.chrome import PLACE

FIRST = date(2020, 1, 1)
UNSAID = "non dit"
NOBODY = "Sans conseiller"
RATE = "Taux de présence"
FLOW = (Figure.REGISTERED, Figure.ENTRIES, Figure.INTERRUPTIONS, Figure.EXITS, Figure.EARLY_EXITS, Figure.NO_SHOWS)
"""What the drawing compares: what happened in the month."""
BY_ADVISER = (Figure.THERE, Figure.ENTRIES, Figure.LATE_ENTRIES, Figure.INTERRUPTIONS, Figure.EXITS,
              Figure.EARLY_EXITS, Figure.CONTESTED, Figure.LATE_REVIEWS)  # fmt: skip
LABELS = {
    Figure.FOLLOWED: "Personnes suivies",
    Figure.REGISTERED: "Inscriptions (AIS)",
    Figure.THERE: "En formation",
    Figure.ENTRIES: "Entrées",
    Figure.LATE_ENTRIES: "Entrées déclarées en retard",
    Figure.NO_SHOWS: "Jamais venus",
    Figure.INTERRUPTIONS: "Interruptions",
    Figure.EXITS: "Sorties",
    Figure.EARLY_EXITS: "Sorties avant la fin",
    Figure.CONTESTED: "Mois contestés",
    Figure.CERTIFICATES: "Certificats de réalisation",
    Figure.LATE_REVIEWS: "Bilans en retard",
}

SHORT = LABELS | {
    Figure.LATE_ENTRIES: "Entrées en retard",
    Figure.EARLY_EXITS: "Avant la fin",
    Figure.CONTESTED: "Contestés",
}
"""As the heads of a wide table say them."""


def definitions() -> dict[Figure, str]:
    return {
        Figure.FOLLOWED: "Personnes confiées à l’agence au dernier jour du mois, ou aujourd’hui s’il n’est pas fini.",
        Figure.REGISTERED: "Attestations d’inscription établies dans le mois, la première de chaque formation.",
        Figure.THERE: "Formations commencées et non finies, un jour du mois au moins ; les interruptions comptent.",
        Figure.ENTRIES: "Formations dont le premier jour effectif est dans le mois.",
        Figure.LATE_ENTRIES: "De ces entrées, celles que l’organisme a déclarées après le délai légal.",
        Figure.NO_SHOWS: "Personnes inscrites, déclarées dans le mois comme n’étant jamais venues.",
        Figure.INTERRUPTIONS: "Interruptions dont le premier jour est dans le mois.",
        Figure.EXITS: "Formations dont le dernier jour effectif est dans le mois, quel que soit le motif.",
        Figure.EARLY_EXITS: "De ces sorties, celles d’un autre motif que la fin de la formation.",
        Figure.CONTESTED: "États du mois, rendus, dont la personne a contesté une demi-journée au moins.",
        Figure.CERTIFICATES: "Premiers certificats de réalisation délivrés dans le mois, un par formation.",
        Figure.LATE_REVIEWS: f"Sorties dont le délai du bilan, {REVIEW_DAYS.value()} jours, s’est achevé dans le mois "
        "sans qu’un bilan soit partagé.",
    }


RATE_MEANS = "Heures de présence sur heures prévues, dans les états du mois que les organismes ont rendus."


@dataclass(frozen=True, slots=True)
class Line:
    """One adviser. values: as they are said, in the order of `BY_ADVISER`."""

    name: str
    followed: int
    values: list[str]
    rate: str


@dataclass(frozen=True, slots=True)
class Shown:
    """least: below which a number is not said, by adviser and by reason."""

    month: date
    now: Counted
    before: Counted
    names: dict[Who, str]
    least: int

    @property
    def lines(self) -> list[tuple[str, str, str, str]]:
        """(label, number, the month before, definition)."""
        means = definitions()
        said = [
            (LABELS[one], french.number(self.now.total(one)), french.number(self.before.total(one)), means[one])
            for one in Figure
        ]
        return [*said, (RATE, _percent(self.now.rate), _percent(self.before.rate), RATE_MEANS)]

    @property
    def flow(self) -> list[tuple[str, int]]:
        return [(LABELS[one], self.now.total(one)) for one in FLOW]

    @property
    def reasons(self) -> list[tuple[str, int]]:
        rare = f"Autres motifs, moins de {self.least} chacun"
        return [(label or rare, count) for label, count in figures.grouped(self.now.reasons, self.least)]

    @property
    def advisers(self) -> list[Line]:
        hidden = {one: figures.withheld(self.now.of(one), self.least) for one in BY_ADVISER}
        return [self._line(who, name, hidden) for who, name in self.names.items() if who in self.now.by]

    @property
    def heads(self) -> list[str]:
        return [SHORT[one] for one in BY_ADVISER]

    def _line(self, who: Who, name: str, hidden: dict[Figure, set[Who]]) -> Line:
        counts = self.now.by[who]
        values = [UNSAID if who in hidden[one] else french.number(counts[one]) for one in BY_ADVISER]
        few = counts["months"] < self.least and len(self.now.by) > 1
        rate = UNSAID if few else _percent(figures.rate(counts["present"], counts["planned"]))
        return Line(name, counts[Figure.FOLLOWED], values, rate)


def _percent(rate: float | None) -> str:
    return "–" if rate is None else french.percent(rate)


def page(request: HttpRequest) -> HttpResponse:
    shown = _shown(request.actor, request.GET.get("mois", ""))
    month = shown.month
    return PLACE.render(
        request,
        "agency/figures.html",
        shown=shown,
        this=f"{month:%Y-%m}",
        earlier=f"{figures.before(month):%Y-%m}" if month > FIRST else None,
        later=f"{after:%Y-%m}" if (after := figures.after(month)) <= clock.today() else None,
        going_on=after > clock.today(),
    )


def export(request: HttpRequest) -> HttpResponse:
    shown = _shown(request.actor, request.GET.get("mois", ""))
    content = writing.rows(_rows(shown), writing.CSV)
    name = headers.file(f"chiffres-{shown.month:%Y-%m}.csv", saved=True)
    return HttpResponse(content, content_type=writing.type_of(writing.OWN), headers=name)


def _rows(shown: Shown) -> Iterator[list[str]]:
    """What the page says, and nothing more: what is not said there is not said here."""
    yield ["Mois", "De", "Chiffre", "Valeur", "Le mois d’avant", "Définition"]
    month = f"{shown.month:%Y-%m}"
    for label, *values, means in shown.lines:
        yield [month, "Agence", label, *map(_plain, values), means]
    for label, count in shown.reasons:
        yield [month, "Agence", f"Sorties : {label}", str(count), "", ""]
    for line in shown.advisers:
        yield [month, line.name, LABELS[Figure.FOLLOWED], str(line.followed), "", ""]
        for label, value in zip([*shown.heads, RATE], [*line.values, line.rate], strict=True):
            yield [month, line.name, label, _plain(value), "", ""]


def _plain(value: str) -> str:
    """As spreadsheets read a number."""
    return value.replace(french.THIN, "")


def _shown(actor: Actor, asked: str) -> Shown:
    month = _month(asked)
    now, before = figures.of_month(month)
    names: dict[Who, str] = {row.pk: row.shown_name for row in agencies.visible_to(actor)}
    return Shown(month, now, before, names | {None: NOBODY}, LEAST_SAID.value())


def _month(asked: str) -> date:
    """« 2026-10 »; this month for anything else, and for one that has not begun."""
    this = clock.today().replace(day=1)
    if not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", asked):
        return this
    month = date.fromisoformat(f"{asked}-01")
    return month if FIRST <= month <= this else this
