"""What leaves the book when people are sent out: two profiles, and what each means in words."""

from enum import Enum

from relbook.core.words import say


class Profile(Enum):
    """SHARE is for others to read; EVERYTHING for the owner alone, and to be read back."""

    SHARE = "share"
    EVERYTHING = "everything"


def leaves(profile: Profile, *, calendar: bool = False) -> tuple[list[str], list[str]]:
    """What goes out with `profile` and what stays in the book, a sentence each.

    Into a `calendar` goes only what has a day.
    """
    if calendar:
        return _in_calendar(profile)
    if profile is Profile.EVERYTHING:
        return (
            [
                say(
                    "Everyone, with all you know of them: notes, moments, threads and how you met."
                ),
                say("What you gave and received, promised and lent."),
                say("Interests with how much, circles, events and their guests."),
                say("What you marked tender or private, too: keep this file to yourself."),
                say("The cards they came from, and their photos, to the letter."),
            ],
            [say("Only the steps that Undo could take back.")],
        )
    return (
        [
            say("Names, photos, ways to reach them, addresses and what they do."),
            say("Birthdays and other days, relations, interests and circles."),
        ],
        [
            say("Your notes, moments, threads, and how you met."),
            say("What you gave and received, promised and lent."),
            say("How close they are, and how much they care for what they like."),
            say("Whatever you marked tender or private."),
            say("What came with their cards that Relbook does not understand."),
        ],
    )


def _in_calendar(profile: Profile) -> tuple[list[str], list[str]]:
    out = [
        say("Birthdays and other days, with whose they are."),
        say("Events, with who is asked to them."),
    ]
    if profile is Profile.EVERYTHING:
        out += [
            say("Notes of events, promises and loans."),
            say("What you marked tender or private, too: keep this file to yourself."),
        ]
        return out, [say("Everything that has no day.")]
    return out, [
        say("Everything that has no day."),
        say("What you gave and received, promised and lent."),
        say("Whatever you marked tender or private."),
    ]
