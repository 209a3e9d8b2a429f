"""What others may call of H5P: receiving a package, deciding about libraries, saying who took an exercise away."""

import datetime

from django.db import transaction

from assessments.h5p.deciding import approve_library, block_library
from assessments.h5p.models import H5PContentVersion
from assessments.h5p.receiving import SILENT_TYPES, Received, receive_package
from lms.accounts.models import User
from lms.journal import services as journal

__all__ = ["SILENT_TYPES", "Received", "approve_library", "block_library", "receive_package", "record_download"]


@transaction.atomic
def record_download(*, version: H5PContentVersion, form: str, by: User, now: datetime.datetime) -> None:
    """An exercise left with its answers: the journal says who took which version, as received or written anew."""
    activity = version.content.activity
    journal.record(
        verb="h5p.exported",
        now=now,
        by=by,
        structure_id=activity.structure_id,
        target=f"activity:{activity.uuid}",
        form=form,
        version=version.number,
    )
