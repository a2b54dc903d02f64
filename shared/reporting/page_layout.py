"""Which paper a report needs, and how wide each column is: figures never wrap, names get what is left."""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.reporting.document import Column, Format

_LETTER = 0.52  # width of a digit or an average letter, in ems of the font
_BOLD = 0.56  # the same in a heading
_PADDING = 1.1
_TEXT_AT_LEAST = 14  # characters; in less a name becomes a tower of syllables
_TEXT_AT_MOST = 36
_MARGINS = 3.2 / 2.54 * 72


@dataclass(frozen=True, slots=True)
class Paper:
    name: str
    landscape: bool
    points: float

    @property
    def room(self) -> float:
        """Points between the margins."""
        return self.points - _MARGINS


_SIZES = ((9.0, 8.5, 8.0), (9.0, 8.0, 7.0), (8.0, 7.0, 6.0, 5.0))

# Tried in this order, each from its largest readable size to its smallest. A wide table takes A3 or its American twin.
_CHOICES = {
    "a4": (
        Paper("a4", landscape=False, points=595.3),
        Paper("a4", landscape=True, points=841.9),
        Paper("a3", landscape=True, points=1190.6),
    ),
    "letter": (
        Paper("us-letter", landscape=False, points=612.0),
        Paper("us-letter", landscape=True, points=792.0),
        Paper("us-tabloid", landscape=True, points=1224.0),
    ),
}
_SIZES_ON = {paper: sizes for papers in _CHOICES.values() for paper, sizes in zip(papers, _SIZES, strict=True)}


@dataclass(frozen=True, slots=True)
class Layout:
    """What the columns of a table need at least and what they would like, in ems."""

    least: Sequence[float]
    wanted: Sequence[float]


def measure(columns: Sequence[Column], headings: Sequence[str], cells: Sequence[Sequence[str]]) -> Layout:
    """The needs of a table's columns, from what stands in them. Label and unit are two lines of a heading."""
    longest = [max(map(len, column), default=0) for column in zip(*cells, strict=True)] or [0] * len(columns)
    least, wanted = [], []
    for column, heading, content in zip(columns, headings, longest, strict=True):
        word = max(map(len, heading.split()), default=1) * _BOLD
        line = max(map(len, heading.splitlines()), default=1) * _BOLD
        narrow, wide = _content(column, content)
        least.append(max(word, narrow * _LETTER) + _PADDING)
        wanted.append(max(line, wide * _LETTER) + _PADDING)
    return Layout(least, wanted)


def paper_for(layouts: Sequence[Layout], family: str = "a4") -> Paper:
    """The smallest paper of the family on which the widest table fits at a readable size."""
    widest = max((sum(layout.least) for layout in layouts), default=0.0)
    fitting = (paper for paper in _CHOICES[family] if widest * _SIZES_ON[paper][-1] <= paper.room)
    return next(fitting, _CHOICES[family][-1])


def size_on(paper: Paper, layout: Layout) -> float:
    """The largest font size at which the table fits; below all readable ones if it must."""
    least = sum(layout.least)
    fitting = (size for size in _SIZES_ON[paper] if least * size <= paper.room)
    return next(fitting, paper.room / max(least, 1.0))


def widths_on(paper: Paper, layout: Layout) -> list[float]:
    """Widths in ems: what is left over the least goes to those who want more, and never beyond what they want."""
    spare = paper.room / size_on(paper, layout) - sum(layout.least)
    wishes = [max(0.0, more - least) for more, least in zip(layout.wanted, layout.least, strict=True)]
    granted = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
    return [round(least + wish * granted, 3) for least, wish in zip(layout.least, wishes, strict=True)]


def _content(column: Column, longest: int) -> tuple[int, int]:
    """The fewest and the most characters in a line: a figure, a day or an instant cannot be broken."""
    if column.format is not Format.TEXT:
        return longest, longest
    return min(longest, _TEXT_AT_LEAST), column.width or min(longest, _TEXT_AT_MOST)
