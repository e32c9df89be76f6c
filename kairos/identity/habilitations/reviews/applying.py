"""What a review that ends does to the accesses: the same few statements, whatever the number of people.

Run inside the act that ends it, under its journal entry: the triggers of the tracked tables note what changes.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import OuterRef, QuerySet

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.identity.habilitations import messages
from kairos.identity.habilitations.models import AccessReview, Affiliation, ReviewLine
from kairos.identity.habilitations.reviews import queries

Outcome = ReviewLine.Outcome
LINE_AFFILIATION = OuterRef("affiliation")

OUTCOMES = """
UPDATE review_line l SET
  outcome = CASE WHEN a.state <> 'active' THEN 'left' WHEN l.decision = 'keep' THEN 'kept'
    WHEN l.decision = 'reduce' THEN 'reduced' WHEN l.decision = 'remove' AND a.id <> %(spared)s THEN 'removed'
    WHEN a.id = %(spared)s THEN 'spared' ELSE 'suspended' END,
  last_on = (SELECT u.last_on FROM right_use u WHERE u.affiliation_id = a.id AND u."right" = ''),
  rights = coalesce((
    SELECT jsonb_agg(jsonb_build_object('right', g."right", 'since', g.starts_on, 'until', g.ends_on,
                                        'used', u.last_on) ORDER BY g."right")
    FROM access_grant g LEFT JOIN right_use u ON u.affiliation_id = a.id AND u."right" = g."right"
    WHERE g.affiliation_id = a.id AND g.state = 'live' AND (g.ends_on IS NULL OR g.ends_on >= %(today)s)), '[]')
FROM affiliation a WHERE a.id = l.affiliation_id AND l.review_id = %(review)s AND l.organisation_id = %(organisation)s
"""
GRANTS = """
UPDATE access_grant g SET state = 'ended', ended_at = %(now)s, ended_by = %(who)s, why = %(reason)s
FROM review_line l
WHERE l.review_id = %(review)s AND l.organisation_id = %(organisation)s AND g.affiliation_id = l.affiliation_id
  AND g.organisation_id = %(organisation)s AND g.state IN ('proposed', 'live')
  AND (l.outcome = 'removed' OR l.outcome = 'reduced' AND g."right" = ANY (l.withdrawn))
"""
REQUESTS = """
UPDATE right_request r SET state = 'withdrawn', decided_at = %(now)s, decided_by = %(decider)s
FROM review_line l
WHERE l.review_id = %(review)s AND l.organisation_id = %(organisation)s AND r.affiliation_id = l.affiliation_id
  AND r.organisation_id = %(organisation)s AND r.state = 'asked' AND l.outcome = 'removed'
"""
PEOPLE = """
UPDATE affiliation a SET
  rights_version = a.rights_version + 1,
  state = CASE l.outcome WHEN 'removed' THEN 'ended' WHEN 'suspended' THEN 'suspended' ELSE a.state END,
  ended_at = CASE l.outcome WHEN 'removed' THEN %(now)s ELSE a.ended_at END,
  ended_why = CASE l.outcome WHEN 'removed' THEN %(reason)s ELSE a.ended_why END,
  rights = CASE l.outcome WHEN 'removed' THEN '{}' ELSE a.rights END,
  manager_asked_as = CASE l.outcome WHEN 'removed' THEN '' ELSE a.manager_asked_as END,
  manager_asked_by = CASE l.outcome WHEN 'removed' THEN NULL ELSE a.manager_asked_by END,
  manager_asked_at = CASE l.outcome WHEN 'removed' THEN NULL ELSE a.manager_asked_at END,
  suspended_at = CASE l.outcome WHEN 'suspended' THEN %(now)s ELSE a.suspended_at END,
  suspended_why = CASE l.outcome WHEN 'suspended' THEN %(reason)s ELSE a.suspended_why END
FROM review_line l
WHERE l.review_id = %(review)s AND l.organisation_id = %(organisation)s AND a.id = l.affiliation_id
  AND a.organisation_id = %(organisation)s AND l.outcome IN ('reduced', 'removed', 'suspended')
"""
ACTS = {
    Outcome.REDUCED: "affiliation.set_rights",
    Outcome.REMOVED: "affiliation.remove",
    Outcome.SUSPENDED: "affiliation.suspend",
}
"""As the journal names them: found from the person, and from what was done."""


def apply(review: AccessReview, run: Run, *, reason: str) -> None:
    """`spared`: whom nobody confirmed and who stays. Whoever loses something is told."""
    values = _values(review, run, reason)
    with connection.cursor() as cursor:
        for statement in (OUTCOMES, GRANTS, REQUESTS, PEOPLE):
            cursor.execute(statement, values)
    lost = queries.lines_of(review).filter(outcome__in=ACTS).select_related("affiliation__user")
    for line in lost.order_by("sort_key", "pk"):
        _note(line, run)
        line.affiliation.organisation = review.organisation
        _tell(line, run, reason)


def still_here(review: AccessReview) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(organisation=review.organisation_id, state=Affiliation.State.ACTIVE)
    return rows.values("pk")


def _values(review: AccessReview, run: Run, reason: str) -> dict[str, Any]:
    now: datetime = run.now
    return {
        "review": review.pk,
        "organisation": review.organisation_id,
        "spared": review.spared or UUID(int=0),
        "now": now,
        "today": now.astimezone(PARIS).date(),
        "who": run.actor.scope_user,
        "decider": run.actor.user,
        "reason": reason[:300],
    }


def _note(line: ReviewLine, run: Run) -> None:
    run.subjects.append(line.affiliation_id)
    if ACTS[line.outcome] not in run.acts:
        run.acts.append(ACTS[line.outcome])


def _tell(line: ReviewLine, run: Run, reason: str) -> None:
    match line.outcome:
        case Outcome.REDUCED:
            run.tell(messages.rights_changed(line.affiliation, given=[], withdrawn=line.withdrawn))
        case Outcome.REMOVED:
            run.tell(messages.removed(line.affiliation, reason))
        case Outcome.SUSPENDED:
            run.tell(messages.suspended(line.affiliation, reason))
