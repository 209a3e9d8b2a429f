"""What a trainer asks of the gradebook, read from the address."""

from django import forms


class CourseForm(forms.Form):
    """Which course's table; anything unreadable is no choice."""

    course = forms.UUIDField(required=False)
