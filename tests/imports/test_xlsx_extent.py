"""The extent of a sheet by the addresses of its cells, however they are written."""

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.imports.xlsx_checks import extent

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_ADDRESS = (
    '<v>r="7"</v>',
    ' xr="Z9"',
    ' r="A1',
    ' r="ABCD1"',
    ' r="1234567890"',
    ' r="A"',
    ' r=""',
    " r = A1 r ",
    "ä r",
)


def column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@st.composite
def address(draw: st.DrawFn) -> tuple[str, int, int]:
    """Return an address as a sheet may write it, its row and its column."""
    letters, row = draw(st.text(LETTERS, max_size=3)), draw(st.integers(0, 999_999_999))
    before, after = (draw(st.sampled_from(("", "", "", " ", "\n\t"))) for _ in range(2))
    quote = draw(st.sampled_from("\"'"))
    lead = draw(st.sampled_from(" \t\r\n"))
    return f"<c{lead}r{before}={after}{quote}{letters}{row}{quote}/>", row, column(letters)


@given(st.lists(st.one_of(address(), st.sampled_from(NO_ADDRESS)), max_size=30))
@settings(max_examples=200)
def test_the_farthest_address_counts(parts: list[tuple[str, int, int] | str]):
    block = "|".join(part if isinstance(part, str) else part[0] for part in parts).encode()
    addresses = [part for part in parts if not isinstance(part, str)]

    assert extent(block) == tuple(max((one[place] for one in addresses), default=0) for place in (1, 2))
