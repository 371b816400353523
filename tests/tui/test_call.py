"""Call mode by keys only: one call after the other, without looking."""

import datetime as dt

import pytest
from msgspec.structs import replace

from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.step import Channel
from fuyu.errors import SaveError
from tests.tui.conftest import WEDNESDAY, Morning, Opened, due, press, until


def notes(morning: Morning, lead_id: int) -> list[str]:
    """Return what was noted about a lead."""
    return [entry.note for entry in morning.store.history(lead_id)]


async def test_enter_opens_the_call_card_with_the_cursor_in_the_note(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~budget is in")
        text = morning.text()
        assert "── Sakura Tanaka · Nihon Denki ─" in text
        assert "touch 1 of 7 · 1 of 5 · 0:00" in text
        assert "promise Fri 13 Mar, 5 days late, call: proposal" in text
        assert "hates voicemail" in text
        assert "budget is in" in text
        assert "1 Overdue" not in text
        assert "^o Dial" in text


async def test_two_calls_in_one_burst_have_their_own_notes(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~first", "ctrl+l", "n", "enter", "~second", "ctrl+l", "n", "enter", "~third")
        assert notes(morning, 1) == ["first"]
        assert notes(morning, 2) == ["second"]
        text = morning.text()
        assert "── M. al-Ahmad · Gulf [ACME]" in text
        assert "3 of 5 · 0:00" in text
        assert "third" in text
        assert "no answer, Ana Horvat" in text, "what was said hides nothing"
        assert morning.app.day.notes.editor.text == "third"
        await press(pilot, "escape")
        assert morning.store.draft(3) is not None


async def test_the_day_and_the_call_card_have_the_same_draft(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~in the day", "escape", "enter", "~, on the phone", "escape")
        assert "in the day, on the phone" in morning.text()
        assert "1 Overdue · 3" in morning.text()
        draft = morning.store.draft(1)
        assert draft is not None
        assert draft.text == "in the day, on the phone"


async def test_the_draft_is_kept_within_a_second_while_calling(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~half")
        await until(pilot, lambda: [draft.text for draft in morning.store.drafts()] == ["half"])


async def test_ctrl_with_the_arrows_goes_to_other_calls_without_logging(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~a", "ctrl+down", "~b", "ctrl+down", "ctrl+down", "~d", "ctrl+up", "ctrl+up")
        assert "── Ana Horvat" in morning.text()
        assert morning.app.day.notes.editor.text == "b"
        await press(pilot, "ctrl+up", "ctrl+up")
        assert "── Sakura Tanaka" in morning.text()
        assert "nobody comes before them" in morning.text()
        assert {draft.id: draft.text for draft in morning.store.drafts()} == {1: "a", 2: "b", 5: "d"}
        assert not any(morning.lead(number).touches for number in range(1, 7))


async def test_escape_goes_back_to_the_day_with_the_one_who_was_called(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", *["ctrl+down"] * 3, "escape", "x")
        assert morning.lead(5).touches == 1, "the keys are the list's again"
        assert "2 Today" in morning.text()
        assert "── Zoë O'Brien · Ōkami Studio" in morning.text()


async def test_the_last_call_leads_back_to_the_day_with_a_kind_sentence(opened: Opened) -> None:
    async with opened(due(1, "Ann", -1), due(2, "Bo", 0)) as (morning, pilot):
        await press(pilot, "enter", "ctrl+l", "n", "enter", "~done", "ctrl+l", "t", "enter")
        text = morning.text()
        assert "everyone of today is called; now a moment for yourself  (u undoes it)" in text
        assert " 2/" in text
        assert "1 Overdue · 0" in text
        assert notes(morning, 2) == ["done"]
        await press(pilot, "u")
        assert "undone: talked, Bo" in morning.text()


async def test_those_who_are_done_are_not_called_again(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0), due(2, "Bo", 0), due(3, "Cy", 0)) as (morning, pilot):
        await press(pilot, "j", "x", "g", "enter", "ctrl+down", "ctrl+down")
        assert "── Cy ─" in morning.text()
        assert "3 of 3" in morning.text()
        assert "nobody comes after them today" in morning.text()


async def test_whoever_was_passed_over_comes_at_the_end(opened: Opened) -> None:
    async with opened(due(1, "Ann", -1), due(2, "Bo", 0)) as (morning, pilot):
        await press(pilot, "enter", "ctrl+down", "ctrl+l", "n", "enter")
        assert "── Ann ─" in morning.text()
        assert "2 of 2" in morning.text()


async def test_a_no_show_rebooked_for_today_does_not_hold_up_the_round(opened: Opened) -> None:
    async with opened(due(1, "Ann", -1), due(2, "Bo", 0)) as (morning, pilot):
        await press(pilot, "enter", "ctrl+l", "i", "enter")
        assert "── Bo ─" in morning.text()
        await press(pilot, "ctrl+l", "i", "enter")
        assert "── Ann ─" in morning.text(), "whoever was rebooked for today is called once more"


async def test_another_date_in_words_while_calling(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~yes", "ctrl+l", "t", "tab", "~fri 2pm", "enter", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.time) == (dt.date(2026, 3, 20), dt.time(14))
        assert "── Ana Horvat" in morning.text()
        assert "1 Overdue" not in morning.text()


async def test_snoozing_while_calling_goes_on_to_the_next_call(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "f2", "enter")
        assert "(f7 undoes it" in morning.text(), "u would be a letter of the note"
        await press(pilot, "~for Ana")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 19)
        assert "── Ana Horvat" in morning.text()
        assert morning.app.day.notes.editor.text == "for Ana"


async def test_undo_goes_back_to_the_call_and_gives_the_words_back(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~first", "ctrl+l", "n", "enter", "~second", "f7", "~!")
        assert "── Sakura Tanaka" in morning.text()
        assert "1 of 5" in morning.text()
        assert morning.app.day.notes.editor.text == "first!"
        assert morning.lead(1) == people[0]
        await press(pilot, "ctrl+down")
        assert morning.app.day.notes.editor.text == "second"


async def test_f6_reads_the_history_and_comes_back_to_the_call(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~half", "f6")
        assert "Sakura Tanaka: 0 touches" in morning.text()
        await press(pilot, "escape", "~ way")
        assert morning.app.day.notes.editor.text == "half way"


async def test_tab_and_the_keys_of_the_lists_move_nothing_that_is_not_seen(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "tab", "~12nzqg", "shift+tab", "~?", "enter", "~x")
        assert morning.app.day.notes.editor.text == "12nzqg?\nx"
        assert "── Sakura Tanaka" in morning.text()


async def test_somebody_found_can_be_called_and_the_round_goes_on_behind(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0), due(2, "Later Larry", 9)) as (morning, pilot):
        await press(pilot, "/", "~larry", "enter", "enter", "~hello", "ctrl+l", "t", "enter")
        assert notes(morning, 2) == ["hello"]
        assert "── Ann ─" in morning.text()
        assert "touch 1 of 7 · 2 of 2" in morning.text()


async def test_f3_calls_somebody_else_in_between(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~half", "f3", "~li wei", "enter", "~hi")
        assert "── Li Wei · Flags Ltd ─" in morning.text()
        assert "4 of 5" in morning.text(), "Zoë's time is only in an hour"
        await press(pilot, "escape")
        assert {draft.id: draft.text for draft in morning.store.drafts()} == {1: "half", 5: "hi"}


async def test_those_unscheduled_are_called_one_after_the_other(opened: Opened) -> None:
    unscheduled = (Lead(id=1, name="Dateless One"), Lead(id=2, name="Dateless Two"))
    async with opened(*unscheduled) as (morning, pilot):
        await press(pilot, "c", "enter", "ctrl+l", "n", "enter")
        assert "── Dateless Two ─" in morning.text()
        assert morning.lead(1).next_step is not None


async def test_whoever_is_called_stays_on_the_screen_whatever_others_do(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "~half")
        morning.desk.commands.snooze(1, morning.desk.phrases.when("tomorrow"))  # type: ignore[arg-type]
        morning.app.day.view.repaint()
        await press(pilot, "~ way")
        assert "── Sakura Tanaka" in morning.text()
        assert "plan    Thu 19 Mar, was promised Fri 13 Mar, snoozed 1x, call: proposal" in morning.text()
        assert morning.app.day.notes.editor.text == "half way"


async def test_a_lead_deleted_by_others_gives_their_place_to_the_next(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter")
        morning.desk.commands.delete(1)
        morning.app.day.view.repaint()
        await press(pilot, "~hello")
        assert "── Ana Horvat" in morning.text()
        assert morning.app.day.notes.editor.text == "hello"


async def test_the_time_runs_and_begins_anew_with_each_call(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter")
        morning.clock.at = WEDNESDAY + dt.timedelta(seconds=42)
        await until(pilot, lambda: "1 of 5 · 0:42 ──" in morning.text())
        await press(pilot, "ctrl+down")
        assert "2 of 5 · 0:00 ──" in morning.text()


async def test_dialling_without_a_number_says_so(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "enter", "ctrl+o")
        assert "no number is known" in morning.text()
        assert morning.app.day.notes.editor.text == ""


async def test_nobody_to_call_opens_nothing(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "enter")
        assert "no leads yet" in morning.text()


async def test_a_promise_that_cannot_be_saved_keeps_the_call_open(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        apply = morning.store.apply

        def refuse(_action: object) -> None:
            raise SaveError("disk full: not saved")

        morning.store.apply = refuse  # type: ignore[assignment,method-assign]
        await press(pilot, "enter", "~half", "ctrl+l", "n", "enter")
        assert "disk full" in morning.text()
        assert "── Sakura Tanaka" in morning.text()
        morning.store.apply = apply  # type: ignore[method-assign]
        await press(pilot, "f5")
        (touch,) = morning.store.history(1)
        assert isinstance(touch, Touch)
        assert (touch.note, touch.outcome) == ("half", Outcome.NO_ANSWER)


async def test_both_sizes_have_the_note_beside_what_is_known(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(160, 45)) as (morning, pilot):
        await press(pilot, "enter", "~beside")
        line = next(line for line in morning.text().split("\n") if "━ 3 Notes" in line)
        assert "─ Sakura Tanaka" in line
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        line = next(line for line in morning.text().split("\n") if "━ 3 Notes" in line)
        assert "Sakura" not in line
        assert morning.app.day.notes.editor.text == "beside"


async def test_who_is_done_for_today_is_not_called_again_by_enter(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(people[0]) as (morning, pilot):
        await press(pilot, "l", "t", "enter", "enter")
        assert not morning.app.day.calling.is_on
        assert "is done for today: o calls once more, h reads what was said" in morning.text()


async def test_who_is_done_for_today_is_left_alone_by_the_key_for_no_answer(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(people[0]) as (morning, pilot):
        await press(pilot, "l", "t", "enter", "x", "x")
        assert morning.lead(people[0].id).touches == people[0].touches + 1
        assert "is done for today: l logs another touch" in morning.text()


@pytest.mark.parametrize("key", ["ctrl+g", "f9"], ids=["referral", "add"])
@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)], ids=str)
async def test_whoever_is_added_on_the_phone_is_named_and_the_call_goes_on(
    opened: Opened, people: tuple[Lead, ...], key: str, size: tuple[int, int]
) -> None:
    async with opened(*people, size=size) as (morning, pilot):
        await press(pilot, "enter", "~she says call ", key, "~Bo Diaz", "enter")
        assert "added Bo Diaz" in morning.text()
        assert "─ Sakura Tanaka" in morning.text()
        await press(pilot, "~Bo")
        assert morning.app.day.notes.editor.text == "she says call Bo"
        assert morning.lead(7).referred_by == (1 if key == "ctrl+g" else None)
        await press(pilot, "ctrl+l", "n", "enter")
        assert notes(morning, 1) == ["she says call Bo"]


async def test_a_step_by_mail_leads_with_the_address_and_the_key_that_writes(opened: Opened) -> None:
    ann = due(1, "Ann", 0, channel=Channel.EMAIL)
    async with opened(replace(ann, emails=("ann@x.example",))) as (morning, pilot):
        await press(pilot, "enter")
        assert morning.text().splitlines()[2] == " write   ann@x.example  shift+f5 writes"
        await press(pilot, "shift+f5", "~Hello")
        assert "━━ Write to Ann ━" in morning.text()
