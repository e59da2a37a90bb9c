"""The one numerical method of this stage: find where a growing measure reaches a target.

Takes a function of one number that does not fall, a target and a range; gives the number. Does not know geometry.
"""

from __future__ import annotations

from collections.abc import Callable

STEPS = 60
ENOUGH = 1e-7


def find_where(measure: Callable[[float], float], target: float, low: float, high: float) -> float:
    """Where ``measure`` reaches ``target`` between ``low`` and ``high``; the nearer end where it never does.

    Stops when the measure is within a ten-millionth of the target. Where the measure jumps over the target, gives the
    place just after the jump.

    >>> round(find_where(lambda x: x * x, 2, 0, 10), 6)
    1.414214
    """
    for _ in range(STEPS):
        middle = (low + high) / 2
        found = measure(middle)
        if abs(found - target) <= ENOUGH * abs(target):
            return middle
        low, high = (middle, high) if found < target else (low, middle)
    return high
