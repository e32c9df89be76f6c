"""The database refuses a state without its days; what is awaited is found at once."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import F, Q

ENTERED = ("in_training", "interrupted", "completed", "left")
PLANNED = ("registered", "no_show", *ENTERED)
HAS_A_PLAN = Q(planned_hours__gte=1, plan_starts_on__isnull=False, plan_ends_on__gte=F("plan_starts_on"))
CONSTRAINTS = (
    models.CheckConstraint(condition=~Q(state__in=PLANNED) | HAS_A_PLAN, name="registered_enrolment_has_a_plan"),
    models.CheckConstraint(
        condition=~Q(state__in=ENTERED) | Q(entered_on__isnull=False), name="in_training_since_a_day"
    ),
    models.CheckConstraint(
        condition=Q(entered_on__isnull=True)
        | Q(entered_on__gte=F("plan_starts_on"), entered_on__lte=F("plan_ends_on")),
        name="entry_within_the_plan",
        violation_error_message="L’entrée est en dehors du plan de formation : vérifiez sa date.",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=("completed", "left")) | Q(left_on__isnull=False) & ~Q(exit_reason=""),
        name="exit_has_its_day_and_reason",
    ),
    models.CheckConstraint(
        condition=~Q(state__in=("registered", "in_training", "interrupted", "no_show"))
        | Q(left_on__isnull=True, exit_reason=""),
        name="who_is_there_has_not_left",
    ),
    models.CheckConstraint(
        condition=Q(left_on__isnull=True) | Q(entered_on__isnull=False, left_on__gte=F("entered_on")),
        name="exit_after_the_entry",
        violation_error_message="La sortie vient avant l’entrée : vérifiez sa date.",
    ),
    models.CheckConstraint(
        condition=Q(due_from__isnull=True, due_on__isnull=True) | Q(due_from__isnull=False, due_on__gte=F("due_from")),
        name="awaited_movement_has_its_days",
    ),
)
AWAITED = models.Index(
    fields=["organisation", "due_from"], name="enrolment_awaited", condition=Q(due_from__isnull=False)
)


class Migration(migrations.Migration):
    """Not atomic: what is there is read without the lock that adds a rule."""

    atomic = False
    dependencies = [("enrolments", "0004_in_training")]
    operations = [
        *(AddConstraintNotValid("enrolment", one) for one in CONSTRAINTS),
        *(ValidateConstraint("enrolment", one.name) for one in CONSTRAINTS),
        AddIndexConcurrently("enrolment", AWAITED),
    ]
