"""What pages of the outline point to: skills, modules advised before, modules of other tracks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable

from assessments.skills.models import Skill
from cms.pages.choosers import skill_chooser


class LessonSkill(Orderable):
    """A lesson works a skill."""

    page = ParentalKey("cms.LessonPage", on_delete=models.CASCADE, related_name="lesson_skills")
    skill = models.ForeignKey(Skill, verbose_name=_("skill"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("skill", widget=skill_chooser.widget_class)]


class CourseSkill(Orderable):
    """A skill that the certificate of a course names."""

    page = ParentalKey("cms.CoursePage", on_delete=models.CASCADE, related_name="course_skills")
    skill = models.ForeignKey(Skill, verbose_name=_("skill"), on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("skill", widget=skill_chooser.widget_class)]


class CoursePrerequisite(Orderable):
    """A course that is advised before another."""

    page = ParentalKey("cms.CoursePage", on_delete=models.CASCADE, related_name="prerequisites")
    required = models.ForeignKey("cms.CoursePage", verbose_name=_("module"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("required")]


class TrackReference(Orderable):
    """A track refers to a course whose home is another track."""

    page = ParentalKey("cms.TrackPage", on_delete=models.CASCADE, related_name="referred_courses")
    course = models.ForeignKey("cms.CoursePage", verbose_name=_("module"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("course")]
