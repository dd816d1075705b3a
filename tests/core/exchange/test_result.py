"""What is told after an import, in words to look at, copy or save."""

from pathlib import Path

from relbook.core.exchange import transfer
from relbook.core.exchange.result import KEPT, Problem, Result
from relbook.core.store.book import Book


def bring(book: Book, folder: Path, text: str) -> Result:
    path = folder / "friends.vcf"
    path.write_text(text)
    return transfer.bring_in(book, [path], place="")


def test_what_was_repaired_is_told_with_whose_card_and_line(book: Book, tmp_path: Path) -> None:
    result = bring(book, tmp_path, "\nBEGIN:VCARD\nVERSION:3.0\nN:Hopper;Grace;;;\nEND:VCARD\n")
    (mended,) = result.mended
    assert (mended.file, mended.line, mended.who) == ("friends.vcf", 2, "Grace Hopper")
    assert "friends.vcf, line 2, Grace Hopper: It had no full name" in result.report_text()


def test_who_may_be_known_and_what_is_no_person_comes_in_and_is_told(
    book: Book, tmp_path: Path
) -> None:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL:{}\nEND:VCARD\n"
    text = card.format("Ada Lovelace", "+44 20 7946 0142") + card.format(
        "William King", "+44 20 7946 0142"
    )
    result = bring(book, tmp_path, text + card.format("Taxi", "2222"))
    assert (result.new, result.doubtful, result.aside) == (3, 1, 1)
    assert result.notes() == [
        "1 of the new may be someone you have already.",
        "1 of the new seems not to be a person.",
    ]
    report = result.report_text()
    assert "Ada Lovelace" in report
    assert "friends.vcf, line 6, William King: " in report


def test_very_much_is_counted_and_not_listed(book: Book) -> None:
    result = Result()
    for line in range(KEPT + 7):
        result.tell_problem(Problem("much.vcf", line, "no"))
    assert len(result.problems) == KEPT
    assert "… and 7 more" in result.report_text()
    assert "5,007 problems" in str(result)
