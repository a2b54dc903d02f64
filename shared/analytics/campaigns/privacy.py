"""Groups that are too small to be shown. Pure."""

from collections.abc import Mapping

LEAST_PEOPLE = 5


def hidden_groups[K](people: Mapping[K, int]) -> set[K]:
    """Return the groups to be hidden of those that a known whole is divided into.

    Those are groups under 5 people; and since the rest of the whole can be told by subtraction, the next larger ones,
    too, until nobody is hidden or 5 people or more are.
    """
    ascending = sorted(people, key=lambda key: people[key])
    hidden = {key for key in ascending if people[key] < LEAST_PEOPLE}
    for key in ascending:
        if not 0 < sum(people[each] for each in hidden) < LEAST_PEOPLE:
            break
        hidden.add(key)
    return hidden


def or_hidden(people: int) -> int | None:
    """Return how many they are, None where they are too few to be shown."""
    return people if people >= LEAST_PEOPLE else None
