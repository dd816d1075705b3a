"""Dates as people type them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from relbook.core.dates.partial import ISO_FORM, MONTHS, PartialDate, no_date
from relbook.core.names import fold
from relbook.core.words import Sentence, plural, say, sentence

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
    for number, message in enumerate(MONTHS, 1):
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
    if ISO_FORM.fullmatch(text.strip().removesuffix("~")):
        return PartialDate.from_iso(text.strip())
    for message, days in _NEAR:
        if fold(text) in _said(message):
            return PartialDate.of(today + timedelta(days))
    typed = _read(text)
    if typed is None:
        raise no_date(text)
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
        raise no_date(text)
    year, month, day = parts
    full = None if year is None else _full_year(year, month, day, today, ahead)
    return PartialDate(full, month, day, typed.about or typed.season)
