"""Text, numbered steps, callouts, glossary words: each with its recorded voice where there is one."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.voices import VoicedBlock
from cms.blocks.words import LINE_FEATURES, TEXT_FEATURES, Line, RichWords, Words


class TextBlock(VoicedBlock):
    """Running text."""

    text = RichWords(features=TEXT_FEATURES, label=_("Text"))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text_block.html"


class StepsBlock(VoicedBlock):
    """What to do, one thing after another: numbered."""

    title = Line(required=False, max_length=150, label=_("Title"))
    steps = blocks.ListBlock(Words(rows=2, label=_("Step")), min_num=1, max_num=12, label=_("Steps"))

    class Meta:
        icon = "list-ol"
        label = _("Numbered steps")
        template = "blocks/steps_block.html"


class CalloutBlock(VoicedBlock):
    """A short text set apart: a warning, a tip, a thing to remember."""

    kind = blocks.ChoiceBlock(
        choices=[("warning", _("Warning")), ("tip", _("Tip")), ("remember", _("To remember"))],
        default="tip",
        label=_("Kind"),
    )
    text = RichWords(features=LINE_FEATURES, label=_("Text"))

    class Meta:
        icon = "warning"
        label = _("Callout")
        template = "blocks/callout_block.html"


class GlossaryBlock(VoicedBlock):
    """A word and what it means, in plain words."""

    word = Line(max_length=80, label=_("Word"))
    definition = Words(rows=2, max_length=400, label=_("What it means"))

    class Meta:
        icon = "openquote"
        label = _("Glossary word")
        template = "blocks/glossary_block.html"
