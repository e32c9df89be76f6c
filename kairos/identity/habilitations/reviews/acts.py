"""What changes when accesses are reviewed."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import F

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.foundation.text import sort_key
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.habilitations.models import AccessReview, Affiliation, ReviewLine
from kairos.identity.habilitations.reviews import applying, messages, printing, queries, rules, settings
from kairos.identity.habilitations.reviews.rules import Choice

Decision = ReviewLine.Decision


def open_(review: AccessReview, run: Run) -> None:
    """One line a person who acts for the organisation today; who joins later was just looked at."""
    today = run.now.astimezone(PARIS).date()
    review.opened_at = run.now
    review.opened_by = run.actor.user
    review.due_on = today + timedelta(days=settings.DUE_DAYS.value())
    review.due_rule = settings.DUE_DAYS.version()
    rows = habilitations.people_of(review.organisation_id).filter(state=Affiliation.State.ACTIVE)
    found = list(rows.select_related("user"))
    run.write_now()
    ReviewLine.objects.bulk_create([_line(review, row) for row in found])
    for one in people.recipients_of(habilitations.managers_of(review.organisation_id)):
        run.tell(messages.opened(one, review, len(found)))


def _line(review: AccessReview, row: Affiliation) -> ReviewLine:
    name = row.user.full_name
    return ReviewLine(
        review=review,
        organisation_id=review.organisation_id,
        affiliation=row,
        name=name,
        sort_key=sort_key(f"{row.user.last_name} {row.user.first_name}"),
        title=row.title,
    )


def decide(review: AccessReview, run: Run, *, choices: Mapping[UUID, Choice]) -> None:
    """{line: what is decided}; « à revoir » takes a decision back."""
    lines = queries.chosen(review, choices)
    for key, line in lines.items():
        _set(line, choices[key], run)
    names = ["decision", "withdrawn", "rights_seen", "version", "decided_by", "decided_at"]
    ReviewLine.objects.bulk_update(lines.values(), names)


def _set(line: ReviewLine, choice: Choice, run: Run) -> None:
    decided = choice.decision != Decision.PENDING
    line.decision = choice.decision
    line.withdrawn = sorted(choice.withdrawn)
    line.rights_seen = line.affiliation.rights_version if decided else None
    line.version += 1
    line.decided_by = run.actor.user if decided else None
    line.decided_at = run.now if decided else None


def keep_rest(review: AccessReview, run: Run) -> None:
    """Everybody nothing was decided of, oneself excepted when another account manager can look at it."""
    seen = Affiliation.objects.filter(pk=applying.LINE_AFFILIATION).values("rights_version")
    rows = queries.lines_of(review).filter(decision=Decision.PENDING, affiliation__in=applying.still_here(review))
    if queries.other_managers(review.organisation_id, run.actor.user):
        own = Affiliation.objects.filter(organisation=review.organisation_id, user=run.actor.user)
        rows = rows.exclude(affiliation__in=own.values("pk"))
    rows.update(
        decision=Decision.KEEP,
        rights_seen=seen,
        version=F("version") + 1,
        decided_by=run.actor.user,
        decided_at=run.now,
    )


def sign(review: AccessReview, run: Run, *, statement: str) -> None:
    """What was decided is done, for everybody at once; what was signed can be proved later by its hash."""
    review.ended_at = run.now
    review.signed_by = run.actor.user
    review.statement = statement
    run.write_now()
    applying.apply(review, run, reason=f"Revue des accès signée par {run.actor.name}.")
    review.sha256 = printing.sha256(review)


def remind(review: AccessReview, run: Run) -> None:
    opened_on, today = review.opened_at.astimezone(PARIS).date(), run.now.astimezone(PARIS).date()
    review.reminders = rules.reminders_due(opened_on, review.due_on, today)
    review.reminded_at = run.now
    left = queries.progress(review).left
    for one in people.recipients_of(habilitations.managers_of(review.organisation_id)):
        run.tell(messages.recalled(one, review, left))


def close(review: AccessReview, run: Run) -> None:
    """What was decided is done although nobody signed; the rest is suspended."""
    review.ended_at = run.now
    review.spared = rules.spared(queries.managers_at_the_end(review))
    run.write_now()
    managers = habilitations.managers_of(review.organisation_id)
    applying.apply(review, run, reason=messages.not_confirmed(review.due_on))
    review.sha256 = printing.sha256(review)
    suspended = queries.lines_of(review).filter(outcome=ReviewLine.Outcome.SUSPENDED).count()
    for one in people.recipients_of(managers):
        run.tell(messages.closed(one, review, suspended))
