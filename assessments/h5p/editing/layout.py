"""Which fields stand first on a page, which are folded away, and which page an entry has. Plain Python."""

from dataclasses import dataclass, field, replace

from .kinds import FIRST
from .nodes import Node, Path


@dataclass
class Sections:
    """The fields of a page: those changed most, the others, and the words of the player."""

    first: list[Node] = field(default_factory=list)
    others: list[Node] = field(default_factory=list)
    words: list[Node] = field(default_factory=list)

    @property
    def others_wrong(self) -> bool:
        """Whether a folded field has an error: its fold opens."""
        return any(each.error for node in self.others for each in node.walk())

    @property
    def words_wrong(self) -> bool:
        return any(each.error for node in self.words for each in node.walk())


def sections(page: Node) -> Sections:
    """The fields of a page in the order in which they are shown."""
    base, names = base_of(page), FIRST.get(page.key.machine_name, ()) if page.key else ()
    chosen = [(*base, *name.split(".")) for name in names]
    laid = Sections(first=[node for path in chosen if (node := _at(page, path))])
    taken = {id(node) for node in laid.first}
    for node in page.children:
        if id(node) in taken:
            continue
        if not chosen and not node.is_common:
            laid.first.append(node)
            continue
        rest, words = _parted(node, taken)
        laid.others += [rest] if rest else []
        laid.words += words
    return laid


def base_of(page: Node) -> Path:
    """The path of the parameters that a page edits."""
    return (*page.path, "params") if page.kind == "library" else page.path


def _at(page: Node, path: Path) -> Node | None:
    return next((node for node in page.walk() if node.path == path), None)


def _parted(node: Node, taken: set[int]) -> tuple[Node | None, list[Node]]:
    """A node without what stands elsewhere: those shown first left out, words of the player apart."""
    if id(node) in taken:
        return None, []
    if node.is_common:
        return None, [node]
    if node.kind != "group":
        return node, []
    kept, words = [], []
    for child in node.children:
        rest, said = _parted(child, taken)
        kept += [rest] if rest else []
        words += said
    return (replace(node, children=kept) if kept else None), words
