"""Conversations of two sides, and what is written in them."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0001_initial"),
        ("enrolments", "0011_absences_looked_into"),
        ("jobseekers", "0004_own_places"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Thread",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("place", models.CharField(max_length=200)),
                ("title", models.CharField(default="", max_length=255)),
                ("opened_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "last_side",
                    models.CharField(
                        choices=[("person", "La personne"), ("provider", "L’organisme"), ("agency", "L’agence")],
                        max_length=8,
                    ),
                ),
                ("person_new", models.DateTimeField(null=True)),
                ("place_new", models.DateTimeField(null=True)),
                ("person_seen_at", models.DateTimeField(null=True)),
                ("place_seen_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thread",
                        to="enrolments.enrolment",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.establishment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="threads", to="jobseekers.jobseeker"
                    ),
                ),
            ],
            options={
                "db_table": "thread",
            },
        ),
        migrations.CreateModel(
            name="ThreadMessage",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[("person", "La personne"), ("provider", "L’organisme"), ("agency", "L’agence")],
                        max_length=8,
                    ),
                ),
                ("author", models.UUIDField()),
                ("who", models.CharField(max_length=200)),
                ("text", models.TextField(verbose_name="Votre message")),
                ("sent_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobseekers.jobseeker"
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="threads.thread"
                    ),
                ),
            ],
            options={
                "db_table": "thread_message",
            },
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("organisation__isnull", False)),
                fields=["organisation", "-last_at", "-id"],
                name="thread_of_organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("place_new__isnull", False)),
                fields=["organisation", "place_new"],
                name="thread_unread_there",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(
                condition=models.Q(("agency__isnull", False)),
                fields=["agency", "-last_at", "-id"],
                name="thread_of_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="thread",
            index=models.Index(fields=["person", "-last_at", "-id"], name="thread_of_person"),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", True), ("enrolment__isnull", False), ("organisation__isnull", False)),
                    models.Q(
                        ("enrolment__isnull", True),
                        ("establishment__isnull", True),
                        ("organisation__isnull", True),
                        ("agency__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="thread_of_a_training_or_of_an_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("last_side", "person"),
                    models.Q(("last_side", "provider"), ("organisation__isnull", False)),
                    models.Q(("agency__isnull", False), ("last_side", "agency")),
                    _connector="OR",
                ),
                name="thread_last_side_is_one_of_its_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="thread",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agency__isnull", False)),
                fields=("person", "agency"),
                name="one_thread_of_a_person_and_an_agency",
            ),
        ),
        migrations.AddIndex(
            model_name="threadmessage",
            index=models.Index(fields=["thread", "-sent_at", "-id"], name="message_of_thread"),
        ),
        migrations.AddIndex(
            model_name="threadmessage",
            index=models.Index(fields=["author", "-sent_at"], name="message_of_author"),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agency__isnull", True), ("organisation__isnull", False)),
                    models.Q(("agency__isnull", False), ("organisation__isnull", True)),
                    _connector="OR",
                ),
                name="thread_message_of_one_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("side", "person"),
                    models.Q(("organisation__isnull", False), ("side", "provider")),
                    models.Q(("agency__isnull", False), ("side", "agency")),
                    _connector="OR",
                ),
                name="thread_message_side_is_one_of_its_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.LessThanOrEqual(
                    django.db.models.functions.text.Length("text"), 2000
                ),
                name="thread_message_is_short",
                violation_error_message="Ce message est trop long : 2 000 caractères au plus.",
            ),
        ),
        migrations.AddConstraint(
            model_name="threadmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("text__regex", "\\S"),
                    models.Q(("text__regex", "[\\u0001-\\u0009\\u000B-\\u001F\\u007F]"), _negated=True),
                ),
                name="thread_message_is_plain_text",
                violation_error_message="Écrivez votre message, sans caractère de commande.",
            ),
        ),
    ]
