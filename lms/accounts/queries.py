"""Reads on people."""

from django.utils.encoding import DjangoUnicodeDecodeError
from django.utils.http import urlsafe_base64_decode

from lms.accounts.models import User


def person_of_link(uid: str) -> User | None:
    """The active person that a password link names; None when it names nobody."""
    try:
        key = int(urlsafe_base64_decode(uid).decode())
    except (ValueError, OverflowError, DjangoUnicodeDecodeError):
        return None
    return User.objects.filter(pk=key, is_active=True).first()
