"""The one numerical method of this stage: find where a growing measure reaches a target.

Takes a function of one number that does not fall, a target and a range; gives the number. Does not know geometry.
"""

from __future__ import annotations

from collections.abc import Callable

STEPS = 80
ENOUGH = 1e-7
NARROW = 1e-8
"""A range this narrow, as a share of its upper end, holds a jump."""

MARGIN = 0.01
"""How far round the answer of the rough measure the fine one is looked for first."""

Measure = Callable[[float], float]


def find_where(measure: Measure, target: float, low: float, high: float, *, rough: Measure | None = None) -> float:
    """Where ``measure`` reaches ``target`` between ``low`` and ``high``; the nearer end where it never does.

    Stops when the measure is within a ten-millionth of the target. Where the measure jumps over the target, gives the
    place just after the jump. ``rough`` is nearly the same measure, much cheaper, and says where to look first. The
    steps are those of the Illinois method (Dowell and Jarratt 1971), halved where they gain too little.

    >>> round(find_where(lambda x: x * x, 2, 0, 10), 6)
    1.414214
    >>> round(find_where(lambda x: x * x, 2, 0, 10, rough=lambda x: 1.01 * x * x), 6)
    1.414214
    >>> round(find_where(lambda x: float(x > 3), 0.5, 0, 10), 6)
    3.0
    """
    if rough is None:
        return _Search(measure, target, low, high).run()
    guess = find_where(rough, target, low, high)
    near, far = max(low, guess - MARGIN * (high - low)), min(high, guess + MARGIN * (high - low))
    search = _Search(measure, target, low, high)
    for one in (near, far):
        if search.try_out(one):
            return one
    return search.run()


class _Search:
    """A range that closes round the target.

    ``below`` and ``above`` are how far the ends are from the target, halved where the other end moved twice; None where
    an end was not measured.
    """

    def __init__(self, measure: Measure, target: float, low: float, high: float) -> None:
        self._measure, self._target = measure, target
        self._low, self._high = low, high
        self._below: float | None = None
        self._above: float | None = None
        self._last: str | None = None  # which end moved last

    def run(self) -> float:
        """Close the range step by step; every third step in the middle, where the three before it gained too little."""
        wide, slow = self._high - self._low, False
        for step in range(1, STEPS + 1):
            one = (self._low + self._high) / 2 if slow else self._next()
            if self.try_out(one):
                return one
            width = self._high - self._low
            if width <= NARROW * abs(self._high):
                break
            slow = step % 3 == 0 and width > wide / 4
            wide = width if step % 3 == 0 else wide
        return self._high

    def try_out(self, one: float) -> bool:
        """Measure at a point inside the range and close it there; True where it is the answer."""
        if not self._low < one < self._high:
            return False
        lack = self._target - self._measure(one)
        if abs(lack) <= ENOUGH * abs(self._target):
            return True
        if lack > 0:
            self._above = _halved(self._above) if self._last == "low" else self._above
            self._low, self._below, self._last = one, lack, "low"
        else:
            self._below = _halved(self._below) if self._last == "high" else self._below
            self._high, self._above, self._last = one, -lack, "high"
        return False

    def _next(self) -> float:
        """Where a straight line between the two ends meets the target; the middle where an end was not measured."""
        if self._below is None or self._above is None:
            return (self._low + self._high) / 2
        return self._low + (self._high - self._low) * self._below / (self._below + self._above)


def _halved(far: float | None) -> float | None:
    return None if far is None else far / 2
