"""What a lesson and a plain page may hold."""

from typing import Any

from wagtail import blocks

from cms.blocks.activity import ActivityBlock
from cms.blocks.media import AudioBlock, DocumentBlock, ImageBlock, VideoBlock
from cms.blocks.text import CalloutBlock, GlossaryBlock, StepsBlock, TextBlock


class PlainBody(blocks.StreamBlock):
    """Everything but activities."""

    text = TextBlock()
    image = ImageBlock()
    steps = StepsBlock()
    callout = CalloutBlock()
    glossary = GlossaryBlock()
    audio = AudioBlock()
    video = VideoBlock()
    document = DocumentBlock()

    class Meta:
        block_counts: dict[str, Any] = {}


class LessonBody(PlainBody):
    """A lesson also holds activities."""

    activity = ActivityBlock()
