"""Wagtail's signals, received here and nowhere else."""


def connect() -> None:
    pass
