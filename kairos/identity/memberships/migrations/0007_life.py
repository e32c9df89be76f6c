import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_staff"),
        ("memberships", "0006_taken_over"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="MembershipTerm",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(help_text="Last day included")),
                ("term_rule", models.CharField(max_length=120)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "db_table": "membership_term",
            },
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Réponse attendue"),
                            ("answered", "À décider"),
                            ("withdrawn", "Accès retiré"),
                            ("closed", "Sans suite"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("clause", models.CharField(max_length=200)),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("answer_due_at", models.DateTimeField()),
                ("answer_rule", models.CharField(max_length=120)),
                ("decision_due_at", models.DateTimeField()),
                ("decision_rule", models.CharField(max_length=120)),
                ("urgent_reason", models.TextField(default="")),
                ("suspended_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_reason", models.TextField(default="")),
            ],
            options={
                "db_table": "access_procedure",
            },
        ),
        migrations.CreateModel(
            name="RegisterAlert",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nda_gone", "Déclaration d’activité absente de la liste publique"),
                            ("nda_other", "Déclaration d’activité d’une autre entreprise"),
                            ("siret_closed", "Établissement fermé au répertoire"),
                            ("siret_gone", "SIRET absent du répertoire"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "À traiter"), ("settled", "Traitée"), ("lifted", "Levée d’elle-même")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("found", models.CharField(help_text="What the register says, and when", max_length=300)),
                ("raised_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("due_rule", models.CharField(max_length=120)),
                ("settled_at", models.DateTimeField(null=True)),
                ("note", models.TextField(default="")),
            ],
            options={
                "db_table": "register_alert",
            },
        ),
        migrations.AddField(
            model_name="membership",
            name="irregular_reason",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="membership",
            name="irregular_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="leave_reason",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="membership",
            name="leaves_on",
            field=models.DateField(help_text="Last day included", null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="name",
            field=models.CharField(default="", max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="rechecked_at",
            field=models.DateTimeField(help_text="When the registers were last asked of it", null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="regularise_by",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="regularise_rule",
            field=models.CharField(default="", max_length=120),
        ),
        migrations.AddField(
            model_name="membership",
            name="renewal_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="renewal_asked_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.user",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="renewal_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="renewal_due_rule",
            field=models.CharField(default="", max_length=120),
        ),
        migrations.AddField(
            model_name="membership",
            name="renewal_reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="sort_key",
            field=models.CharField(db_collation="C", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="membership",
            name="state_reason",
            field=models.TextField(default=""),
        ),
        migrations.AddField(
            model_name="membership",
            name="state_since",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="terms_reminded_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="membership",
            name="town",
            field=models.CharField(default="", max_length=100),
        ),
        migrations.AlterField(
            model_name="changerequest",
            name="kind",
            field=models.CharField(
                choices=[
                    ("account_manager", "Responsable de gestion des comptes (RGC)"),
                    ("director", "Dirigeant"),
                    ("email", "Courriel de l’organisme"),
                    ("address", "Adresse"),
                    ("identity", "Nom ou déclaration d’activité"),
                    ("siret", "SIRET (déménagement ou fusion)"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="state",
            field=models.CharField(
                choices=[
                    ("active", "Active"),
                    ("suspended", "Suspendue"),
                    ("expired", "Échue"),
                    ("left", "Quittée"),
                    ("withdrawn", "Accès retiré"),
                    ("ended", "Terminée"),
                ],
                default="active",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="terms",
            field=models.ForeignKey(
                help_text="The last accepted; none for a member of before Kairos",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="memberships.termsversion",
            ),
        ),
        migrations.AddField(
            model_name="membershipterm",
            name="asked_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"),
        ),
        migrations.AddField(
            model_name="membershipterm",
            name="decided_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"),
        ),
        migrations.AddField(
            model_name="membershipterm",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="renewals", to="memberships.membership"
            ),
        ),
        migrations.AddField(
            model_name="membershipterm",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="membershipterm",
            name="terms",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="memberships.termsversion"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="procedures", to="memberships.membership"
            ),
        ),
        migrations.AddField(
            model_name="procedure",
            name="opened_by",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"),
        ),
        migrations.AddField(
            model_name="procedure",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="registeralert",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alerts", to="memberships.membership"
            ),
        ),
        migrations.AddField(
            model_name="registeralert",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="registeralert",
            name="settled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
            ),
        ),
        migrations.AddConstraint(
            model_name="membershipterm",
            constraint=models.UniqueConstraint(fields=("membership", "starts_on"), name="one_term_a_beginning"),
        ),
        migrations.AddIndex(
            model_name="procedure",
            index=models.Index(
                condition=models.Q(("state__in", ("open", "answered"))),
                fields=["decision_due_at", "id"],
                name="procedure_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("open", "answered"))),
                fields=("membership",),
                name="one_running_procedure",
                violation_error_message="Une procédure est déjà en cours pour cette adhésion.",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("open", "answered")), ("decided_at__isnull", True)),
                    models.Q(
                        models.Q(("state__in", ("open", "answered")), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                        models.Q(("decision_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="decided_procedure_says_by_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("suspended_at__isnull", True), ("urgent_reason", "")),
                    models.Q(("suspended_at__isnull", False), models.Q(("urgent_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="urgent_suspension_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="registeralert",
            index=models.Index(condition=models.Q(("state", "open")), fields=["due_at", "id"], name="alert_queue"),
        ),
        migrations.AddConstraint(
            model_name="registeralert",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("membership", "kind"), name="one_open_alert"
            ),
        ),
    ]
