"""The paper of a half-day: to sign by hand, or as it was signed, with the hash of what it says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from kairos.foundation import clock
from kairos.foundation.documents import Letterhead
from kairos.foundation.documents.apart import render_apart
from kairos.foundation.documents.proofs import proof
from kairos.offer.catalogue.rules import Half
from kairos.path.attendance.board import Line
from kairos.path.signing import expecting, queries
from kairos.path.signing.documents import BLANK, SIGNED, BlankSheet, PaperLine, SignedSheet
from kairos.path.signing.models import Signature, SigningSheet
from kairos.people.jobseekers.models import JobSeeker

OF_SHEET = ("organisation_id", "session_id", "title", "day", "half", "opened_at", "countersigned_at",
            "countersigned_by", "trainer")  # fmt: skip
NOT_READ = "(personne que l’organisme ne lit plus)"
OF_LINE = ("enrolment_id", "person_id", "way", "signed_at", "late", "noted_by")


def sha256(sheet: SigningSheet, signatures: Sequence[Signature]) -> str:
    """Of the content, not of a file: it can be computed again from the rows, whatever the version of typst."""
    said = {name: getattr(sheet, name) for name in OF_SHEET}
    said["scan"] = sheet.scan.sha256 if sheet.scan else ""
    lines = [{name: getattr(row, name) for name in OF_LINE} for row in signatures]
    said["signatures"] = sorted(lines, key=lambda line: str(line["enrolment_id"]))
    text = json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def blank(sheet: SigningSheet, organisation: str, letterhead: Letterhead) -> bytes:
    """To print before the half-day: a box beside each name."""
    names = tuple(line.stay.name for line in expecting.lines_of(sheet).values())
    label = Half(sheet.half).label
    return render_apart(BLANK, BlankSheet(clock.now(), letterhead, organisation, sheet.title, sheet.day, label, names))


def signed(sheet: SigningSheet, organisation: str, letterhead: Letterhead) -> bytes:
    return render_apart(SIGNED, paper(sheet, organisation, letterhead))


def paper(sheet: SigningSheet, organisation: str, letterhead: Letterhead) -> SignedSheet:
    signatures = list(queries.standing(sheet.pk))
    people = JobSeeker.objects.filter(pk__in=[row.person_id for row in signatures])
    names = {person.pk: person for person in people}
    by_enrolment = {row.enrolment_id: row for row in signatures}
    expected = expecting.lines_of(sheet)
    unsigned = [_unsigned(line) for key, line in expected.items() if key not in by_enrolment]
    return SignedSheet(
        dated=sheet.countersigned_at or clock.now(),
        letterhead=letterhead,
        organisation=organisation,
        title=sheet.title,
        day=sheet.day,
        half=Half(sheet.half).label,
        trainer=sheet.trainer,
        lines=_lines(signatures, names),
        unsigned=tuple(unsigned),
        scan=sheet.scan.sha256 if sheet.scan else "",
        sha256=sheet.sha256,
        matches=sha256(sheet, signatures) == sheet.sha256,
        proof=proof(sheet.code) if sheet.code else None,
    )


def _lines(signatures: Sequence[Signature], people: Mapping[UUID, JobSeeker]) -> tuple[PaperLine, ...]:
    """By name; those whom the organisation reads no more have none, and their signatures still count."""
    known = sorted(signatures, key=lambda row: people[row.person_id].sort_key if row.person_id in people else "~")
    return tuple(
        PaperLine(
            people[row.person_id].full_name if row.person_id in people else NOT_READ,
            row.get_way_display(),
            None if row.way == Signature.Way.PAPER else row.signed_at,
            row.late,
        )
        for row in known
    )


def _unsigned(line: Line) -> str:
    return line.stay.name
