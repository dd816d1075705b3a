"""Dates known in part: a year, a month and day without the year, "about 1980"."""

from relbook.core.dates.distance import ago, earlier, until
from relbook.core.dates.partial import PartialDate, month_name, weekday_name
from relbook.core.dates.typed import parse

__all__ = ["PartialDate", "ago", "earlier", "month_name", "parse", "until", "weekday_name"]
