"""Dates known in part: a year, a month and day without the year, "about 1980".

A :class:`PartialDate` is kept as text, ISO 8601 cut short as RFC 6350 §4.3.1 does it, with a
trailing "~" where it is only about right (EDTF's mark): ``1980``, ``1980-03``, ``1980-03-22``,
``--03-22``, ``--03``, ``1980~``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta
from functools import total_ordering
from typing import Self

from relbook.core.errors import Refused
from relbook.core.names import fold
from relbook.core.words import Sentence, plural, say, sentence

_MONTHS = (
    sentence("January"),
    sentence("February"),
    sentence("March"),
    sentence("April"),
    sentence("May"),
    sentence("June"),
    sentence("July"),
    sentence("August"),
    sentence("September"),
    sentence("October"),
    sentence("November"),
    sentence("December"),
)

_LEAP_YEAR = 2000
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?P<month_>\d\d)(?P<day_>\d\d))?"
    r"|--(?P<month__>\d\d)(?:-?(?P<day__>\d\d))?",
    re.ASCII,
)


def month_name(month: int) -> str:
    """The name of month 1 to 12 in the user's language."""
    return str(_MONTHS[month - 1])


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of the Gregorian calendar as far as it is known.

    Of its parts are known: the year, year and month, all three, the month, or month and day.
    29 February without a year is a date. Raises Refused for anything that is no such date.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    about: bool = False

    def __post_init__(self) -> None:
        year, month, day = self.year, self.month, self.day
        if (year is None and month is None) or (month is None and day is not None):
            raise Refused(
                say("A date needs a year or a month; nothing was changed, please add one.")
            )
        if year is not None and not 1 <= year <= MAXYEAR:
            raise Refused(
                say(
                    "Years go from 1 to 9999; nothing was changed, please look at {year} again.",
                    year=str(year),
                )
            )
        if month is not None and not 1 <= month <= 12:
            raise Refused(
                say(
                    "There is no month {month}; nothing was changed, please correct it.",
                    month=month,
                )
            )
        if month and day is not None and not 1 <= day <= monthrange(year or _LEAP_YEAR, month)[1]:
            raise Refused(
                say(
                    "There is no {date}; nothing was changed, please look at the day again.",
                    date=_words(year, month, day),
                )
            )

    @classmethod
    def of(cls, day: date) -> Self:
        """The whole of `day`."""
        return cls(day.year, day.month, day.day)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """The date that :meth:`iso` wrote; vCard's forms without hyphens are read too.

        Raises Refused where `text` has another form or the calendar has no such day.
        """
        plain = text.removesuffix("~")
        found = _ISO.fullmatch(plain)
        if not found:
            raise _no_date(text)
        year, month, day = (
            next((int(part) for name in names if (part := found[name])), None)
            for names in (("year",), ("month", "month_", "month__"), ("day", "day_", "day__"))
        )
        return cls(year, month, day, plain != text)

    def iso(self) -> str:
        """The text form that is stored."""
        text = "-" if self.year is None else f"{self.year:04}"
        if self.month is not None:
            text += f"-{self.month:02}"
        if self.day is not None:
            text += f"-{self.day:02}"
        return text + "~" * self.about

    def exact(self) -> date | None:
        """The day itself where all of it is known, else None; "about" does not matter here."""
        if self.year is None or self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def words(self) -> str:
        """As people write it: "22 March 1980", "March 1980", "22 March", "about 1980"."""
        text = _words(self.year, self.month, self.day)
        return say("about {date}", date=text) if self.about else text

    def sort_key(self) -> str:
        """Text that sorts by time: a year before its months, a month before its days.

        Dates without a year come after all others, by month and day.
        """
        year = "-----" if self.year is None else f"{self.year:04}"
        key = f"{self.month or 0:02}-{self.day or 0:02}" + "~" * self.about
        return f"x-{key}" if self.year is None else f"{year}-{key}"

    def __lt__(self, other: Self) -> bool:
        return self.sort_key() < other.sort_key()

    def _ages(self, on: date) -> tuple[int, int] | None:
        """The fewest and the most full years that may have passed on `on`."""
        if self.year is None:
            return None
        most = on.year - self.year
        fewest = most - 1
        if self.month is not None:
            now = (on.month, on.day)
            last = self.day or monthrange(self.year, self.month)[1]
            most -= now < (self.month, self.day or 1)
            fewest += now >= (self.month, last)
        return None if most < 0 else (max(fewest, 0), most)

    def age(self, on: date) -> int | None:
        """Full years from this date to `on`; None without a year and before the date.

        Where day or month is missing, the years that have passed for certain.
        """
        ages = self._ages(on)
        return ages[0] if ages else None

    def age_words(self, on: date) -> str:
        """The age on `on`: "44 years old", "43 or 44" (only the year is known), "about 45", or ""."""
        ages = self._ages(on)
        if ages is None:
            return ""
        fewest, most = ages
        if most == 0:
            return say("under a year old")
        if self.about:
            return say("about {age}", age=most)
        if fewest < most:
            return say("{younger} or {older}", younger=fewest, older=most)
        return str(plural("{n} year old", "{n} years old", most))

    def next(self, on: date) -> date | None:
        """Its next yearly return, `on` included; None where month or day is not known.

        29 February returns on 28 February in common years. A date still to come returns first
        on itself.
        """
        if self.month is None or self.day is None:
            return None
        start = max(on, self.exact() or on)
        for year in (start.year, start.year + 1):
            if year <= MAXYEAR:
                day = date(year, self.month, min(self.day, monthrange(year, self.month)[1]))
                if day >= start:
                    return day
        return None


