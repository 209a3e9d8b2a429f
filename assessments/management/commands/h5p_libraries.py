"""manage.py h5p_libraries: what the store of H5P libraries holds; add, approve, block, clean up."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from assessments.h5p import adding, cleaning, deciding
from assessments.h5p.hub import HubError, fetched
from assessments.h5p.library_queries import library_list, library_rows, what_waits
from assessments.h5p.models import H5PLibrary
from assessments.h5p.problems import PackageRefused
from assessments.h5p.queries import key_of

NAME = "H5P.MultiChoice, H5P.MultiChoice 1.16 or H5P.MultiChoice 1.16.14"


class Command(BaseCommand):
    help = "Lists, adds, approves, blocks and cleans up H5P libraries. What is added waits unless --approve is given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        listing = acts.add_parser("list", help="what the store holds")
        listing.add_argument("--waiting", action="store_true", help="only those that wait for a decision")
        add = acts.add_parser("add", help="libraries of a folder, a package or a hub's address")
        add.add_argument("place", help="a folder of unpacked libraries or packages, a package, or an https address")
        add.add_argument("--type", action="append", default=[], help="with an address: a content type, H5P.MultiChoice")
        add.add_argument("--approve", action="store_true", help="approve them, those in conflict excepted")
        add.add_argument("--http-here", action="store_true", help="let http pass, to this very machine (trials)")
        for act in ("approve", "block"):
            one = acts.add_parser(act, help=f"{act} libraries by name: {NAME}")
            one.add_argument("name", nargs="+")
        clean = acts.add_parser("clean", help="remove what no exercise needs")
        clean.add_argument("--dry-run", action="store_true", help="only say what would go")
        clean.add_argument("--days", type=int, default=cleaning.UNUSED_DAYS, help="that came at least so long ago")
        clean.add_argument("--keep", action="append", default=[], metavar="NAME", help=f"leave one: {NAME}")
        clean.add_argument("--added-too", action="store_true", help="also what was added by this command")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = library_rows(list(library_list()))
        for row in rows:
            if row.waits or not options["waiting"]:
                self.stdout.write(f"{row.library}\t{row.standing}\t{row.exercises} exercises\t{row.library.source}")

    def _add(self, options: dict[str, Any]) -> None:
        failed = 0
        added: list[adding.Added] = []
        for source, open_file in self._files(options):
            try:
                with ExitStack() as stack:
                    file: IO[bytes] = stack.enter_context(open_file())
                    got = adding.add_libraries(file=file, source=source, by=None, now=timezone.now())
            except PackageRefused as refused:
                failed += 1
                self.stderr.write(f"{source}: refused. " + " ".join(str(problem) for problem in refused.problems))
            except HubError as error:
                failed += 1
                self.stderr.write(f"{source}: {error}")
            else:
                added += got
                for each in got:
                    self.stdout.write(f"{each.library}: {each.state}")
        if options["approve"]:
            self._approve_added(added)
        self._say_what_lacks(added)
        if failed:
            raise CommandError(f"{failed} not added.")

    def _files(self, options: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        place, types = options["place"], options["type"]
        if "://" in place:
            if not types:
                raise CommandError("Name the content types to fetch: --type H5P.MultiChoice")
            for name in types:
                yield (
                    f"{place.rstrip('/')}/{name}",
                    lambda name=name: fetched(place, name, allow_http_here=options["http_here"]),
                )
            return
        found = adding.found_below(Path(place))
        if not found:
            raise CommandError(f"{place} holds neither a library nor a package.")
        for path in found:
            yield path.resolve().name, lambda path=path: adding.as_package(path)

    def _approve_added(self, added: list[adding.Added]) -> None:
        rows = {each.library.pk: each for each in added}
        for each in rows.values():
            if each.state == "conflict":
                self.stderr.write(f"{each.library}: not approved, another one has its number. Decide in the studio.")
            elif each.library.status == H5PLibrary.Status.PENDING:
                deciding.approve_library(library=each.library, by=None, now=timezone.now())
                self.stdout.write(f"{each.library}: approved")

    def _say_what_lacks(self, added: list[adding.Added]) -> None:
        waiting = what_waits({key_of(each.library) for each in added})
        for name in waiting.unclear:
            self.stderr.write(f"{name}: needed, and not here (or two that differ).")
        if waiting.libraries:
            self.stdout.write(f"{len(waiting.libraries)} wait for a decision.")

    def _approve(self, options: dict[str, Any]) -> None:
        for library in self._named(options["name"], H5PLibrary.Status.PENDING):
            deciding.approve_library(library=library, by=None, now=timezone.now())
            self.stdout.write(f"{library}: approved")
            for other in what_waits([key_of(library)]).libraries:
                self.stdout.write(f"  it needs {other}, which waits")

    def _block(self, options: dict[str, Any]) -> None:
        for library in self._named(options["name"], H5PLibrary.Status.PENDING, H5PLibrary.Status.APPROVED):
            deciding.block_library(library=library, by=None, now=timezone.now())
            self.stdout.write(f"{library}: blocked")

    def _named(self, names: list[str], *states: H5PLibrary.Status) -> list[H5PLibrary]:
        """The rows that the names mean; nothing is done when one of them means none, or two that differ.

        Without its patch a name means those in one of `states` alone: a decision is not undone in passing.
        """
        found: list[H5PLibrary] = []
        for name in names:
            rows = list(named(name).defer("semantics").order_by("pk"))
            if len(name.partition(" ")[2].split(".")) < 3:
                rows = [row for row in rows if row.status in states]
            if not rows:
                raise CommandError(f"No library to decide on is called {name}. Write {NAME}.")
            if len({(key_of(row), row.patch) for row in rows}) < len(rows):
                raise CommandError(
                    f"Two that differ are called {name}: decide in the studio, which shows what differs."
                )
            found += rows
        return found

    def _clean(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        kept = {row.pk for name in options["keep"] for row in named(name)}
        unused = cleaning.unused_libraries(now=now, days=options["days"], added_too=options["added_too"])
        going = [library for library in unused if library.pk not in kept]
        size = cleaning.bytes_of(going)
        if not options["dry_run"]:
            cleaning.remove_libraries(libraries=going, by=None, now=now, days=options["days"])
        swept = cleaning.sweep_files(now=now, dry=options["dry_run"])
        for library in going:
            self.stdout.write(str(library))
        would = "would go" if options["dry_run"] else "gone"
        self.stdout.write(f"{len(going)} libraries {would} ({size} bytes of their own, a day later).")
        self.stdout.write(f"{swept.removed} files {would} ({swept.size} bytes), {swept.doomed} more in a day.")


def named(name: str) -> QuerySet[H5PLibrary]:
    """Rows that a name means: a machine name, with a major and minor number, with a patch too."""
    machine_name, _, numbers = name.partition(" ")
    rows = H5PLibrary.objects.filter(machine_name=machine_name)
    parts = numbers.split(".") if numbers else []
    if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in parts) or len(parts) > 3:
        return rows.none()
    for field, part in zip(("major", "minor", "patch"), parts, strict=False):
        rows = rows.filter(**{field: int(part)})
    return rows
