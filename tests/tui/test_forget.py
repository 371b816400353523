"""`F`: somebody is forgotten after a yes in letters; who asked not to be contacted is asked about when added again."""

from collections.abc import Collection

from fuyu.domain.lead import Lead, Status
from fuyu.storage.forgetting.forget import ForgettingWish
from fuyu.storage.forgetting.tombstones import Silent, Tombstone, hashed
from fuyu.storage.port import Cleaned
from tests.builders import a_lead
from tests.tui.conftest import WEDNESDAY, Opened, press


async def test_a_person_is_forgotten_once_yes_is_typed(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~hates the violin", "escape", "F")
        text = morning.text()
        assert "Forget Sakura Tanaka for good?" in text
        assert "Nothing brings it back." in text
        await press(pilot, "enter", "y", "enter")
        assert morning.store.lead(1), "nothing but a whole yes"
        await press(pilot, "e", "s", "enter")
        assert morning.store.lead(1) is None
        assert morning.store.drafts() == []
        assert morning.said.startswith("forgotten, here and in 0 other files")
        assert "Sakura" not in morning.text()
        await press(pilot, "u")
        assert morning.store.lead(1) is None


async def test_going_back_forgets_nobody(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "F", "~ye", "escape")
        assert "for good?" not in morning.text()
        await press(pilot, "F", "enter", "escape")
        assert morning.store.lead(1)
        await press(pilot, "F", "~no", "enter")
        assert "for good?" not in morning.text()
        assert morning.store.lead(1)


async def test_who_was_forgotten_and_asked_for_silence_is_asked_about(opened: Opened) -> None:
    async with opened(a_lead(1, "Ann Lee")) as (morning, pilot):
        mark = Tombstone(id=7, at=WEDNESDAY, silent=True, key="k", hashes=tuple(hashed("k", ["mail st@nihon.example"])))
        morning.store.silent = lambda: Silent([mark])  # type: ignore[method-assign]
        await press(pilot, "a", "~Sakura st@nihon.example", "enter")
        assert "Add Sakura all the same?" in morning.text()
        assert "asked not to be contacted, and was" in " ".join(morning.lines())
        await press(pilot, "escape")
        assert morning.store.lead(2) is None
        await press(pilot, "a", "~Sakura st@nihon.example", "enter", "y")
        assert morning.lead(2).status is Status.OPEN


async def test_what_could_not_be_cleaned_yet_is_said(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        forget = morning.store.forget

        def half(ids: Collection[int], wish: ForgettingWish) -> Cleaned:
            forget(ids, wish)
            return Cleaned(trouble="disk full: not saved")

        morning.store.forget = half  # type: ignore[method-assign]
        await press(pilot, "F", "~yes", "enter")
        assert morning.said == "forgotten here; not yet in all copies: disk full: not saved"
        assert "Sakura" not in morning.text()
