"""What is done for many people at once, in this process: a group declared in, a file of half-days. Of its own time,
whatever else runs; all of it is taken back."""

import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor, Audience, Strength, system
from kairos.foundation.clock import PARIS
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.foundation.isolation import scope
from kairos.foundation.text import sort_key
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.operations.bench import group, team, volume
from kairos.operations.bench.serving import Figure
from kairos.operations.bench.spending import spent, taken_back
from kairos.path.attendance.importing import KIND
from kairos.path.enrolments import together
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from kairos.people.agencies.models import Agency
from kairos.people.jobseekers.models import JobSeeker

GROUP, TIMES = 30, 20
SESSIONS, DAYS, PEOPLE = 20, 100, 25
"""Of the file: a line each half-day of each, a hundred thousand lines."""
HEAD = "Session;Identifiant;Date;Demi-journée;Marque"
Rows = list[tuple[TrainingSession, list[Enrolment]]]


def figures(sessions: int = SESSIONS, days: int = DAYS) -> Iterator[Figure]:
    actor, (entering, *rows) = _made(sessions, days)
    volume.tell_the_planner()
    times = [_entered(actor, entering[1]) for _ in range(TIMES)]
    yield Figure("Entrées d’un groupe de 30 (AES), calcul", round(statistics.median(times), 1), "ms", 150.0)
    lines = list(_lines(rows, days))
    seconds = _taken(actor, lines)
    yield Figure(
        "Demi-journées prises d’un fichier par s de calcul", round(len(lines) / seconds), "lignes/s", 20_000, most=False
    )


def _entered(actor: Actor, rows: Sequence[Enrolment]) -> float:
    """Milliseconds."""
    entry = (Enrolling.enter, {"on": rows[0].plan_starts_on, "late_reason": "Feuille reçue tard"})
    with taken_back(actor):
        began = time.process_time()
        if together.decide({row.pk: entry for row in rows}, actor):
            raise ValueError("the group of the bench is refused")
        return (time.process_time() - began) * 1000


def _taken(actor: Actor, lines: Sequence[str]) -> float:
    """Seconds to judge every line again, write and journal them; the check before it is not counted."""
    file = SimpleUploadedFile("presences.csv", "\r\n".join((HEAD, *lines)).encode("cp1252"))
    with taken_back(actor):
        row = runs.receive(KIND, file, actor, new_id(), {})
        row = runs.check(row, actor)
        began = spent()
        engine.run(ImportFile.take, row, actor)
        return spent() - began


def _lines(rows: Rows, days: int) -> Iterator[str]:
    """An absence in thirty."""
    for session, enrolments in rows:
        for rank, row in enumerate(enrolments):
            for number in range(days):
                day = session.starts_on + timedelta(days=number)
                if day.weekday() < 5:
                    for half, word in enumerate(("matin", "après-midi")):
                        mark = "P" if (rank + 2 * number + half) % 30 else "A"
                        yield f"{session.number};{row.person.identifier};{day:%d/%m/%Y};{word};{mark}"


# Its rows


def _made(sessions: int, days: int) -> tuple[Actor, Rows]:
    """Of the large member, new ones each time; the first group is registered, the others are in training."""
    with scope(system("bench")):
        place = Establishment.objects.select_related("organisation").get(organisation__name=team.NAME, main=True)
    now = clock.now()
    first = now.astimezone(PARIS).date() - timedelta(days=days + 20)
    rank = 10_000 + JobSeeker.objects.using("owner").filter(identifier__startswith="98").count()
    name = f"Agence du Nombre {rank}"
    agency = Agency(kind=Agency.Kind.values[0], name=name, sort_key=sort_key(name), town="Lyon", opened_at=now)
    volume.copy([agency])
    ranks = itertools.count(rank)
    made = [
        _group(place, agency, first, now, list(itertools.islice(ranks, PEOPLE if number else GROUP)), bool(number))
        for number in range(sessions + 1)
    ]
    rights = frozenset(("candidates.enter", "candidates.approve", "attendance.enter", "attendance.approve"))
    return Actor(Audience.PROVIDER, new_id(), "Banc", place.organisation_id, team.NAME, rights, affiliation=new_id(),
                 strength=Strength.SECOND_FACTOR, request_id="bench"), made  # fmt: skip


def _group(
    place: Establishment, agency: Agency, first: date, now: datetime, ranks: Sequence[int], there: bool
) -> tuple[TrainingSession, list[Enrolment]]:
    own = place.organisation
    course = Course(organisation=own, title=group.TITLE, sort_key=sort_key(group.TITLE))
    delivery = Delivery(organisation=own, course=course, postcode="69003", town="Lyon")
    session = TrainingSession(
        organisation=own, delivery=delivery, establishment=place, number=f"GN_{ranks[0]}", state="started",
        state_since=now, starts_on=first, ends_on=first + timedelta(days=300), listed_on=first, capacity=len(ranks),
        timetable=group.WEEK, created_at=now, modified_at=now, modified_by=own.pk,
    )  # fmt: skip
    people = [group.person(rank, agency, now) for rank in ranks]
    rows = [group.enrolment(one, session, now, there) for one in people]
    for part in ([course], [delivery], [session], people, [group.read(row, now) for row in rows], rows):
        volume.copy(part)
    return session, rows
