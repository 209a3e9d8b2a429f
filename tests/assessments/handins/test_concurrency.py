"""Many at once, on SQLite and on PostgreSQL: one file, one place too few, nothing left over."""

import pytest

from assessments.bank.families import Family
from assessments.handins import services
from assessments.handins.judging import JudgedFile
from assessments.handins.models import HandedFile
from tests.assessments.attempts.test_services import NOW, started
from tests.assessments.handins.test_services import on_disk
from tests.factories.handins import PDF
from tests.parallel import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_the_same_file_sent_thirty_times_at_once_is_one_file() -> None:
    before, attempt = on_disk(), started(1)
    file = JudgedFile(content=PDF, family=Family.PDF, suffix=".pdf")

    def add(_: int) -> int:
        sent = {"name": "cv.pdf", "most": 1, "changeable": False, "now": NOW}
        return services.add_file(attempt=attempt, slot=0, file=file, **sent).pk

    assert at_once(30, add) == [HandedFile.objects.get().pk] * 30
    assert len(on_disk() - before) == 1


def test_of_ten_files_sent_at_once_as_many_come_in_as_the_question_takes() -> None:
    before, attempt = on_disk(), started(1)

    def add(number: int) -> int:
        file = JudgedFile(content=PDF + bytes([number]), family=Family.PDF, suffix=".pdf")
        sent = {"name": "cv.pdf", "most": 3, "changeable": False, "now": NOW}
        return services.add_file(attempt=attempt, slot=0, file=file, **sent).pk

    results = at_once(10, add)
    assert sum(isinstance(each, services.PlaceFull) for each in results) == 7
    assert HandedFile.objects.count() == len(on_disk() - before) == 3
