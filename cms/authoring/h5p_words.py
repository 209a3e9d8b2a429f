"""What the forms of exercises say of a field that cannot be kept."""

from django.utils.formats import localize
from django.utils.translation import gettext as _

from assessments.h5p.editing.nodes import Node
from assessments.h5p.reports import refusal_lines


def said_of(node: Node) -> str:
    """The error of a field, in the person's language."""
    if node.refused is not None:
        return " ".join(refusal_lines(node.refused))
    words = {
        "too_long": _("This text is too long."),
        "forbidden_sign": _("This text holds a sign that cannot be kept."),
        "not_a_number": _("Write a number."),
        "too_small": _("Write a number of at least %(low)s."),
        "too_large": _("Write a number of at most %(high)s."),
        "not_an_option": _("Choose one of the answers offered."),
        "empty": _("Write something here."),
    }
    bounds = {"low": localize(node.low or 0), "high": localize(node.high if node.high is not None else 2**53)}
    return words[node.error] % bounds
