"""What the program can say: its sentences are literal, and none of them keeps score."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import relbook
from relbook.core.words import listed, plural, say

SOURCE = Path(relbook.__file__).parent
SAYING = {"say": 1, "sentence": 1, "plural": 2}  # and how many messages each is handed

# Friendship is no account. Each stands for its own word and its inflections.
SCOREKEEPING = (
    "balanc(e|es|ed|ing)",
    "scor(e|es|ed|ing)|scoreboard|leader ?board",
    "ow(e|es|ed|ing)|i\\.?o\\.?u\\.?",
    "debts?|debtors?|indebted|creditors?|credits?|debits?|arrears",
    "overdue|belated(ly)?|neglect(s|ed|ing)?",
    "ratios?|averages?|streaks?|points?|badges?|ranks?|ranked|ranking|rating|rated|karma",
    "tally|tallies|sums?|totals?|subtotals?|altogether|surplus|deficits?",
    "reciprocat(e|es|ed|ing)|reciprocity|pay ?backs?|repay|quits|tit for tat",
)
FORBIDDEN = re.compile(rf"(?<!\w)({'|'.join(SCOREKEEPING)})(?!\w)", re.IGNORECASE)


def sentences() -> Iterator[tuple[str, str | None]]:
    """Every message of the program with where it stands; None for one that is no literal."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            for message in node.args[: SAYING.get(node.func.id, 0)]:
                if isinstance(message, ast.Attribute) and message.attr == "one":
                    continue  # of a sentence, which has its literal where it is made
                literal = isinstance(message, ast.Constant) and isinstance(message.value, str)
                where = f"{file.relative_to(SOURCE)}:{message.lineno}"
                yield where, message.value if literal else None  # type: ignore[attr-defined]
    # click shows the docstrings of its commands.
    for node in ast.walk(ast.parse((SOURCE / "cli/commands.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and (told := ast.get_docstring(node)):
            yield f"cli/commands.py:{node.lineno}", told


def test_every_sentence_is_a_literal_that_a_translator_can_find() -> None:
    found = list(sentences())
    assert len(found) > 300
    assert [where for where, message in found if message is None] == []


def test_no_sentence_keeps_score() -> None:
    kept = [(w, m) for w, m in sentences() if m and FORBIDDEN.search(re.sub(r"\{\w+\}", "", m))]
    assert kept == []


@pytest.mark.parametrize(
    "sentence",
    ["You owe {name} two favours", "Balance: {n}", "{n} POINTS", "Overdue", "Total given"],
)
def test_such_a_sentence_would_be_found(sentence: str) -> None:
    assert FORBIDDEN.search(sentence)


@pytest.mark.parametrize(
    "sentence", ["how we met", "powers of ten", "later", "a network", "appointed"]
)
def test_a_harmless_sentence_would_not(sentence: str) -> None:
    assert not FORBIDDEN.search(sentence)


def test_a_name_from_the_right_does_not_turn_its_sentence_round() -> None:
    assert say("{name}: both care for boats", name="יעל") == "\u2068יעל\u2069: both care for boats"
    assert say("{name}: both care for boats", name="Łucja") == "Łucja: both care for boats"
    assert str(plural("{n} talk with {name}", "{n} talks with {name}", 2, name="نگار")).endswith(
        " \u2068نگار\u2069"
    )


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Tom"], "Tom"),
        (["Tom", "Ana"], "Tom and Ana"),
        (["Tom", "Ana", "Bo"], "Tom, Ana and Bo"),
        (["Tom", "Ana", "Bo", "Cy", "Di"], "Tom, Ana and 3 more"),
    ],
)
def test_names_are_listed(names: list[str], said: str) -> None:
    assert listed(names) == said
