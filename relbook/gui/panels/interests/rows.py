"""Which rows the interests panel shows, for whom, and for what is typed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from relbook.core import interests
from relbook.core.interests import INDUSTRIES, Interest, Shared
from relbook.core.names import fold, words_of_query
from relbook.core.words import say
from relbook.gui.models.interests import Heading, InterestRow, depth, heading_of
from relbook.gui.models.listing import Said

ADD = "add"  # the key of what is not in the vocabulary yet is (ADD, name)
ENOUGH = 4  # letters, to take a beginning for the word it begins
ORDER = (*interests.HOWS, "")


def plain_rows(words: Mapping[int, Interest]) -> dict[int, InterestRow]:
    """Each word of the vocabulary as it stands where there is no more to say of it."""
    return {word.id: _row(word, frozenset()) for word in words.values()}


def rows_of(
    words: Mapping[int, Interest],
    plain: Mapping[int, InterestRow],
    tags: Iterable[Shared],
    people: int,
    mine: frozenset[int],
    is_me: bool,
    picked: frozenset[int],
    typed: str,
    *,
    may_add: bool,
) -> list[Said]:
    """The rows for `people` who are few enough to be read (0: for nobody in particular).

    `plain` is what `plain_rows` made of `words`: most rows are those of anyone else. `mine` are
    the interests of the book's owner, `picked` those in force as a filter. What is `typed` narrows
    to the words that begin so and, where one may add, offers what is not there yet. On top stands
    what is called so; else, where one may add, the new word: what Return takes.
    """
    if typed:
        found = _matching(words, tags, people, mine, is_me, picked, typed)
        if not may_add:
            return found
        new, industries = _new(words, typed)
        below = [Heading(say("Industries")), *industries] if industries else []
        return [*new, *found, *below]
    theirs = _theirs(words, tags, people, mine, is_me, picked)
    having = {row.key for row in theirs if isinstance(row, InterestRow)}
    marked = picked if people else picked | mine
    rest: list[Said] = [
        _row(words[one], picked, mark=_mine(one, mine) if not people else "")
        if one in marked
        else row
        for one, row in plain.items()
        if one not in having
    ]
    if rest and people:
        # Under nobody's heading these would be taken for theirs.
        return [*theirs, Heading(say("Others in this book")), *rest]
    return theirs or rest


def _theirs(
    words: Mapping[int, Interest],
    tags: Iterable[Shared],
    people: int,
    mine: frozenset[int],
    is_me: bool,
    picked: frozenset[int],
) -> list[Said]:
    by_how: dict[str, list[tuple[int, str, int, Shared]]] = defaultdict(list)
    for tag in tags:
        if (word := words.get(tag.interest_id)) is not None:
            # The shared come first. Nobody has an interest twice in one way.
            most = tag.people * 10 + (tag.how_much or 0)
            by_how[tag.how].append((-most, word.name, word.id, tag))
    rows: list[Said] = []
    for how in ORDER:
        if how not in by_how:
            continue
        rows.append(Heading(heading_of(how), "" if rows else say("people")))
        for _, _, one, tag in sorted(by_how[how]):
            mark = "" if is_me else _mine(one, mine)
            if people > 1:
                mark = _each_other(tag.people, people, mark)
            deep = depth(how, tag.how_much) if people == 1 else ""
            rows.append(_row(words[one], picked, deep=deep, mark=mark, theirs=True))
    return rows


def _matching(
    words: Mapping[int, Interest],
    tags: Iterable[Shared],
    people: int,
    mine: frozenset[int],
    is_me: bool,
    picked: frozenset[int],
    typed: str,
) -> list[Said]:
    asked = words_of_query(typed)
    theirs = {tag.interest_id for tag in tags}
    found = [word for word in words.values() if _has(asked, word.name, *word.other_names)]
    wanted = fold(" ".join(typed.split()))
    found.sort(
        key=lambda word: (
            wanted not in map(fold, (word.name, *word.other_names)),
            word.id not in theirs,
            word.name,
        )
    )
    rows: list[Said] = [
        _row(
            word,
            picked,
            mark="" if is_me and people else _mine(word.id, mine),
            theirs=word.id in theirs,
        )
        for word in found
    ]
    return rows


def _new(words: Mapping[int, Interest], typed: str) -> tuple[list[Said], list[Said]]:
    """What is typed, if it is not in the vocabulary, and the industries that are not in it yet."""
    name = " ".join(typed.split())
    asked, wanted = words_of_query(typed), fold(name)
    known = {fold(name) for word in words.values() for name in (word.name, *word.other_names)}
    offered = [one for one in INDUSTRIES if fold(one) not in known and _has(asked, one)]
    offered.sort(key=lambda one: fold(one) != wanted)
    if wanted in known:
        new = []
    elif offered and fold(offered[0]) == wanted:
        new = [InterestRow((ADD, offered[0]), offered.pop(0), industry=True)]
    else:
        new = [InterestRow((ADD, name), name, deep=say("a new word"))]
    return [*new], [InterestRow((ADD, one), one, industry=True) for one in offered]


def completed(words: Collection[Interest], typed: str) -> str:
    """The shortest known word that begins with what is `typed`, if that is not too little to tell."""
    n, begun = len(typed), fold(typed)
    if n < ENOUGH or not begun or any(fold(word.name) == begun for word in words):
        return ""
    names = [word.name for word in words if len(word.name) > n and fold(word.name[:n]) == begun]
    return min(names, key=lambda name: (len(name), name), default="")


def _has(asked: list[str], *names: str) -> bool:
    """Whether every word asked for begins a word of one of `names`."""
    return any(
        all(any(part.startswith(word) for part in fold(name).split()) for word in asked)
        for name in names
    )


def _row(
    word: Interest, picked: frozenset[int], *, deep: str = "", mark: str = "", theirs: bool = False
) -> InterestRow:
    return InterestRow(
        word.id, word.name, word.kind == "industry", deep, mark, word.id in picked, theirs
    )


def _mine(interest: int, mine: frozenset[int]) -> str:
    return say("you too") if interest in mine else ""


def _each_other(n: int, people: int, mark: str) -> str:
    """With whom of the chosen, and with me, it is shared."""
    if n < 2:
        return mark
    if n == people:
        return say("all, you too") if mark else say("all share it")
    return say("shared, you too") if mark else say("shared")
