"""What must hold before a review is opened, decided, signed, closed."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import F, Q

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.guards import Reason
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.guards import LAST, Details, given
from kairos.identity.habilitations.models import OPEN, AccessGrant, AccessReview, ReviewLine
from kairos.identity.habilitations.reviews import queries, rules

Decision = ReviewLine.Decision
has_a_statement = given("statement", "Écrivez la phrase que vous signez.")


def none_is_running(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    if queries.running(review.organisation_id):
        yield Reason("Une revue des accès est déjà en cours : reprenez-la.")


def lines_are_open(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    """Each is of this review, of somebody who is still here, and as the page showed it."""
    found = queries.chosen(review, details["choices"])
    if set(details["choices"]) - set(found):
        yield Reason("Une de ces personnes n’est plus à revoir : elle est partie, ou déjà suspendue. Relisez la page.")
    for key, line in found.items():
        if details["choices"][key].version not in (None, line.version):
            yield Reason(f"Un autre RGC vient de revoir {line.name}. Relisez sa ligne.", field=f"d-{key}")


def reductions_take_something(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    choices = details["choices"]
    found = queries.chosen(review, choices)
    held = _held(review, found.values())
    for key, line in found.items():
        choice, own = choices[key], held.get(line.affiliation_id, set())
        if choice.decision == Decision.REDUCE and not choice.withdrawn:
            yield Reason(f"{line.name} : cochez les droits qui s’en vont, ou gardez l’accès.", field=f"d-{key}")
        if choice.decision != Decision.REDUCE and choice.withdrawn:
            yield Reason(f"{line.name} : des droits sont cochés, choisissez « Réduire ».", field=f"d-{key}")
        if unknown := choice.withdrawn - own:
            labels = ", ".join(catalogue.label_of(right) for right in sorted(unknown))
            yield Reason(f"{line.name} n’a pas, ou n’a plus : {labels}.", field=f"d-{key}")


def _held(review: AccessReview, lines: Iterable[ReviewLine]) -> dict[UUID, set[str]]:
    """By person."""
    rows = AccessGrant.objects.filter(
        OPEN, organisation=review.organisation_id, affiliation__in=[line.affiliation_id for line in lines]
    )
    held: dict[UUID, set[str]] = {}
    for affiliation, right in rows.values_list("affiliation", "right"):
        held.setdefault(affiliation, set()).add(right)
    return held


def not_oneself_alone(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    """Another account manager looks at one's own access, when there is one; nobody removes himself."""
    own = [line for line in queries.chosen(review, details["choices"]).values() if _is_own(line, actor)]
    for line in own:
        if details["choices"][line.pk].decision == Decision.REMOVE:
            yield Reason("Vous ne pouvez pas vous retirer vous-même.", field=f"d-{line.pk}")
        elif queries.other_managers(review.organisation_id, actor.user):
            yield Reason("Votre propre accès : un autre RGC doit le revoir.", field=f"d-{line.pk}")


def _is_own(line: ReviewLine, actor: Actor) -> bool:
    return line.affiliation.user_id == actor.user


def everybody_is_decided(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    left = queries.lines_of(review).filter(queries.HERE, decision=Decision.PENDING)
    if names := list(left.values_list("name", flat=True)):
        yield Reason(f"À revoir encore : {rules.names(names)}.")


def nothing_changed_since(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    rows = queries.lines_of(review).filter(queries.HERE).exclude(decision=Decision.PENDING)
    changed = rows.exclude(affiliation__rights_version=F("rights_seen"))
    if names := list(changed.values_list("name", flat=True)):
        yield Reason(f"Leurs droits ont changé depuis que vous les avez revus : {rules.names(names)}. Relisez-les.")


def nobody_confirmed_himself(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    """Decided when there was no other account manager, signed when there is one."""
    rows = queries.lines_of(review).filter(queries.HERE, ~Q(decision=""), affiliation__user=F("decided_by"))
    for name, user in rows.values_list("name", "affiliation__user"):
        if queries.other_managers(review.organisation_id, user):
            yield Reason(f"L’accès de {name} doit être revu par un autre RGC.")


def a_manager_remains(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    if not any(one.stays for one in queries.managers_at_the_end(review)):
        yield Reason(LAST)


def last_day_is_over(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    if clock.today() <= review.due_on:
        yield Reason("La revue n’est pas encore échue.")


def a_reminder_is_due(review: AccessReview, actor: Actor, details: Details) -> Iterator[Reason]:
    opened_on = review.opened_at.astimezone(clock.PARIS).date()
    if rules.reminders_due(opened_on, review.due_on, clock.today()) <= review.reminders:
        yield Reason("Aucun rappel n’est dû.")
