"""A date known in part, its text form, its words and the ages it gives.

It is kept as text, ISO 8601 cut short as RFC 6350 §4.3.1 does it, with a
trailing "~" where it is only about right (EDTF's mark): ``1980``, ``1980-03``, ``1980-03-22``,
``--03-22``, ``--03``, ``1980~``.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date
from functools import total_ordering
from typing import Self

from relbook.core.errors import Refused
from relbook.core.words import plural, say, sentence

MONTHS = (
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

WEEKDAYS = (
    sentence("Monday"),
    sentence("Tuesday"),
    sentence("Wednesday"),
    sentence("Thursday"),
    sentence("Friday"),
    sentence("Saturday"),
    sentence("Sunday"),
)

_LEAP_YEAR = 2000
ISO_FORM = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|(?P<month_>\d\d)(?P<day_>\d\d))?"
    r"|--(?P<month__>\d\d)(?:-?(?P<day__>\d\d))?",
    re.ASCII,
)


def month_name(month: int) -> str:
    """The name of month 1 to 12 in the user's language."""
    return str(MONTHS[month - 1])


def weekday_name(day: date) -> str:
    """The day of the week that `day` is, in the user's language."""
    return str(WEEKDAYS[day.weekday()])


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
        found = ISO_FORM.fullmatch(plain)
        if not found:
            raise no_date(text)
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


def no_date(text: str) -> Refused:
    """What is raised for a text that is no date."""
    return Refused(
        say(
            "“{text}” is not a date Relbook can read, and nothing was changed; "
            "try 22 March 1980, March 1980, 22 March or about 1980.",
            text=text.strip(),
        )
    )
