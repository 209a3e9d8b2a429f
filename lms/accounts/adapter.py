"""allauth as Déclic uses it: staff only, accounts made by an administrator."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: accounts come from an invitation or from a trainer."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
