"""Names as the organisation writes them, invitations that wait, account managers who are asked."""

from django.db import migrations, models

from kairos.foundation.text import sort_key


def call_by_their_accounts(apps, schema_editor):
    alias = schema_editor.connection.alias
    rows = apps.get_model("habilitations", "Affiliation").objects.using(alias).select_related("user")
    for row in rows.iterator(chunk_size=1000):
        row.first_name, row.last_name = row.user.first_name, row.user.last_name
        row.sort_key = sort_key(f"{row.last_name} {row.first_name}")[:200]
        row.save(using=alias, update_fields=["first_name", "last_name", "sort_key"])


class Migration(migrations.Migration):
    dependencies = [("habilitations", "0011_access_reviews"), ("accounts", "0007_invitation_of_organisation")]
    operations = [
        migrations.AddField("affiliation", "first_name", models.CharField(default="", max_length=80)),
        migrations.AddField("affiliation", "last_name", models.CharField(default="", max_length=80)),
        migrations.AddField("affiliation", "sort_key", models.CharField(db_collation="C", default="", max_length=200)),
        migrations.AddField("affiliation", "invited_by", models.UUIDField(null=True)),
        migrations.AddField("affiliation", "invited_at", models.DateTimeField(null=True)),
        migrations.AddField("affiliation", "answer_by", models.DateTimeField(null=True)),
        migrations.AddField(
            "affiliation",
            "manager_asked_as",
            models.CharField(
                choices=[
                    ("beside", "RGC aussi, à côté de vous"),
                    ("instead", "RGC à votre place ; vous gardez vos autres droits"),
                    ("leaving", "RGC à votre place, et vous quittez l’organisme"),
                ],
                default="",
                max_length=7,
            ),
        ),
        migrations.AddField("affiliation", "manager_asked_by", models.UUIDField(null=True)),
        migrations.AddField("affiliation", "manager_asked_at", models.DateTimeField(null=True)),
        migrations.RunPython(call_by_their_accounts, migrations.RunPython.noop),
    ]