def _words(year: int | None, month: int | None, day: int | None) -> str:
    written = "" if year is None else f"{year:04}"
    if month is None:
        return written
    if day is None:
        if year is None:
            return month_name(month)
        return say("{month} {year}", month=month_name(month), year=written)
    if year is None:
        return say("{day} {month}", day=day, month=month_name(month))
    return say("{day} {month} {year}", day=day, month=month_name(month), year=written)


def _no_date(text: str) -> Refused:
    return Refused(
        say(
            "“{text}” is not a date Relbook can read, and nothing was changed; "
            "try 22 March 1980, March 1980, 22 March or about 1980.",
            text=text.strip(),
        )
    )


# ── reading what people type ──

_PIECES = re.compile(r"(?P<short>')?(?P<number>\d+)|(?P<word>[^\W\d_]+)|[\s,./()~≈?-]+|(?P<odd>.)")
_ABOUT = frozenset(
    "about around circa ca c abt approx approximately roughly early mid late beginning middle end "
    "perhaps probably".split()
)
_FILLING = frozenset(
    "st nd rd th of the in on mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri "
    "friday sat saturday sun sunday".split()
)
_SEASONS = (
    sentence("spring"),
    sentence("summer"),
    sentence("autumn"),
    sentence("fall"),
    sentence("winter"),
)
_NEAR = ((sentence("today"), 0), (sentence("yesterday"), -1), (sentence("tomorrow"), 1))
_AGE = plural("{n} year old", "{n} years old", 2)
_SHORTEST = 3  # letters of a month's name that are enough, where no other month begins so


def _said(message: Sentence) -> set[str]:
    """What a message is in English and in the user's language, folded."""
    return {fold(message.one), fold(str(message))}


def _month(word: str) -> int | None:
    """The month that `word` names or begins, in English or the user's language."""
    begins = set()
    for number, message in enumerate(_MONTHS, 1):
        names = _said(message)
        if word in names:
            return number
        if len(word) >= _SHORTEST and any(name.startswith(word) for name in names):
            begins.add(number)
    return begins.pop() if len(begins) == 1 else None


@dataclass(frozen=True, slots=True)
class _Number:
    value: int
    digits: int
    short: bool  # written '80

    @property
    def is_year(self) -> bool:
        return self.digits == 4 or (self.digits == 2 and (self.short or self.value > 31))

    @property
    def can_be_year(self) -> bool:
        return self.digits in {2, 4}


@dataclass(slots=True)
class _Typed:
    """What was found in a typed text, before it is known which number is which."""

    numbers: list[_Number]
    month: int | None = None
    season: bool = False
    age: bool = False
    about: bool = False


def _read(text: str) -> _Typed | None:
    about_words = _ABOUT | {fold(say("about {date}", date=""))}
    age_words = {"aged", "age", "year", "years", "old", *fold(str(_AGE)).split()} - {"2"}
    seasons = set[str]().union(*map(_said, _SEASONS))
    typed = _Typed([], about=any(sign in text for sign in "~≈?"))
    for piece in _PIECES.finditer(fold(text)):
        if piece["number"]:
            number = piece["number"]
            typed.numbers.append(_Number(int(number[:9]), len(number), piece["short"] is not None))
        elif word := piece["word"]:
            if word in about_words:
                typed.about = True
            elif word in seasons and not typed.season:
                typed.season = True
            elif word in age_words:
                typed.age = True
            elif typed.month is None and (month := _month(word)):
                typed.month = month
            elif word not in _FILLING:
                return None
        elif piece["odd"]:
            return None
    return typed


