"""What the focus tells, and in which order."""

from relbook.gui.focus import Attention, Focus


def test_what_is_set_already_is_not_told() -> None:
    focus, heard = Focus(), []
    focus.changed.connect(lambda was, now: heard.append((was.search, now.search)))
    focus.set(search="ada")
    focus.set(search="ada")
    assert heard == [("", "ada")]


def test_what_a_listener_sets_is_told_to_all_after_what_it_heard() -> None:
    focus, heard = Focus(), []

    def answer(_was: Attention, now: Attention) -> None:
        if now.event == 1:
            focus.set(event=2)
            assert focus.now.event == 2

    focus.changed.connect(answer)
    focus.changed.connect(lambda was, now: heard.append((was.event, now.event)))
    focus.set(event=1)
    assert heard == [(None, 1), (1, 2)]
    focus.set(event=3)
    assert heard[-1] == (2, 3)
