"""How long ago a date was and how far off it is, as people say it."""

from dataclasses import replace
from datetime import date

from relbook.core.dates.partial import PartialDate, month_name
from relbook.core.words import Sentence, plural, say

_WEEKS = 57  # days below which weeks are counted
_MONTHS_COUNTED = 105  # days below which months are
_ALMOST_A_YEAR = 335  # days below which a month's name alone says which one
_SOON = 14  # days below which days are counted ahead


def earlier(day: PartialDate | date, on: date) -> str:
    """How long before `on` it was, in words that stay true: "3 weeks earlier".

    Only while days, weeks or months are counted: after that a date tells more, and it is empty.
    """
    known = day if isinstance(day, PartialDate) else PartialDate.of(day)
    exact = known.exact()
    days = (on - exact).days if exact is not None and not known.about else -1
    if days == 0:
        return say("that day")
    if 0 < days < 7:
        return str(plural("a day earlier", "{n} days earlier", days))
    if 0 < days < _WEEKS:
        return str(plural("a week earlier", "{n} weeks earlier", days // 7))
    if 0 < days < _MONTHS_COUNTED:
        return str(plural("a month earlier", "{n} months earlier", round(days / 30.44)))
    return ""


def _months_between(earlier: PartialDate, later: date) -> int:
    return (later.year - (earlier.year or 0)) * 12 + later.month - (earlier.month or 0)


def ago(day: PartialDate | date, on: date) -> str:
    """How long before `on` it was: "today", "3 weeks ago", "2 months ago", "in July", "a year ago".

    As exact as the date is known: "this month", "last year". A date after `on` is told as
    :func:`until` does, one without a year by its words.
    """
    known = day if isinstance(day, PartialDate) else PartialDate.of(day)
    if known.year is None:
        return known.words()
    exact = known.exact()
    if exact is not None:
        days = (on - exact).days
        return until(known, on) if days < 0 else _past_days(days, known)
    months = _months_between(known, on) if known.month is not None else None
    years = on.year - known.year
    if (years if months is None else months) < 0:
        return until(known, on)
    if months is None:
        return _past_year(years, known)
    return _past_month(months, known)


def _past_days(days: int, known: PartialDate) -> str:
    if days == 0:
        return say("today")
    if days == 1:
        return say("yesterday")
    if days < 7:
        return _counted(plural("{n} day ago", "{n} days ago", days), known)
    if days < _WEEKS:
        return _counted(plural("a week ago", "{n} weeks ago", days // 7), known)
    if days < _MONTHS_COUNTED:
        return _counted(plural("a month ago", "{n} months ago", round(days / 30.44)), known)
    if days < _ALMOST_A_YEAR:
        return say("in {month}", month=month_name(known.month or 1))
    years = max(1, int(days / 365.2425))
    return _counted(plural("a year ago", "{n} years ago", years), known)


def _past_month(months: int, known: PartialDate) -> str:
    if months == 0:
        return say("this month")
    if months == 1:
        return say("last month")
    if months < 12:
        return say("in {month}", month=month_name(known.month or 1))
    return _counted(plural("a year ago", "{n} years ago", months // 12), known)


def _past_year(years: int, known: PartialDate) -> str:
    if years == 0:
        return say("this year")
    if years == 1:
        return say("last year")
    return _counted(plural("a year ago", "{n} years ago", years), known)


def _counted(count: Sentence, known: PartialDate) -> str:
    return say("about {date}", date=str(count)) if known.about else str(count)


def until(day: PartialDate | date, on: date) -> str:
    """How long after `on` it will be: "tomorrow", "in 6 days", "by end of November", "June 2027".

    A day without a year is its next return. A date before `on` is told as :func:`ago` does.
    """
    known = day if isinstance(day, PartialDate) else PartialDate.of(day)
    if known.year is None:
        back = known.next(on)
        if back is None:
            return known.words()
        known = replace(known, year=back.year, month=back.month, day=back.day)
    exact = known.exact()
    if exact is not None:
        days = (exact - on).days
        return ago(known, on) if days < 0 else _coming_days(days, known, on)
    year = known.year or on.year
    if known.month is None:
        if year < on.year:
            return ago(known, on)
        if year == on.year:
            return say("this year")
        return say("next year") if year == on.year + 1 else known.words()
    months = -_months_between(known, on)
    if months < 0:
        return ago(known, on)
    if months == 0:
        return say("by end of {month}", month=month_name(known.month))
    return _coming_month(months, known)


def _coming_days(days: int, known: PartialDate, on: date) -> str:
    if days == 0:
        return say("today")
    if days == 1:
        return say("tomorrow")
    if days < _SOON:
        return _counted(plural("in {n} day", "in {n} days", days), known)
    if days < _WEEKS:
        return _counted(plural("in {n} week", "in {n} weeks", days // 7), known)
    return _coming_month(-_months_between(known, on), known)


def _coming_month(months: int, known: PartialDate) -> str:
    if months <= 6:
        return say("in {month}", month=month_name(known.month or 1))
    return known.words()
