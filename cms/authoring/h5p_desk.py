"""One exercise on the desk of who edits it: where its draft stands, and what comes of a form that was sent."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language

from assessments.h5p import drafts
from assessments.h5p.editing.layout import Sections, sections
from assessments.h5p.editing.nodes import Node, find, path_of
from assessments.h5p.editing.structure import act
from assessments.h5p.editing.submitted import FIELD, apply, missing, wrong
from assessments.h5p.files import is_external
from assessments.h5p.models import H5PContent, H5PContentVersion, H5PDraft
from assessments.h5p.previews import draft_files, version_files
from assessments.h5p.queries import version_numbered
from assessments.h5p.store import keeping
from assessments.h5p.workshop import Workshop, main_of
from lms.accounts.models import User
from lms.structures.access import person


@dataclass
class Desk:
    """The draft that a person has of an exercise, or the newest version before there is one; one page of it."""

    content: H5PContent
    user: User
    latest: H5PContentVersion
    draft: H5PDraft | None
    begun: H5PContentVersion  # where there is no draft: the version that the page showed
    part: str = ""
    cleaned: list[str] = field(default_factory=list)  # fields from which markup was taken out
    workshop: Workshop = field(default_factory=lambda: Workshop(get_language() or "fr"))

    @property
    def base(self) -> H5PContentVersion:
        """The version that the draft began with."""
        return self.draft.base if self.draft else self.begun

    @property
    def edition(self) -> int:
        return self.draft.edition if self.draft else 0

    @property
    def params(self) -> dict[str, Any]:
        params: dict[str, Any] = self.draft.params if self.draft else self.begun.params
        return params

    @property
    def is_behind(self) -> bool:
        """Whether somebody kept a version since this draft began."""
        return self.base.number < self.latest.number

    @cached_property
    def root(self) -> Node:
        return self.workshop.tree(main_of(self.base), self.params)

    @cached_property
    def page(self) -> Node | None:
        """The part of the exercise that this page edits; None when it is not there (any more)."""
        if not self.part:
            return self.root
        node = find(self.root, path_of(self.part))
        return node if node is not None and node.closed and not node.is_kept else None

    @cached_property
    def laid(self) -> Sections:
        if self.page is None:
            raise ValueError(f"There is no part {self.part!r}.")
        for node in self.page.walk():
            if node.kind == "image" and node.files and not is_external(node.files[0]):
                node.address = f"{self.files}/{node.files[0]}"
        return sections(self.page)

    @cached_property
    def files(self) -> str:
        """Where pictures of the exercise are seen."""
        return draft_files(draft=self.draft) if self.draft else version_files(version=self.base, user=self.user)

    @cached_property
    def above(self) -> Node:
        """The page from which this one was opened."""
        path = path_of(self.part)
        shorter = (find(self.root, path[:length]) for length in range(len(path) - 1, 0, -1))
        return next((node for node in shorter if node is not None and node.closed), self.root)

    @cached_property
    def sisters(self) -> tuple[Node | None, Node | None]:
        """The entries before and after this one."""
        node = self.page
        around = find(self.root, node.path[:-1]) if node is not None and node.number else None
        if node is None or around is None:
            return None, None
        before = around.children[node.number - 2] if node.number > 1 else None
        after = around.children[node.number] if node.number < node.sisters else None
        return before, after

    @property
    def wrong(self) -> list[Node]:
        return wrong(self.root)

    def take(self, request: HttpRequest) -> str:
        """Keep what was sent for this page in the draft, and do what its button asks; the part to look at now.

        Fields that cannot be kept have an error and stay as typed; then nothing is added, moved or taken away.
        Raises `drafts.OutOfDate`, `structure.Impossible`, `PackageRefused`.
        """
        if self.page is None or request.POST.get("edition") != str(self.edition):
            raise drafts.OutOfDate
        asked = request.POST.get("do", "")
        with keeping() as keeper:
            newcomers = drafts.Newcomers(keeper)
            params = apply(self.page, self.params, request.POST, request.FILES, newcomers.keep)
            look = ""
            if not self.wrong and asked.partition(":")[0] in ("add", "choose", "remove", "up", "down"):
                fresh = self.workshop.fresh(self.base.language)
                params, path = act(self.root, params, asked, kind=request.POST.get(f"kind:{asked}", ""), fresh=fresh)
                look = ".".join(map(str, path))
            passed = self.workshop.gate(main_of(self.base), params)
            if passed.value != self.params or newcomers.assets:
                self._keep(passed.value, newcomers)
        self.cleaned = passed.cleaned
        self._renew()
        return look

    def _keep(self, params: dict[str, Any], newcomers: drafts.Newcomers) -> None:
        self.draft = drafts.keep_draft(
            content=self.content,
            user=self.user,
            base=self.base,
            edition=self.edition,
            params=params,
            assets=newcomers.assets,
            now=timezone.now(),
        )

    def _renew(self) -> None:
        """Show what the draft says now, with what is wrong as it was typed."""
        wrong = self.wrong
        for name in ("root", "page", "laid", "files", "above", "sisters"):
            self.__dict__.pop(name, None)
        shown = {(node.path, node.kind): node for node in self.root.walk()}
        for each in wrong:
            node = shown[each.path, each.kind]
            node.error, node.typed, node.refused = each.error, each.typed, each.refused

    def find_missing(self) -> None:
        """Mark the texts that are asked for and empty, wherever they are."""
        before = self.workshop.tree(main_of(self.base), self.base.params)
        for node in missing(self.root, before):
            node.error = "empty"

    def typed(self, request: HttpRequest) -> list[tuple[str, str]]:
        """What a page that was out of date had typed and this one does not show: (field, words), to copy from."""
        shown = {node.name: node for node in self.root.leaves()}
        lines = []
        for name in request.POST:
            sent = str(request.POST.get(name, ""))
            node = shown.get(name.removeprefix(FIELD)) if name.startswith(FIELD) else None
            if node is not None and node.kind == "text" and sent.replace("\r\n", "\n") != node.text:
                lines.append((node.label, sent))
        return lines


def open_desk(request: HttpRequest, content: H5PContent, latest: H5PContentVersion, part: str) -> Desk:
    """The desk of the person who asks. A form that was sent says with which version it began."""
    user = person(request)
    draft = drafts.draft_of(content=content, user=user)
    sent = request.POST.get("base", "")
    begun = version_numbered(content, int(sent)) if sent.isascii() and sent.isdigit() and len(sent) < 9 else None
    return Desk(content, user, latest, draft, begun or latest, part)
