"""Our own templates fail on an unknown variable, instead of printing nothing.

Django shows an unknown `{{ name }}` as empty and loops zero times over an unknown `{% for %}`, so
a misspelt name goes unseen. In tests both raise UnknownVariableError when the template is ours.
What stays allowed: `{% if name %}` (how a partial asks for an optional parameter) and
`{{ name|default:"x" }}`. Templates of third parties, and the packs under templates/ that follow
their conventions, keep Django's way.

Django asks its engine's `string_if_invalid` for a replacement whenever a lookup fails, and tests
whether it is true before anything else. Ours is an empty string whose test of truth looks at who
asks, so that a value that is found costs nothing and is looked up only once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from types import FrameType

from django.template import defaultfilters, engines
from django.template.base import FilterExpression, Node
from django.template.defaulttags import ForNode

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
PACKS = {"designsystemet", "django_tables2"}

_resolve = FilterExpression.resolve


class UnknownVariableError(AssertionError):
    """A template of ours names a variable that its context does not have."""


class Strict(str):
    """Django's empty `string_if_invalid`, which raises when it stands in for a name of ours."""

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        if frame.f_code is _resolve.__code__:
            expression, origin = frame.f_locals["self"], origin_of(frame)
            if is_ours(origin) and not has_default(expression):
                raise UnknownVariableError(f"{origin}: unknown variable {expression.token}")
        return False


def origin_of(frame: FrameType | None) -> str:
    """The file of the innermost template node that is being rendered."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and hasattr(node, "origin"):
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def is_ours(origin: str) -> bool:
    path = Path(origin)
    return path.is_relative_to(TEMPLATES) and path.relative_to(TEMPLATES).parts[0] not in PACKS


def has_default(expression: FilterExpression) -> bool:
    return any(function is defaultfilters.default for function, _ in expression.filters)


def resolve(self: FilterExpression, context: object, ignore_failures: bool = False) -> object:
    """As Django's, but a `{% for %}` over an unknown name is a failure too."""
    if ignore_failures and sys._getframe(1).f_code is ForNode.render.__code__:
        ignore_failures = False
    return _resolve(self, context, ignore_failures)


def install() -> None:
    """Make this process strict."""
    FilterExpression.resolve = resolve
    engines["django"].engine.string_if_invalid = Strict()
