"""The offer of a Carif-Oref in LHÉO, of two hundred members, checked, taken and published at once."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs
from kairos.foundation.imports.lifecycle import ImportFile
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.content import EMPTY
from kairos.offer.catalogue.importing.carif import CARIF, KIND, PUBLISH, WHOLE
from kairos.offer.catalogue.importing.lheo import writing
from kairos.operations.bench.serving import Figure
from kairos.operations.bench.spending import spent, taken_back

SESSIONS, MEMBERS = 10_000, 200
FLOOR = 1_500


def figure(sessions: int = SESSIONS) -> Figure:
    """Sessions by second of the processors, from the file received to the last line written."""
    actor = system("bench")
    with taken_back(actor):
        file = SimpleUploadedFile("offre.xml", _offer(sessions))
        began = spent()
        row = runs.receive(KIND, file, actor, new_id(), {CARIF: "11", WHOLE: True, PUBLISH: True})
        taken = engine.run(ImportFile.take, runs.check(row, actor), actor)
        seconds = spent() - began
        if taken.outcome["new"] != sessions:
            raise ValueError(f"the offer of the bench is refused: {taken.outcome}")
    return Figure("Sessions LHÉO publiées par s de calcul", round(sessions / seconds), "sessions", FLOOR, most=False)


def _offer(sessions: int) -> bytes:
    """Eight sessions a course, four a delivery."""
    sirets, first = _members(), clock.today() + timedelta(days=30)
    base = EMPTY | {
        "title": "Préparer le titre d’assistant de vie aux familles", "objective": "Accompagner à domicile. " * 10,
        "goal": "6", "formacodes": ["44028"], "romes": ["K1302"], "rncp": "RNCP37715",
        "place_name": "Maison des métiers",
        "address": "12 quai du Volume", "postcode": "93500", "town": "Pantin", "hours_centre": 400,
        "hours_company": 70, "funders": ["2"], "capacity": 12,
    }  # fmt: skip
    return writing.document(
        base | {
            "number": f"BL_{n}", "course_number": f"BF_{n // 8}", "delivery_number": f"BA_{n // 4}",
            "responsible_siret": sirets[n // 8 % len(sirets)], "starts_on": first + timedelta(days=n % 300),
            "ends_on": first + timedelta(days=n % 300 + 90),
        }
        for n in range(sessions)
    )  # fmt: skip


def _members() -> list[str]:
    """Establishments of the volume, whose organisations are members from now on."""
    rows = list(Establishment.objects.using("owner").order_by("siret").values_list("organisation", "siret")[:MEMBERS])
    Organisation.objects.using("owner").filter(
        pk__in=[organisation for organisation, _ in rows], member_since=None
    ).update(member_since=clock.today())
    return [siret for _, siret in rows]
