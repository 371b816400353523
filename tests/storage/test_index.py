"""Where documents stand in the index: found by few looks, whatever ids are left out."""

from bisect import bisect_left

from hypothesis import given
from hypothesis import strategies as st

from fuyu.storage.index import Places


class _Counting(list[int]):
    """Numbers that count how often one of them was looked at."""

    looks = 0

    def __getitem__(self, place):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204
        self.looks += 1
        return super().__getitem__(place)


@given(st.sets(st.integers(1, 60)), st.integers(-2, 70))
def test_an_id_stands_where_a_search_among_all_would_find_it(ids: set[int], wanted: int) -> None:
    rising = sorted(ids)
    assert Places(rising, (), ()).slot(wanted) == bisect_left(rising, wanted)


def test_where_no_id_is_left_out_few_are_looked_at() -> None:
    ids = _Counting(range(5, 100_005))
    assert Places(ids, (), ()).slot(70_000) == 69_995
    assert ids.looks <= 4
