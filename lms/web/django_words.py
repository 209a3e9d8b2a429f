"""Messages of Django's own that Déclic says in its own, plainer French: named here so that the catalogue keeps them."""

from django.utils.translation import gettext_noop

SAID_OTHERWISE = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
)
