"""Dates as tables write them: in figures of some order, with a month's name, in part."""

import re
from collections.abc import Iterable
from functools import cache

from relbook.core.exchange.vcard.values import partial_date
from relbook.core.names import fold

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

_FIGURES = re.compile(r"(\d{1,2})([./-])[ ]?(\d{1,2})(?:\2[ ]?(\d{4}|\d{2}))?\.?", re.ASCII)
_HAN = re.compile(r"(?:(\d{4})\s*[年년]\s*)?(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]", re.ASCII)
_TIME = re.compile(
    r"(?<=[\dа-я.])[, T]+\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?(?:\s*(?:Z|UTC|[+-]\d\d:?\d\d))?$",
    re.IGNORECASE,
)
_PIECES = re.compile(r"\d+|[^\W\d_]+")
_NONE = re.compile(r"0+([./-])0+\1[ ]?0+|-")
_TURN = 30  # '29 is 2029, '30 is 1930, as spreadsheets read it
_MONTHS = """
january januar janvier enero gennaio janeiro januari styczen stycznia январь января janv jan ene gen янв sty
february februar fevrier febrero febbraio fevereiro februari luty lutego февраль февраля feb fevr fev фев февр lut
march marz mars marzo marco maart marzec marca март марта mar mrz мар mrt
april avril abril aprile kwiecien kwietnia апрель апреля apr avr abr апр kwi
may mai mayo maggio maio mei maj maja май мая мая mag
june juni juin junio giugno junho czerwiec czerwca июнь июня jun giu июн cze
july juli juillet julio luglio julho lipiec lipca июль июля jul juil lug июл lip
august aout agosto augustus sierpien sierpnia август августа aug ago авг sie
september septembre septiembre settembre setembro wrzesien wrzesnia сентябрь сентября sep sept set сен сент wrz
october oktober octobre octubre ottobre outubro pazdziernik pazdziernika октябрь октября oct okt ott out окт paz
november novembre noviembre novembro listopad listopada ноябрь ноября nov ноя нояб lis
december dezember decembre diciembre dicembre dezembro desember grudzien grudnia декабрь декабря dec dez dic дек gru
"""


@cache
def _months() -> dict[str, int]:
    return {
        fold(word): number
        for number, words in enumerate(_MONTHS.strip().split("\n"), 1)
        for word in words.split()
    }


def date_of(text: str, order: str = DAY_FIRST) -> str:
    """The date, known in part, that a cell means; "" if it is none.

    `order` says which of two small numbers is the day; where only the other way is a date, that is
    meant. Of two digits of a year, 00 to 29 are in this century.
    """
    text = text.strip()
    if is_no_date(text):
        return ""
    if found := partial_date(text):
        return found
    if len(text) > 60:
        return ""
    text = _TIME.sub("", text)
    if (match := _FIGURES.fullmatch(text)) is not None:
        return _of_figures(match, order)
    if (match := _HAN.fullmatch(text)) is not None:
        return _written(match[1] or "", int(match[2]), int(match[3]))
    return partial_date(text) or _of_words(text)


def _of_figures(match: re.Match[str], order: str) -> str:
    first, second, year = int(match[1]), int(match[3]), match[4] or ""
    if not (first and second):
        return ""
    if match[2] == "." and year:
        order = DAY_FIRST
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    if month > 12 >= day:
        day, month = month, day
    return _written(year, month, day)


def _of_words(text: str) -> str:
    """``12 Mar 2024``, ``March 12, 2024``, ``Mar 2024``, ``12 de marzo de 2024``."""
    month = 0
    figures: list[str] = []
    for piece in _PIECES.findall(text):
        if piece.isdecimal():
            figures.append(piece)
        elif number := _months().get(fold(piece)):
            month = month or number
    if not month or not 1 <= len(figures) <= 2:
        return ""
    figures.sort(key=len)
    if len(figures) == 1:
        if len(figures[0]) == 4:
            return partial_date(f"{figures[0]}-{month:02}")
        return _written("", month, int(figures[0]))
    if len(figures[0]) > 2 or len(figures[1]) not in {2, 4}:
        return ""
    day, year = figures
    return _written(year, month, int(day))


def _written(year: str, month: int, day: int) -> str:
    if len(year) == 2:
        year = f"{'20' if int(year) < _TURN else '19'}{year}"
    return partial_date(f"{year}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}")


def is_no_date(text: str) -> bool:
    """Whether a cell only says that there is no date, as Outlook's 0/0/00 does."""
    return _NONE.fullmatch(text.strip()) is not None


def order_of(cells: Iterable[str]) -> str:
    """The order that dates with a number over 12 give away; "" if none does, or both."""
    day_first = month_first = False
    for cell in cells:
        match = _FIGURES.fullmatch(_TIME.sub("", cell.strip()))
        if match is None or match[2] == ".":
            continue
        day_first = day_first or int(match[1]) > 12 >= int(match[3])
        month_first = month_first or int(match[3]) > 12 >= int(match[1])
    if day_first == month_first:
        return ""
    return DAY_FIRST if day_first else MONTH_FIRST
