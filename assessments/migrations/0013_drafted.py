from typing import Any

from django.db import migrations, models


def say_where_drafts_are(apps: Any, schema_editor: Any) -> None:
    apps.get_model("assessments", "Attempt").objects.filter(drafts__isnull=False).update(drafted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0012_counting"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="drafted",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(say_where_drafts_are, migrations.RunPython.noop, elidable=True),
    ]
