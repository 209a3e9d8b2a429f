"""Signing in at a registered seat, in two plain pages: the picture with the first name, then the four digits."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from lms.accounts.models import User
from lms.signin import seat_signin, tries
from lms.signin.forms import CardForm
from lms.signin.seat_forms import ChosenForm, SeatForm
from lms.signin.seat_signin import SeatOffer, offer_of
from lms.signin.views import REFUSED, door_page, next_page
from lms.signin.wording import wait_words
from lms.web.ratelimit import CountersUnavailable


@login_not_required
@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def seat_sign_in(request: HttpRequest) -> HttpResponse:
    """First the person chosen among the tiles, then the same page again with their digits.

    Who is not offered, or no longer, or never was, gets one and the same answer: the door as it is now.
    """
    offer = offer_of(request, now=timezone.now())
    if offer is None or request.method != "POST":
        return redirect("sign_in")
    person = offer.person(ChosenForm.uuid_in(request.POST))
    if person is not None:
        return _digits_page(request, offer, person, SeatForm.about(person.uuid))
    return _enter(request, offer, SeatForm.posted(request.POST))


def _enter(request: HttpRequest, offer: SeatOffer, form: SeatForm) -> HttpResponse:
    is_whole = form.is_valid()
    person = offer.person(form.cleaned_data.get("person"))
    if person is None:
        again = _("Choose your picture again.")
        return door_page(request, CardForm.fresh(), status=REFUSED, seat_problem=again)
    if is_whole:
        problem = _refusal(request, offer, person, form.cleaned_data["pin"])
        if problem is None:
            return HttpResponseRedirect(next_page(request))
        form.add_error(None, problem)
    return _digits_page(request, offer, person, form, status=REFUSED)


def _refusal(request: HttpRequest, offer: SeatOffer, person: User, pin: str) -> str | None:
    """Sign the person in; what to say when it did not open."""
    try:
        seat_signin.sign_in_at_seat(request=request, offer=offer, person=person.uuid, pin=pin, now=timezone.now())
    except (seat_signin.WrongDigits, seat_signin.NotOffered):
        return _("These are not the right 4 digits. Type them again.")
    except seat_signin.SeatTired:
        return _("Wait one minute, then type them again. Or take your card: it opens at once.")
    except tries.CallTrainer:
        return _("Call the person who is with you: they open it again at once. Your card still works.")
    except tries.TryLater as wait:
        return wait_words(wait.seconds)
    except CountersUnavailable:
        return _("Signing in does not work at the moment. Tell the person who is with you.")
    return None


def _digits_page(
    request: HttpRequest, offer: SeatOffer, person: User, form: SeatForm, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "tile": offer.tile(person), "next_page": request.POST.get("next", "")}
    return render(request, "lms/signin/seat_digits.html", context, status=status)
