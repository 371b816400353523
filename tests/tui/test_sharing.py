"""Rows are shared out by need: nobody gets less than the least, and nothing is left over."""

from hypothesis import given
from hypothesis import strategies as st

from fuyu.tui.sharing import Need, share

needs = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 60)).map(lambda pair: Need(pair[0], sum(pair))), min_size=1, max_size=5
)


@given(st.integers(0, 120), needs)
def test_the_rows_fill_the_room(room: int, wanted: list[Need]) -> None:
    given_rows = share(room, wanted)
    assert sum(given_rows) == room
    assert min(given_rows) >= 0
    if room >= sum(need.least for need in wanted):
        assert all(rows >= need.least for rows, need in zip(given_rows, wanted, strict=True))


def test_what_one_does_not_need_the_others_get() -> None:
    forty_one, nobody, card, notes = share(22, [Need(4, 42), Need(2, 2), Need(4, 6), Need(4, 4)])
    assert (forty_one, nobody, card, notes) == (10, 2, 6, 4)


def test_two_that_want_more_than_there_is_get_the_same() -> None:
    assert share(20, [Need(4, 50), Need(4, 50)]) == [10, 10]
