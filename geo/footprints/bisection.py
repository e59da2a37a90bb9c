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
    """A range that closes round the target, with what was measured at its ends where that is known."""

    def __init__(self, measure: Measure, target: float, low: float, high: float) -> None:
        self._measure, self._target = measure, target
        self._low, self._high = low, high
        self._below: float | None = None  # how much the low end lacks, times a weight; None where not measured
        self._above: float | None = None
        self._tolerance = ENOUGH * abs(target)

    def run(self) -> float:
        """Close the range step by step."""
        wide = self._high - self._low
        for step in range(STEPS):
            if step % 3 == 0 and step:
                slow, wide = self._high - self._low > wide / 4, self._high - self._low
            else:
                slow = False
            one = (self._low + self._high) / 2 if slow else self._next()
            if self.try_out(one):
                return one
            if self._high - self._low <= NARROW * abs(self._high):
                break
        return self._high

    def try_out(self, one: float) -> bool:
        """Measure at a point inside the range and close it there; True where it is the answer."""
        if not self._low < one < self._high:
            return False
        lack = self._target - self._measure(one)
        if abs(lack) <= self._tolerance:
            return True
        if lack > 0:
            again = self._below is not None and self._moved_low
            self._low, self._below, self._moved_low = one, lack, True
            self._above = self._above / 2 if again and self._above is not None else self._above
        else:
            again = self._above is not None and not self._moved_low
            self._high, self._above, self._moved_low = one, -lack, False
            self._below = self._below / 2 if again and self._below is not None else self._below
        return False

    _moved_low = False

    def _next(self) -> float:
        """Where a straight line between the two ends meets the target; the middle where an end was not measured."""
        if self._below is None or self._above is None:
            return (self._low + self._high) / 2
        return self._low + (self._high - self._low) * self._below / (self._below + self._above)
