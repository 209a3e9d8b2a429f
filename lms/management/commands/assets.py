"""Front-end assets at set-up: copied or built from node_modules into the vendor folder, never committed."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lms.signin.pictures import PICTURES
from lms.web import stylesheet
from lms.web.assets import ICONS, build_script, build_sprite

# What is served as it is: file in node_modules → place under static "vendor/".
_FONTS = ("atkinson-hyperlegible", "opendyslexic")
_COPIES = {"htmx.org/dist/htmx.min.js": "htmx/htmx.min.js", "jsqr/dist/jsQR.js": "jsqr/jsQR.js"} | {
    f"@fontsource/{font}/files/{font}-latin-{weight}-normal.woff2": f"fonts/{font}-latin-{weight}-normal.woff2"
    for font in _FONTS
    for weight in (400, 700)
}


class Command(BaseCommand):
    help = "Fills the vendor folder with the assets that the npm lock names, and builds icons, sheet and script."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = settings.NODE_MODULES_DIR
        if not source.is_dir():
            raise CommandError(f"{source} is missing: run `make setup`, which installs the npm lock.")
        for name, place in _COPIES.items():
            target = settings.VENDOR_DIR / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / name, target)
        script = build_script(settings.BASE_DIR / "static" / "js")
        (settings.VENDOR_DIR / "declic.js").write_text(script, encoding="utf-8")
        sheet = stylesheet.whole_sheet()
        (settings.VENDOR_DIR / "declic.css").write_text(sheet, encoding="utf-8")
        sprite = build_sprite(ICONS, source / "lucide-static" / "icons")
        (settings.VENDOR_DIR / "icons.svg").write_text(sprite, encoding="utf-8")
        faces = build_sprite(PICTURES, source / "lucide-static" / "icons")
        (settings.VENDOR_DIR / "pictures.svg").write_text(faces, encoding="utf-8")
