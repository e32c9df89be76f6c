"""In whose place an agent of the operator acted, when helping somebody: a column of the entry, in its hash."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0009_journal_about")]
    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="helped",
            field=models.UUIDField(help_text="In whose place, when an agent of the operator helps somebody", null=True),
        ),
    ]
