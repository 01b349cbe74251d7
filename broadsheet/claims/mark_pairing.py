"""Pairs the quotation marks of one paragraph with a stack of open marks, by the role of each (`mark_roles`)."""

from __future__ import annotations

from dataclasses import dataclass, field

from broadsheet.claims.mark_roles import CLASS_OF, MARK, OPENERS, MarkContext, classify_mark, is_apostrophe

_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class OpenMark:
    """A mark that waits for its partner."""

    mark: str
    mark_class: str
    at: int


@dataclass(slots=True)
class Marks:
    """Marks of a paragraph: pairs (opening mark, start and end of the closing one), then the unpaired ones."""

    closed: list[tuple[OpenMark, int, int]] = field(default_factory=list)
    unclosed: list[OpenMark] = field(default_factory=list)
    strays: list[OpenMark] = field(default_factory=list)


def pair_marks(text: str, start: int, end: int) -> Marks:
    """Pair the marks of one paragraph."""
    matches = [match for match in MARK.finditer(text, start, end) if not is_apostrophe(text, *match.span())]
    stack: list[OpenMark] = []
    marks = Marks()
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        found = OpenMark(match.group(), CLASS_OF[match.group()], match.start())
        partner = next((item for item in reversed(stack) if item.mark_class == found.mark_class), None)
        context = MarkContext(
            text,
            match,
            before=text[match.start() - 1] if match.start() > start else " ",
            after=text[match.end()] if match.end() < end else " ",
            is_last=match.end() >= end,
            partner=partner.mark if partner else None,
            following=following,
        )
        role = classify_mark(context)
        if role == "open":
            _open(marks, stack, found, partner)
        elif role == "close":
            _close(marks, stack, found, partner, match.end())
    marks.unclosed = sorted([*marks.unclosed, *stack], key=lambda item: item.at)
    return marks


def _open(marks: Marks, stack: list[OpenMark], found: OpenMark, partner: OpenMark | None) -> None:
    """Push a mark; a straight one that opens again gives up the one before it."""
    if partner is not None and found.mark == partner.mark and found.mark not in OPENERS:
        marks.unclosed.append(partner)
        del stack[stack.index(partner) :]
    if len(stack) < _MAX_DEPTH:
        stack.append(found)


def _close(marks: Marks, stack: list[OpenMark], found: OpenMark, partner: OpenMark | None, end: int) -> None:
    """Close the partner with all that was opened inside it; a single mark closes only what was opened last."""
    is_single = found.mark_class == "single"
    if partner is None:
        marks.strays.extend([] if is_single else [found])
    elif not is_single or stack[-1] is partner:
        del stack[stack.index(partner) :]
        marks.closed.append((partner, found.at, end))
