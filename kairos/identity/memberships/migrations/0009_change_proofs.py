"""Papers joined by the agent who replaces an account manager."""

import django.db.models.deletion
from django.db import migrations, models

from kairos.foundation.ids import new_id


class Migration(migrations.Migration):
    dependencies = [("memberships", "0008_life_indexes"), ("uploads", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="ChangeProof",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="memberships.changerequest",
                    ),
                ),
                (
                    "upload",
                    models.OneToOneField(on_delete=django.db.models.deletion.DO_NOTHING, to="uploads.upload"),
                ),
            ],
            options={
                "db_table": "change_proof",
                "indexes": [models.Index(fields=["change", "id"], name="change_proof_in_order")],
            },
        ),
    ]
