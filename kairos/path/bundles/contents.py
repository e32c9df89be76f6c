"""What a file holds of its session: read at once with the rights of whoever asked, written afterwards piece by piece.

    LISEZ-MOI.txt, stagiaires.csv
    emargement/2026-09-14-matin.pdf            each countersigned half-day; -papier.pdf: the paper sheet, scanned
    assiduite/2026-09-demi-journees.csv        what the month says now; -etats.json: what was submitted, each version
    certificats/dupont-lea-0192….pdf           of whoever's months are all locked

Nobody whom the organisation reads no more: the manifest says how many.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from kairos.foundation import media
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.documents import Letterhead, render
from kairos.foundation.imports import writing
from kairos.foundation.text import sort_key
from kairos.foundation.uploads.storing import SHELF, Lost
from kairos.identity.organisations.models import Organisation
from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import Half
from kairos.path.attendance import board as boards
from kairos.path.attendance import exporting, wording
from kairos.path.attendance import queries as attendance
from kairos.path.attendance.models import AttendanceMonth, AttendanceSheet
from kairos.path.bundles import manifest, statements
from kairos.path.bundles.models import SessionBundle
from kairos.path.bundles.packing import Content, Part
from kairos.path.completion import certifying
from kairos.path.completion.documents import CERTIFICATE
from kairos.path.enrolments import queries as enrolments
from kairos.path.enrolments.models import Enrolment
from kairos.path.signing import printing
from kairos.path.signing import queries as signing
from kairos.path.signing.documents import SIGNED
from kairos.path.signing.models import SigningSheet

HALVES = {Half.MORNING: "matin", Half.AFTERNOON: "apres-midi"}
TRAINEES = ("Identifiant", "Nom", "Prénom", "État", "Entrée", "Sortie", "Motif de sortie", "Heures prévues",
            "Certificat de réalisation")  # fmt: skip


@dataclass(slots=True)
class Contents:
    """parts: in the order they are written. people: whom they name. said: the head of the manifest."""

    parts: list[Part] = field(default_factory=list)
    people: tuple[UUID, ...] = ()
    said: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, make: Callable[[], Content]) -> None:
        self.parts.append(Part(name, make))


def of(bundle: SessionBundle, actor: Actor, now: datetime) -> Contents:
    """In the scope of `actor`, who asked for it."""
    session = attendance.session_here(actor, bundle.session_id)
    organisation = Organisation.objects.get(pk=bundle.organisation_id)
    rows = list(enrolments.trainees(actor, session.pk))
    found = Contents(people=tuple(row.person_id for row in rows))
    waited = _add_sheets(found, session, organisation, actor)
    months = _add_months(found, session, rows)
    certificates = _add_certificates(found, rows)
    found.said = _said(bundle, session, organisation, actor, now) | {
        "people": len(rows),
        "people_not_read": _all(actor, session) - len(rows),
        "sheets_not_countersigned": waited,
        "months_not_locked": months,
    }
    first = [
        _constant("stagiaires.csv", _trainees(rows, certificates)),
        _constant("LISEZ-MOI.txt", _notice(found.said)),
    ]
    found.parts = [*first, *found.parts]
    return found


def _said(
    bundle: SessionBundle, session: TrainingSession, organisation: Organisation, actor: Actor, now: datetime
) -> dict[str, Any]:
    return {
        "made_at": now.isoformat(timespec="seconds"),
        "made_for": actor.name,
        "reason": bundle.reason,
        "organisation": {"name": organisation.name, "siren": organisation.siren, "nda": organisation.nda},
        "session": {
            "number": session.number,
            "title": session.delivery.course.title,
            "starts_on": session.starts_on and session.starts_on.isoformat(),
            "ends_on": session.ends_on and session.ends_on.isoformat(),
        },
    }


def _all(actor: Actor, session: TrainingSession) -> int:
    """Trainees, those whom one reads no more too."""
    return enrolments.trainees(actor, session.pk).select_related(None).order_by().count()


# Sheets


def _add_sheets(found: Contents, session: TrainingSession, organisation: Organisation, actor: Actor) -> int:
    """How many are not countersigned yet."""
    rows = signing.visible_to(actor).filter(session=session.pk).exclude(state=SigningSheet.State.CANCELLED)
    months: dict[Any, AttendanceSheet] = {}
    waited = 0
    for sheet in rows.select_related("scan").order_by("day", "half"):
        if sheet.state != SigningSheet.State.COUNTERSIGNED:
            waited += 1
            continue
        first = sheet.day.replace(day=1)
        if first not in months:
            months[first] = attendance.sheet_of(session, first)
        sheet.session, sheet.__dict__["_month"] = session, months[first]
        _add_sheet(found, sheet, organisation)
    return waited


def _add_sheet(found: Contents, sheet: SigningSheet, organisation: Organisation) -> None:
    name = f"emargement/{sheet.day:%Y-%m-%d}-{HALVES[Half(sheet.half)]}"
    paper = printing.paper(sheet, organisation.name, Letterhead(organisation.name))
    found.add(f"{name}.pdf", lambda: render(SIGNED, paper))
    if sheet.scan:
        found.add(f"{name}-papier.{_ending(sheet.scan.name)}", lambda sha256=sheet.scan.sha256: _upload(sha256))


def _upload(sha256: str) -> Content:
    if (path := media.path_of(sha256, SHELF)) is None:
        raise Lost(sha256)
    return path


def _ending(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.rpartition(".")[2].lower()) or "bin"


# Months


def _add_months(found: Contents, session: TrainingSession, rows: list[Enrolment]) -> int:
    """How many statements are not locked."""
    identifiers = {row.person_id: row.person.identifier for row in rows}
    said = statements.of(rows)
    for sheet in AttendanceSheet.objects.filter(session=session.pk).order_by("month"):
        sheet.session = session
        name = f"assiduite/{sheet.month:%Y-%m}"
        board = boards.of(sheet)
        board.lines = {key: line for key, line in board.lines.items() if line.stay.person in identifiers}
        found.parts.append(_constant(f"{name}-demi-journees.csv", exporting.table(board, identifiers)))
        found.parts.append(_constant(f"{name}-etats.json", statements.written(sheet.month, said)))
    return sum(one.state != AttendanceMonth.State.LOCKED for one in said)


# Certificates


def _add_certificates(found: Contents, rows: list[Enrolment]) -> dict[UUID, str]:
    """Enrolment → the name of its certificate, or what it waits for."""
    told, bases = {}, certifying.bases(rows)
    papers = certifying.certificates(rows, bases)
    for row in rows:
        if row.pk in papers:
            told[row.pk] = f"certificats/{_slug(row.person.sort_key)}-{row.pk.hex[-8:]}.pdf"
            found.add(told[row.pk], lambda paper=papers[row.pk]: render(CERTIFICATE, paper))
        elif basis := bases.get(row.pk):
            told[row.pk] = "attend : " + (", ".join(wording.month(one) for one in basis.waited) or "aucun mois rendu")
    return told


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", sort_key(name)).strip("-")[:60] or "sans-nom"


# The list, and how to read it all


def _trainees(rows: list[Enrolment], certificates: dict[UUID, str]) -> bytes:
    return writing.rows([list(TRAINEES), *(_trainee(row, certificates.get(row.pk, "")) for row in rows)], "csv")


def _trainee(row: Enrolment, certificate: str) -> list[str]:
    days = [f"{day:%d/%m/%Y}" if day else "" for day in (row.entered_on, row.left_on)]
    person, hours = row.person, "" if row.planned_hours is None else str(row.planned_hours)
    return [person.identifier, person.last_name, person.first_name, row.get_state_display(), *days, row.exit_reason,
            hours, certificate]  # fmt: skip


def _notice(said: dict[str, Any]) -> bytes:
    return "\r\n".join(_lines(said)).encode("utf-8-sig")


def _lines(said: dict[str, Any]) -> Iterator[str]:
    session, organisation = said["session"], said["organisation"]
    made = datetime.fromisoformat(said["made_at"]).astimezone(PARIS)
    yield f"Dossier de contrôle de la session {session['number']} : {session['title']}"
    yield f"{organisation['name']}, SIREN {organisation['siren']}, déclaration d’activité {organisation['nda']}"
    yield f"Fait le {made:%d/%m/%Y à %H h %M} (heure de Paris) pour {said['made_for']}. Motif : {said['reason']}"
    yield ""
    yield f"Stagiaires : {said['people']}. Que l’organisme ne lit plus, absents d’ici : {said['people_not_read']}."
    yield f"Demi-journées non contresignées, absentes d’ici : {said['sheets_not_countersigned']}."
    yield f"États mensuels pas encore arrêtés, donnés tels qu’ils sont : {said['months_not_locked']}."
    yield ""
    yield "emargement/   les feuilles contresignées, chacune avec l’empreinte de son contenu"
    yield "assiduite/    chaque mois : les demi-journées telles qu’elles sont dites ; les états rendus, par version"
    yield "certificats/  les certificats de réalisation de ceux dont tous les mois sont arrêtés"
    yield f"{manifest.MANIFEST}  chaque fichier, sa taille, son empreinte SHA-256"
    yield f"{manifest.SEAL}   le sceau de l’installation (Ed25519) sur ce manifeste, et la clé publique"
    yield ""
    yield "Vérifier, sans base de données : kairos bundle verify LE-FICHIER.zip"
    yield "Gardez le ZIP tel quel : déplié puis refait, il ne serait plus celui que Kairos a scellé."
    yield ""


def _constant(name: str, content: bytes) -> Part:
    return Part(name, lambda: content)
