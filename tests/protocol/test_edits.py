"""Long texts as edits: never another text than the candidate's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examprotocol.edits import apply_edit, edit_between
from examprotocol.errors import ChainError
from examprotocol.events import Edited

few_letters = st.text("ab文😀\n", max_size=30)


@given(few_letters, few_letters)
def test_an_edit_makes_the_new_text_out_of_the_old_one(old: str, new: str) -> None:
    edit = edit_between("q1", old, new)
    assert apply_edit(old, edit) == new
    assert edit.length == len(new)


@given(few_letters, st.data())
def test_an_edit_holds_no_more_than_what_was_typed(old: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(old)))
    typed = data.draw(st.text("ab文😀", max_size=5))
    edit = edit_between("q1", old, old[:place] + typed + old[place:])
    assert len(edit.text) == len(typed)
    assert edit.start == edit.end


@given(few_letters, few_letters, few_letters)
def test_an_edit_of_another_text_is_refused_where_the_length_tells(old: str, new: str, other: str) -> None:
    edit = edit_between("q1", old, new)
    if len(other) != len(old):
        with pytest.raises(ChainError):
            apply_edit(other, edit)


@pytest.mark.parametrize(
    "edit",
    [
        Edited("q1", -1, 2, "", 1),
        Edited("q1", 2, 1, "", 3),
        Edited("q1", 0, 4, "", 0),
        Edited("q1", 4, 4, "x", 4),
        Edited("q1", 0, 1, "", 3),
    ],
)
def test_an_edit_that_lies_is_refused(edit: Edited) -> None:
    with pytest.raises(ChainError):
        apply_edit("abc", edit)
