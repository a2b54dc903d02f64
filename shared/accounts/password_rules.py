"""Which passwords anybody would guess. Pure; the list of common ones is that of zxcvbn."""

import re
import unicodedata
from functools import cache

PRODUCT = "influencermarketing"
SHORTEST_PART = 4  # of a name: anything shorter turns up by chance
LONGEST_UNIT = 3
RUNS = (
    "0123456789",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)


def is_common(password: str) -> bool:
    """Whether it is on the list, or made of one or two such parts, perhaps over and over.

    A part is a word of the list, a run along the alphabet, the digits or a keyboard, or three characters or fewer.
    """
    lowered = password.lower()
    return _is_part(lowered) or any(
        _is_part(lowered[:cut]) and _is_part(lowered[cut:]) for cut in range(1, len(lowered))
    )


def _is_part(text: str) -> bool:
    return any(
        len(word) <= LONGEST_UNIT or word in _common_words() or any(word in run for run in _long_runs())
        for word in (text, _unit(text))
    )


def _unit(text: str) -> str:
    """Return what `text` repeats; the last repetition may be cut short."""
    sizes = range(1, len(text) // 2 + 1)
    return next((text[:size] for size in sizes if text[size:] == text[:-size]), text)


@cache
def _common_words() -> frozenset[str]:
    from zxcvbn.frequency_lists import (  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to import
        FREQUENCY_LISTS,
    )

    return frozenset(word.lower() for word in FREQUENCY_LISTS["passwords"])


@cache
def _long_runs() -> tuple[str, ...]:
    forward = [run * 14 for run in RUNS]  # longer than any password
    return (*forward, *(run[::-1] for run in forward))


def tells_of(password: str, *, user_mail: str, user_name: str) -> bool:
    """Whether it contains the name or a part of it, the mail address or what stands before its @, or the product."""
    squeezed = _squeezed(password)
    return any(word in squeezed for word in _known(user_mail, user_name))


def _known(user_mail: str, user_name: str) -> set[str]:
    parts = {user_name, *re.split(r"[\W_]+", user_name), user_mail, user_mail.partition("@")[0]}
    return {PRODUCT} | {word for word in map(_squeezed, parts) if len(word) >= SHORTEST_PART}


def _squeezed(text: str) -> str:
    """Return letters and digits only, in one case, so that a dot or a blank in between hides nothing."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
