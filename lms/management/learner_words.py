"""Which interface words a learner can meet: those of the pages made for them, and of the code that answers them.

Read from the templates and modules themselves, so that a word just added is noticed where it is not translated.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeAlias

from django.conf import settings
from django.template import Template, engines
from django.template.base import FilterExpression, Node
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

# A page that extends one of these is for learners, or for anybody.
_BASES = frozenset({"learner.html", "plain.html", "error.html"})
# Nobody includes these by name: a lesson is made of them.
_PARTS_OF_LESSONS = "blocks/"
# They look like learners' pages, yet only staff open them.
_STAFF_ONLY = (
    "account/",
    "assessments/quizzes/preview",
    "authoring/",
    "lms/accounts/link_over",
    "lms/accounts/password_set",
    "lms/gallery",
    "mfa/",
)
# What says something to learners in Python: files, or folders with all that they hold but the names of columns.
_MODULES = (
    "lms/accounts/forms.py",
    "lms/accounts/views.py",
    "lms/signin",
    "lms/structures/forms.py",
    "lms/structures/views.py",
    "lms/web/django_words.py",
    "lms/web/wording.py",
    "lms/accessibility/statement.py",
    "assessments/attempts",
    "assessments/bank/reviews",
    "assessments/bank/shown",
    "assessments/credentials/forms.py",
    "assessments/credentials/views.py",
    "assessments/grading",
    "assessments/h5p/otherwise.py",
    "assessments/h5p/records.py",
    "assessments/h5p/views.py",
    "assessments/h5p/words.py",
    "assessments/quizzes/answers",
    "assessments/quizzes/queries.py",
    "assessments/quizzes/views.py",
    "courses/outline",
    "courses/progress",
)
_CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"})

# A msgid with its context; None without one.
Word: TypeAlias = tuple[str | None, str]


def learner_words() -> set[Word]:
    """Every message of learners' templates and modules; of one with a plural, the singular."""
    words = {word for name in learner_templates() for word in _words_of_template(_template(name))}
    return words | {word for path in _modules() for word in _words_of_module(path)}


def learner_templates() -> set[str]:
    """The names of the templates behind learners' pages, what they include and extend among them."""
    pages = {name for name in _our_templates() if not name.startswith(_STAFF_ONLY) and _BASES & {name, *_parents(name)}}
    roots = pages | {name for name in _our_templates() if name.startswith(_PARTS_OF_LESSONS)}
    found: set[str] = set()
    while roots:
        name = roots.pop()
        found.add(name)
        roots |= {*_parents(name), *_included(name)} - found
    return found


def _our_templates() -> Iterator[str]:
    folder = Path(settings.BASE_DIR, "templates")
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


@cache
def _template(name: str) -> Template:
    return engines["django"].get_template(name).template  # type: ignore[attr-defined]


def _nodes(template: Template, kind: type[Node]) -> list[Node]:
    return [node for top in template.nodelist for node in top.get_nodes_by_type(kind)]


def _parents(name: str) -> Iterator[str]:
    """The templates that a template extends, nearest first."""
    for node in _nodes(_template(name), ExtendsNode):
        parent = node.parent_name.var  # type: ignore[attr-defined]
        yield parent
        yield from _parents(parent)


def _included(name: str) -> set[str]:
    """The templates that a template includes by their name, and all those of a folder from which it chooses one."""
    expressions = [node.template for node in _nodes(_template(name), IncludeNode)]  # type: ignore[attr-defined]
    names = {each.var for each in expressions if isinstance(each.var, str)}
    folders = tuple(each for each in names if each.endswith("/"))
    return {each for each in names if each not in folders} | {
        each for each in _our_templates() if folders and each.startswith(folders)
    }


def _words_of_template(template: Template) -> Iterator[Word]:
    for node in _nodes(template, TranslateNode):
        expression: FilterExpression = node.filter_expression  # type: ignore[attr-defined]
        yield _context(node), getattr(expression.var, "literal", expression.var)
    for node in _nodes(template, BlockTranslateNode):
        yield _context(node), node.render_token_list(node.singular)[0].strip()  # type: ignore[attr-defined]


def _context(node: Node) -> str | None:
    context = node.message_context  # type: ignore[attr-defined]
    return context.var if context else None


def _modules() -> Iterator[Path]:
    for name in _MODULES:
        path = Path(settings.BASE_DIR, name)
        yield from (each for each in path.rglob("*.py") if each.name != "models.py") if path.is_dir() else [path]


def _words_of_module(path: Path) -> Iterator[Word]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield None, str(first.value)
