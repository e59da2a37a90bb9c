"""Text -> days and spans of days, counted from the publication date where the text says "Tuesday" or "in May".

Takes clean text and the publication date (or none); gives TimeExpressions. The way back, a day as text, is
``format_day``.
"""

from __future__ import annotations

from geo.dates.expressions import TimeExpression, find_times
from geo.dates.intervals import MONTHS, format_day

__all__ = ["MONTHS", "TimeExpression", "find_times", "format_day"]