def _is_age(typed: _Typed) -> bool:
    """Whether it is one small number called an age, or "about"."""
    match typed:
        case _Typed(numbers=[only], month=None, season=False):
            return only.digits <= 3 and not only.short and (typed.age or typed.about)
    return False


_Parts = tuple[_Number | None, int | None, int | None]


def _with_month(numbers: list[_Number], month: int) -> _Parts | None:
    match numbers:
        case []:
            return None, month, None
        case [only] if only.is_year:
            return only, month, None
        case [only] if only.digits <= 2:
            return None, month, only.value
        case [year, day] if year.is_year and day.digits <= 2:
            return year, month, day.value
        case [day, year] if day.digits <= 2 and year.can_be_year:
            return year, month, day.value
    return None


def _in_order(first: int, second: int, day_first: bool) -> tuple[int, int]:
    """Month and day of two numbers; the other way round where only that can be."""
    month, day = (second, first) if day_first else (first, second)
    return (day, month) if month > 12 >= day else (month, day)


def _of_numbers(numbers: list[_Number], day_first: bool) -> _Parts | None:
    if any(number.digits > 2 and not number.is_year for number in numbers):
        return None
    match numbers:
        case [year] if year.digits == 4 or year.short:
            return year, None, None
        case [year, month] if year.digits == 4 and month.digits <= 2:
            return year, month.value, None
        case [month, year] if year.is_year and month.digits <= 2:
            return year, month.value, None
        case [first, second] if not first.is_year:
            return None, *_in_order(first.value, second.value, day_first)
        case [year, month, day] if year.is_year and max(month.digits, day.digits) <= 2:
            return year, month.value, day.value
        case [first, second, year] if year.can_be_year and max(first.digits, second.digits) <= 2:
            return year, *_in_order(first.value, second.value, day_first)
    return None


def _full_year(year: _Number, month: int | None, day: int | None, today: date, ahead: bool) -> int:
    if year.digits == 4:
        return year.value
    full = today.year - today.year % 100 + year.value
    now = (today.year, today.month, today.day)
    if ahead:
        return full + 100 if (full, month or 12, day or 31) < now else full
    return full - 100 if (full, month or 1, day or 1) > now else full


def parse(text: str, *, day_first: bool = True, today: date, ahead: bool = False) -> PartialDate:
    """The date that `text` means: what people type, in English or the user's language.

    Any order that can be told apart; of two small numbers the day is first if `day_first`, unless
    only the other way is a date. A year of two digits is the last one that is not after `today`,
    as what has happened is not in the future; with `ahead`, for what is expected, the next one
    that is not over. A season is "about" its year, and an age ("about 40", "40 years old") about
    the year of that birth. Raises Refused for what is no date.
    """
    if _ISO.fullmatch(text.strip().removesuffix("~")):
        return PartialDate.from_iso(text.strip())
    for message, days in _NEAR:
        if fold(text) in _said(message):
            return PartialDate.of(today + timedelta(days))
    typed = _read(text)
    if typed is None:
        raise _no_date(text)
    if _is_age(typed):
        return PartialDate(today.year - typed.numbers[0].value, about=True)
    parts: _Parts | None
    if typed.season:
        parts = None
        if typed.month is None and typed.numbers and typed.numbers[0].can_be_year:
            parts = (typed.numbers[0], None, None)
    elif typed.age:
        parts = None
    elif typed.month is not None:
        parts = _with_month(typed.numbers, typed.month)
    else:
        parts = _of_numbers(typed.numbers, day_first)
    if parts is None:
        raise _no_date(text)
    year, month, day = parts
    full = None if year is None else _full_year(year, month, day, today, ahead)
    return PartialDate(full, month, day, typed.about or typed.season)


# ── how far off ──

_WEEKS = 57  # days below which weeks are counted
_MONTHS_COUNTED = 105  # days below which months are
_ALMOST_A_YEAR = 335  # days below which a month's name alone says which one
_SOON = 14  # days below which days are counted ahead


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
