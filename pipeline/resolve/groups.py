"""Sets of things that belong together: union by shared keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


class Groups:
    """Numbers 0..n-1 in groups that grow by union; a group is named by its smallest number."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        """The smallest number of the item's group."""
        parent = self._parent
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, one: int, other: int) -> None:
        """Make one group of two."""
        low, high = sorted((self.find(one), self.find(other)))
        self._parent[high] = low

    def join_by(self, keys: Iterable[Iterable[Hashable]]) -> None:
        """Join all items that share a key; ``keys`` holds those of item 0, item 1, ..."""
        first: dict[Hashable, int] = {}
        for item, own in enumerate(keys):
            for key in own:
                self.join(first.setdefault(key, item), item)

    def members(self) -> dict[int, list[int]]:
        """The items of each group, groups and items in ascending order."""
        table: dict[int, list[int]] = {}
        for item in range(len(self._parent)):
            table.setdefault(self.find(item), []).append(item)
        return table


def merge(groups: Sequence[list[T]], key: Callable[[T], str], pairs: Iterable[tuple[str, str]]) -> Iterator[list[T]]:
    """The groups, those that hold the two keys of a pair being one; a key that no group holds is passed over."""
    holder = {key(item): number for number, group in enumerate(groups) for item in group}
    joined = Groups(len(groups))
    for one, other in pairs:
        if one in holder and other in holder:
            joined.join(holder[one], holder[other])
    for numbers in joined.members().values():
        yield [item for number in numbers for item in groups[number]]


def most_frequent(values: Iterable[T]) -> T | None:
    """The value that occurs most often, of several the smallest by its text; None values do not count."""
    counts = Counter(value for value in values if value is not None)
    return min(counts, key=lambda value: (-counts[value], str(value)), default=None)
