"""How long a passphrase would stand up to somebody who has the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from relbook.core.words import plural, say

LONGEST = 72  # signs that are looked at; zxcvbn takes no more
GUESSES = 10_000  # a second: 256,000 rounds of PBKDF2 on costly machines
MINUTE, HOUR, DAY, YEAR = 60, 3_600, 86_400, 31_536_000
CENTURY = 100 * YEAR


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` is from 0, no lock at all, to 4; `words` say how long guessing would take."""

    score: int
    words: str

    @property
    def enough(self) -> bool:
        """Whether it is worth locking with."""
        return self.score >= 3


def strength_of(passphrase: str, known: Sequence[str] = ()) -> Strength:
    """As zxcvbn guesses: by lists of passwords, words, names, keyboards; `known` are guessed too."""
    if not passphrase:
        return Strength(0, "")
    from zxcvbn import zxcvbn

    told = zxcvbn(passphrase[:LONGEST], user_inputs=[*known, "relbook"])
    return Strength(int(told["score"]), _how_long(float(told["guesses"]) / GUESSES))


def _how_long(seconds: float) -> str:
    if seconds < MINUTE:
        return say("Someone with the file would guess it at once.")
    if seconds >= CENTURY:
        return say("Someone with the file could guess for centuries.")
    for unit, one in (
        (YEAR, "year"),
        (DAY, "day"),
        (HOUR, "hour"),
        (MINUTE, "minute"),
    ):
        if seconds >= unit:
            return str(_in_units(one, round(seconds / unit)))
    return ""


def _in_units(unit: str, n: int) -> object:
    if unit == "year":
        return plural(
            "Someone with the file would need about {n} year to guess it.",
            "Someone with the file would need about {n} years to guess it.",
            n,
        )
    if unit == "day":
        return plural(
            "Someone with the file would need about {n} day to guess it.",
            "Someone with the file would need about {n} days to guess it.",
            n,
        )
    if unit == "hour":
        return plural(
            "Someone with the file would need about {n} hour to guess it.",
            "Someone with the file would need about {n} hours to guess it.",
            n,
        )
    return plural(
        "Someone with the file would need about {n} minute to guess it.",
        "Someone with the file would need about {n} minutes to guess it.",
        n,
    )
