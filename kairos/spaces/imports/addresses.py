"""The addresses of a place."""

from collections.abc import Callable

from django.urls import URLPattern

from kairos.foundation.imports import queries
from kairos.foundation.imports.reading.forms import CSV, XLSX
from kairos.spaces.imports.pages import Pages
from kairos.spaces.imports.place import Place, kind

BOTH = ("GET", "POST")
RUN = "imports.run"


def of(route: Callable[..., URLPattern], place: Place, prefix: str, *, exports: bool = True) -> list[URLPattern]:
    """`route`: of the space; `prefix`: of the place within it, « reprise/ ». exports: what is there may leave whole."""
    pages, one, sort = Pages(place), f"{prefix}fichiers/<uuid:key>/", f"{prefix}<slug:name>/"
    name = place.name
    return [
        *(
            [route(f"{sort}export.csv", pages.export, name=f"{name}_export", permission=RUN, subject=kind,
                   personal_data=True)]
            if exports
            else []
        ),
        route(prefix, pages.home, name=name, permission=place.permission, personal_data=True),
        route(one, pages.run, name=f"{name}_run", permission=RUN, subject=queries.run, personal_data=True),
        route(f"{one}correspondances/", pages.match, name=f"{name}_match", permission=RUN, methods=BOTH,
              subject=queries.run, personal_data=True),
        route(f"{one}verifier/", pages.again, name=f"{name}_again", permission=RUN, methods=BOTH, subject=queries.run,
              personal_data=True),
        route(f"{one}prendre/", pages.take, name=f"{name}_take", permission=RUN, methods=BOTH, subject=queries.run,
              personal_data=True),
        route(f"{one}abandonner/", pages.abandon, name=f"{name}_abandon", permission=RUN, methods=BOTH,
              subject=queries.run, personal_data=True),
        route(f"{one}erreurs/", pages.errors, name=f"{name}_errors", permission=RUN, subject=queries.run,
              personal_data=True),
        route(sort, pages.sending(), name=f"{name}_send", permission=RUN, methods=BOTH, subject=kind),
        route(f"{sort}modele.csv", pages.model(CSV), name=f"{name}_model_csv", permission=RUN, subject=kind),
        route(f"{sort}modele.xlsx", pages.model(XLSX), name=f"{name}_model_xlsx", permission=RUN, subject=kind),
    ]  # fmt: skip
