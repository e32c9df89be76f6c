"""The paper of a review that ended, and the hash of what it says."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from kairos.foundation.documents import Letterhead
from kairos.foundation.documents.apart import render_apart
from kairos.identity.accounts import people
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.models import AccessReview, ReviewLine
from kairos.identity.habilitations.reviews import queries
from kairos.identity.habilitations.reviews.documents import REVIEW, PaperLine, PaperRight, ReviewPaper

REVIEWED = ("organisation_id", "opened_at", "due_on", "ended_at", "signed_by", "statement", "state")
OF_LINE = ("name", "title", "decision", "withdrawn", "decided_by", "decided_at", "outcome", "last_on", "rights")


def sha256(review: AccessReview, lines: list[ReviewLine] | None = None) -> str:
    """Of the content, not of a file: it can be computed again from the rows, whatever the version of typst."""
    return hashlib.sha256(content(review, lines or lines_in_order(review)).encode()).hexdigest()


def content(review: AccessReview, lines: list[ReviewLine]) -> str:
    said = {name: getattr(review, name) for name in REVIEWED}
    said["lines"] = [{name: getattr(line, name) for name in OF_LINE} for line in lines]
    return json.dumps(said, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)


def lines_in_order(review: AccessReview) -> list[ReviewLine]:
    return list(queries.lines_of(review).order_by("sort_key", "pk"))


def pdf(review: AccessReview, letterhead: Letterhead) -> bytes:
    return render_apart(REVIEW, paper(review, letterhead))


def paper(review: AccessReview, letterhead: Letterhead) -> ReviewPaper:
    lines = lines_in_order(review)
    names = people.names_of({review.signed_by, *(line.decided_by for line in lines)})
    return ReviewPaper(
        dated=review.ended_at,
        letterhead=letterhead,
        organisation=review.organisation.name,
        opened_on=review.opened_at.date(),
        due_on=review.due_on,
        signed_by=names.get(review.signed_by, "") if review.signed_by else "",
        statement=review.statement,
        lines=tuple(_line(line, names) for line in lines),
        sha256=review.sha256,
        matches=sha256(review, lines) == review.sha256,
    )


def _line(line: ReviewLine, names: Mapping[UUID, str]) -> PaperLine:
    return PaperLine(
        name=line.name,
        title=line.title,
        outcome=line.get_outcome_display(),
        by=names.get(line.decided_by, "") if line.decided_by else "",
        last_on=line.last_on,
        rights=tuple(_right(held, line) for held in line.rights),
    )


def _right(held: Mapping[str, Any], line: ReviewLine) -> PaperRight:
    gone = line.outcome == ReviewLine.Outcome.REMOVED or (
        line.outcome == ReviewLine.Outcome.REDUCED and held["right"] in line.withdrawn
    )
    return PaperRight(catalogue.label_of(held["right"]), held["since"], held["until"] or "", held["used"] or "", gone)
