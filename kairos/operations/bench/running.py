"""One run of the bench, from the empty folder to the two files of results."""

from collections.abc import Iterator
from pathlib import Path

import django
from django.db import connections

from kairos.operations.bench import place
from kairos.operations.bench.place import EMPTY, Place


def run(folder: Path, port: int, *, pages_only: bool) -> list[str]:
    """One sentence per budget missed: a time by more than 30 %, statements and weights at all."""
    with place.opened(folder) as here:
        migrating = _prepare(here)
        django.setup()
        _fill(here)
        try:
            return _measure(here, port, migrating, pages_only)
        finally:
            connections.close_all()


def _prepare(here: Place) -> float:
    """The schema of this version; how long an empty database takes to get it."""
    here.cluster.drop_database(EMPTY)
    here.cluster.create_database(EMPTY)
    seconds = here.run("migrate", "--quiet", database=EMPTY)
    here.cluster.drop_database(EMPTY)
    if not here.is_filled():
        here.forget()
        here.run("migrate", "--quiet")
    return seconds


def _fill(here: Place) -> None:
    from kairos.operations.bench import filling
    from kairos.operations.bench.volume import Volume

    if here.is_filled():
        return
    print("Données du banc, la première fois seulement\u00a0: comptez une minute.", flush=True)
    filling.fill(Volume())
    here.note_filled()


def _measure(here: Place, port: int, migrating: float, pages_only: bool) -> list[str]:
    from kairos.operations import assets
    from kairos.operations.bench import measuring, report
    from kairos.operations.bench.pages import PAGES
    from kairos.operations.bench.serving import Figure

    assets.gather()
    from kairos.config.wsgi import application

    measures, missed = [], []
    for page in PAGES:
        statements, _ = measuring.count(application, page)
        measured = measuring.measure(application, page)
        measures.append(measured)
        missed += measuring.over_statements(page, statements)
        missed += [*measuring.over_time(measured), *measuring.too_heavy(measured)]
    figures = [Figure("Migration d’une base vide", round(migrating, 1), "s", 10.0)]
    figures += () if pages_only else _around(here, port, application)
    report.write(here.folder, measures, figures)
    report.show(measures, figures)
    return missed + [
        f"{one.name}\u00a0: {one.value} {one.unit}, budget {one.budget:g}" for one in figures if one.missed
    ]


def _around(here: Place, port: int, application: object) -> Iterator:
    from kairos.operations.bench import lheo, papers, serving, weights, works
    from kairos.operations.bench.pages import FIRST_VISITS, SERVED

    for page in FIRST_VISITS:
        yield weights.first_visit(application, page)
    with serving.served(here, port) as running:
        yield from serving.figures(running, SERVED.path(), SERVED.person)
    yield papers.figure()
    yield lheo.figure()
    yield from works.figures()
