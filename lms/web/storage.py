"""Uploads in an S3-type bucket, served through our own checked views."""

from django.conf import settings
from storages.backends.s3 import S3Storage


class BucketStorage(S3Storage):
    """A bucket whose public addresses are ours: no signed link expires in a page, no other host enters the policy."""

    def url(self, name: str, *args: object, **kwargs: object) -> str:
        return f"{settings.MEDIA_URL}{name}"
