"""What an error report may show: no cookie and nothing that a person typed, whichever page failed."""

import re
from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.views.debug import SafeExceptionReporterFilter

_WRAPPER = "sensitive_variables_wrapper"  # Django's, around what is marked


class DiscreetFilter(SafeExceptionReporterFilter):
    """Django's filter, which hides what each view marks; here forms and cookies are hidden whether marked or not.

    A failure before the view is reached (session, language, limits) knows no mark, and has the form in hand all the
    same. Local variables are hidden by the views that handle codes, digits and tokens: `sensitive_variables`.
    """

    hidden_settings = re.compile(SafeExceptionReporterFilter.hidden_settings.pattern + "|COOKIE", re.IGNORECASE)

    def get_post_parameters(self, request: HttpRequest | None) -> Any:
        return self._hidden(request, request.POST) if request is not None else {}

    def get_safe_cookies(self, request: HttpRequest) -> Any:
        return dict.fromkeys(getattr(request, "COOKIES", {}), self.cleansed_substitute)

    def get_cleansed_multivaluedict(self, request: HttpRequest, multivaluedict: Any) -> Any:
        return self._hidden(request, multivaluedict)

    def get_traceback_frame_variables(self, request: HttpRequest, tb_frame: FrameType) -> Any:
        """What a view hides stays hidden in all that it calls, also where Django marks a few names by itself.

        Django asks the nearest mark alone: below `authenticate`, which marks `credentials`, a password was shown.
        """
        if self.is_active(request) and _hides_all(tb_frame):
            return [(name, self.cleansed_substitute) for name in tb_frame.f_locals]
        return super().get_traceback_frame_variables(request, tb_frame)

    def _hidden(self, request: HttpRequest, fields: MultiValueDict[str, Any]) -> Any:
        """The names of the fields without what they hold."""
        if not self.is_active(request):
            return fields
        return MultiValueDict({name: [self.cleansed_substitute] for name in fields})


def _hides_all(frame: FrameType | None) -> bool:
    """Whether this frame, or one that called it, is marked `sensitive_variables()`, without names."""
    while frame is not None:
        wrapper = frame.f_locals.get("sensitive_variables_wrapper") if frame.f_code.co_name == _WRAPPER else None
        if getattr(wrapper, "sensitive_variables", None) == "__ALL__":
            return True
        frame = frame.f_back
    return False
