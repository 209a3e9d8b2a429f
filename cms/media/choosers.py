"""Choosers that show a person only what is theirs to choose, in the list and by number alike."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.permissions import policy_registry

from cms.media.models import Recording
from cms.media.services import register
from lms.web.limits import is_row_number

Scope = Callable[[Any], "QuerySet[Any]"]


class Scoped:
    """The rows that whoever asks may choose; the viewset gives the rule."""

    scope: Scope | None = None
    request: Any

    def allowed(self) -> "QuerySet[Any]":
        if self.scope is None:
            raise NotImplementedError("A scoped chooser needs its rule.")
        return self.scope(self.request.user)


class _List(Scoped):
    extra_columns: tuple[Column, ...] = ()

    def get_object_list(self) -> "QuerySet[Any]":
        return self.allowed()

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, *self.extra_columns]  # type: ignore[misc]


class ChooseView(_List, views.ChooseView):
    """The window: a list with its search, and the form to add one where there is such a form."""


class ChooseResultsView(_List, views.ChooseResultsView):
    """The list alone, while one searches."""


class ChosenView(Scoped, views.ChosenView):
    def get_object(self, pk: str) -> Any:
        try:
            return self.allowed().get(pk=pk)
        except (ObjectDoesNotExist, ValueError) as error:
            raise Http404 from error


class ChosenMultipleView(Scoped, views.ChosenMultipleView):
    def get_objects(self, pks: list[str]) -> "QuerySet[Any]":
        return self.allowed().filter(pk__in=[pk for pk in pks if is_row_number(pk)])


class ScopedChooserViewSet(ChooserViewSet):
    """A chooser whose every view begins with `scope(user)`."""

    scope: Scope | None = None
    extra_columns: tuple[Column, ...] = ()
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(scope=self.scope, extra_columns=self.extra_columns, **kwargs)


def recordings_to_choose(user: Any) -> "QuerySet[Recording]":
    """Recordings of the collections where the person may choose."""
    policy = policy_registry.get_by_type(Recording)
    return policy.instances_user_has_any_permission_for(user, ["choose"])


class _RecordingForm:
    """The form of the « add » tab: it knows who adds, so that the collection is theirs."""

    request: Any

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_creation_form_kwargs()  # type: ignore[misc]
        return {**kwargs, "user": self.request.user, "prefix": "recording-chooser-upload"}


class RecordingChooseView(_RecordingForm, ChooseView):
    pass


class RecordingChooseResultsView(_RecordingForm, ChooseResultsView):
    pass


class RecordingCreateView(_RecordingForm, views.CreateView):
    def save_form(self, form: Any) -> Recording:
        return register(recording=form.save(commit=False), by=self.request.user, now=timezone.now())


class RecordingChooserViewSet(ScopedChooserViewSet):
    model = Recording
    icon = "media"
    scope = staticmethod(recordings_to_choose)
    choose_view_class = RecordingChooseView
    choose_results_view_class = RecordingChooseResultsView
    create_view_class = RecordingCreateView
    creation_form_class = "cms.media.forms.RecordingForm"  # by name: forms load after models, choosers with them
    extra_columns = (Column("kind", label=_("Kind"), accessor="get_kind_display"),)
    choose_one_text = _("Choose a sound or film")
    choose_another_text = _("Choose another one")
    edit_item_text = _("Change this one")
    create_action_label = _("Send")


recording_chooser = RecordingChooserViewSet("recording_chooser", url_prefix="recordings/chooser")
RecordingChooserBlock = recording_chooser.get_block_class("RecordingChooserBlock", "cms.media.choosers")
