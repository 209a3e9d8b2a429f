"""Staff roles during a request, asked of the database once: an ended role is gone at the next request."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponseBase

from lms.accounts.models import User
from lms.structures.models import STAFF_ROLES, Role
from lms.structures.queries import roles_of

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def person(request: HttpRequest) -> User:
    """The signed-in person. Raises Http404 for anybody else, so that a view may count on a person."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def staff_roles(request: HttpRequest) -> frozenset[Role]:
    """The staff roles in force of the signed-in person; none in a session that a card opened."""
    known: Any = getattr(request, "staff_roles", None)
    if known is None:
        known = roles_of(person(request)) & STAFF_ROLES if request.session.get("role_kind") == "staff" else frozenset()
        request.staff_roles = known  # type: ignore[attr-defined]
    return frozenset(known)


def staff_only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """The view exists for people who hold one of the roles now (any staff role when none is named), else 404."""
    wanted = frozenset(roles) or STAFF_ROLES

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not (person(request).is_superuser or staff_roles(request) & wanted):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
