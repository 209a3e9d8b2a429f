"""What was submitted until now was marked by machines, and has its outcome: « submitted » now waits for a trainer."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def to_marked(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("assessments", "Attempt").objects.filter(state="submitted").update(state="marked")


def to_submitted(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("assessments", "Attempt").objects.filter(state="marked").update(state="submitted")


class Migration(migrations.Migration):
    dependencies = [("assessments", "0019_marks")]

    operations = [migrations.RunPython(to_marked, to_submitted)]
