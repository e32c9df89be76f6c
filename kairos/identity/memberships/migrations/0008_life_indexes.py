from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

FILL = """
UPDATE membership m SET name = a.name, sort_key = a.sort_key, town = a.town, state_since = a.decided_at
FROM membership_application a WHERE a.id = m.application_id AND m.sort_key = ''
"""
UNIQUE = """
CREATE UNIQUE INDEX CONCURRENTLY one_held_membership_per_siret ON membership (siret)
WHERE state IN ('active', 'suspended', 'expired')
"""


class Migration(migrations.Migration):
    """Not atomic: indexes are built beside the work. A membership « ended » before stays so: it is over for good."""

    atomic = False

    dependencies = [
        ("memberships", "0007_life"),
    ]

    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(UNIQUE, "DROP INDEX one_held_membership_per_siret")],
            state_operations=[
                migrations.AddConstraint(
                    model_name="membership",
                    constraint=models.UniqueConstraint(
                        condition=models.Q(("state__in", ("active", "suspended", "expired"))),
                        fields=("siret",),
                        name="one_held_membership_per_siret",
                        violation_error_message="Une adhésion est déjà en cours pour ce SIRET.",
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="one_live_membership_per_siret",
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["ends_on", "id"], name="membership_active_end"
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["sort_key", "id"], name="membership_active_name"
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "active")), fields=["number", "id"], name="membership_active_number"
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ("active", "suspended", "expired")), ("renewal_asked_at__isnull", False)
                ),
                fields=["renewal_due_at", "id"],
                name="membership_renewal_asked",
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "suspended")), fields=["state_since", "id"], name="membership_suspended"
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state", "expired")), fields=["ends_on", "id"], name="membership_expired"
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state__in", ("left", "withdrawn", "ended"))),
                fields=["state_since", "id"],
                name="membership_over",
            ),
        ),
        AddIndexConcurrently(
            model_name="membership",
            index=models.Index(
                condition=models.Q(("state__in", ("active", "suspended"))),
                fields=["rechecked_at"],
                name="membership_to_recheck",
            ),
        ),
        AddConstraintNotValid(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("renewal_asked_at__isnull", True), ("renewal_due_at__isnull", True)),
                    models.Q(
                        ("renewal_asked_at__isnull", False),
                        ("renewal_asked_by__isnull", False),
                        ("renewal_due_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="asked_renewal_has_author_and_deadline",
            ),
        ),
        ValidateConstraint(model_name="membership", name="asked_renewal_has_author_and_deadline"),
        AddConstraintNotValid(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("irregular_since__isnull", True), ("regularise_by__isnull", True)),
                    models.Q(
                        ("irregular_since__isnull", False),
                        ("regularise_by__isnull", False),
                        models.Q(("irregular_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="irregular_has_reason_and_deadline",
            ),
        ),
        ValidateConstraint(model_name="membership", name="irregular_has_reason_and_deadline"),
        AddConstraintNotValid(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("suspended", "withdrawn")), _negated=True),
                    models.Q(("state_since__isnull", False), models.Q(("state_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="stopped_membership_says_why",
            ),
        ),
        ValidateConstraint(model_name="membership", name="stopped_membership_says_why"),
    ]
