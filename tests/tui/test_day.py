"""The day by keys only: what a person presses, and what they would notice."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from textual.events import Key, MouseScrollDown

from fuyu.domain.action import Change
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead, Outcome, Status, Temperature
from fuyu.domain.money import Money
from fuyu.domain.step import Channel, Plan
from fuyu.errors import SaveError
from fuyu.tui.app import _leave_in_turn
from tests.builders import changing
from tests.tui.conftest import TODAY, WEDNESDAY, Morning, Opened, a_second, due, offered, press, to_field, until


async def test_it_opens_on_today_with_the_first_lead_chosen(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, _):
        text = morning.text()
        assert "Wed 18 Mar 09:30" in text
        assert "3 overdue" in text
        assert "2 today" in text
        assert "1 unscheduled" in text
        assert "Sakura Tanaka · Nihon Denki · touch 1 of 7" in text
        assert "hates voicemail" in text


async def test_moving_changes_card_and_walks_from_overdue_into_today(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "j")
        assert "── Ana Horvat · Adriatic Foods" in morning.text()
        await press(pilot, "j", "j")
        assert "── Zoë O'Brien" in morning.text()
        await press(pilot, "k")
        assert "── M. al-Ahmad · Gulf [ACME]" in morning.text()


async def test_no_answer_without_a_note_is_three_keys(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "n", "enter")
        assert morning.lead(1).next_step is not None
        assert morning.lead(1).next_step.day == dt.date(2026, 3, 19)  # type: ignore[union-attr]
        text = morning.text()
        assert "── Ana Horvat" in text, "the next lead is chosen"
        assert " 1/" in text
        assert "Log touch" not in text
        assert "no answer, Sakura Tanaka; next Thu 19 Mar; promise late  (u undoes it)" in text


async def test_what_is_typed_becomes_the_note_of_the_touch(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~budget is in", "ctrl+l", "t", "enter")
        (entry,) = morning.store.history(1)
        assert isinstance(entry, Touch)
        assert (entry.note, entry.outcome, entry.channel) == ("budget is in", Outcome.TALKED, Channel.CALL)
        assert morning.store.draft(1) is None
        assert "── Ana Horvat" in morning.text()


async def test_a_draft_is_kept_per_lead_without_a_save_command(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~half a", "escape", "j", "n", "~other", "escape", "k")
        assert "half a" in morning.text()
        drafts = {draft.id: draft.text for draft in morning.store.drafts()}
        await press(pilot, "j")
        assert "other" in morning.text()
        assert drafts == {1: "half a", 2: "other"}


async def test_a_signal_waits_for_the_last_key_although_it_is_read_late(
    opened: Opened, people: tuple[Lead, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fuyu.tui.kit.textual_compat.ending._QUIET", 0.0)
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~hal")
        pilot.app.post_message(Key("f", "f"))
        await _leave_in_turn(morning.app, 143)
        await until(pilot, lambda: morning.app.return_code == 143)
        assert [draft.text for draft in morning.store.drafts()] == ["half"]


async def test_typing_pauses_and_the_draft_is_kept_within_a_second(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~half")
        await until(pilot, lambda: "saved 09:30" in morning.text())
        assert [draft.text for draft in morning.store.drafts()] == ["half"]


async def test_ctrl_s_keeps_a_note_without_a_touch(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~likes tea", "ctrl+s")
        (entry,) = morning.store.history(1)
        assert isinstance(entry, Note)
        assert entry.note == "likes tea"
        assert morning.lead(1).touches == 0
        assert morning.app.day.notes.editor.text == ""


async def test_letters_in_the_notes_are_letters(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~qxslaeuD>?/:c")
        assert morning.app.day.notes.editor.text == "qxslaeuD>?/:c"


async def test_snooze_by_one_key_and_enter(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "s", "2")
        text = morning.text()
        assert "Snooze Sakura Tanaka until" in text
        assert "◆ you promised Sakura Tanaka Fri 13 Mar proposal: that breaks it" in text
        assert "= Mon 23 Mar, in 5 days · nothing booked that day" in text
        await press(pilot, "enter")
        plan = morning.lead(1).plan
        assert plan is not None
        assert (plan.day, plan.was_promised, plan.snoozed) == (dt.date(2026, 3, 23), dt.date(2026, 3, 13), 1)


async def test_snooze_in_two_keys_is_tomorrow(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "s", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 19)


async def test_snooze_in_words_shows_day_distance_and_load_before_enter(opened: Opened) -> None:
    friday = due(2, "Bo", 2, promised=True)
    async with opened(due(1, "Ann", 0), friday) as (morning, pilot):
        await press(pilot, "s", "~fri 2pm")
        assert "= Fri 20 Mar 14:00, in 2 days · 1 booked that day, 1 promised" in morning.text()
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.time, step.zone) == (dt.date(2026, 3, 20), dt.time(14), "Europe/London")


async def test_words_that_are_no_date_are_refused_with_a_hint_and_change_nothing(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "s", "~tomorow", "enter")
        assert "tomorrow?" in morning.text()
        assert morning.app.day.questions.snooze.is_open
        await press(pilot, "escape")
        assert morning.lead(1).next_step == due(1, "Ann", 0).next_step


async def test_one_working_day_on_is_one_key(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        morning.clock.at = WEDNESDAY + dt.timedelta(days=2)
        await press(pilot, ">")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 23), "Friday's next working day is Monday"


async def test_log_takes_another_date_in_words_and_a_promise(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "t", "c", "p", "~fri 2pm")
        assert "◆ promised = Fri 20 Mar 14:00" in morning.text()
        await press(pilot, "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert (step.day, step.time, step.promised, step.channel) == (
            dt.date(2026, 3, 20),
            dt.time(14),
            True,
            Channel.VOICEMAIL,
        )


async def test_log_asks_what_came_of_it_before_enter_means_anything(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "enter")
        assert "what came of it?" in morning.text()
        assert morning.lead(1).touches == 0
        await press(pilot, "escape")
        assert not morning.app.day.questions.log.is_open


async def test_won_is_a_customer_and_stays_in_sight_as_done(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "w", "enter")
        assert morning.lead(1).status is Status.WON
        assert "won · next" in morning.text()
        assert " 1/" in morning.text()


async def test_a_prompt_keeps_the_days_keys_from_meaning_anything(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l", "q", "D", "u", "j", "slash")
        assert morning.app.day.questions.log.is_open
        await press(pilot, "escape")
        assert "── Sakura Tanaka" in morning.text()


async def test_undo_gives_back_the_lead_and_the_words(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~half", "ctrl+l", "n", "enter", "u")
        assert morning.lead(1) == people[0]
        text = morning.text()
        assert "undone: no answer, Sakura Tanaka" in text
        assert "── Sakura Tanaka" in text
        assert morning.app.day.notes.editor.text == "half"
        await press(pilot, "U")
        assert morning.lead(1).touches == 1


async def test_undo_says_when_there_is_nothing(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "u")
        assert "there is nothing to undo" in morning.text()


async def test_x_logs_no_answer_at_once(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "x")
        assert morning.lead(1).unanswered == 1


async def test_adding_a_lead_in_one_line_says_what_each_part_is(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz, Acme bo@acme.example hot €5k fri 2pm re pricing #expo met at the fair")
        text = morning.text()
        assert "name Bo Diaz" in text
        assert "company Acme" in text
        assert "email bo@acme.example" in text
        assert "value € 5,000" in text
        assert "note met at the fair" in text
        assert "= Fri 20 Mar 14:00, in 2 days" in text
        await press(pilot, "enter")
        assert "▸ next Fri 20 Mar 14:00" in morning.text()
        assert morning.lead(7).temperature is Temperature.HOT
        assert morning.lead(7).value == Money("EUR", Decimal(5000))
        assert [entry.note for entry in morning.store.history(7)] == ["met at the fair"]


async def test_a_line_without_a_name_is_not_added(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~bo@acme.example", "enter")
        assert "a lead needs a name" in morning.text()
        assert morning.app.day.questions.add.is_open
        assert len(morning.desk.leads) == 0


async def test_tab_takes_the_line_on_to_every_field(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz, Acme fri 2pm", "tab", "enter", "enter", "~Buyer", "ctrl+s")
        lead = morning.lead(1)
        assert (lead.name, lead.company, lead.role) == ("Bo Diaz", "Acme", "Buyer")
        assert lead.next_step is not None
        assert lead.next_step.day == dt.date(2026, 3, 20)


async def test_the_form_says_what_is_wrong_and_saves_nothing(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "a", "~Bo", "tab", "ctrl+u", "ctrl+s")
        assert "a lead needs a name" in morning.text()
        await press(pilot, "~Bo", *to_field("next"), "ctrl+u", "~tomorow", "ctrl+s")
        assert "tomorrow?" in morning.text()
        await press(pilot, "escape")
        assert len(morning.desk.leads) == 0


async def test_editing_changes_the_lead(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "e", "~ San", "ctrl+s")
        assert morning.lead(1).name == "Sakura Tanaka San"
        assert morning.lead(1).next_step == people[0].next_step
        assert morning.lead(1).about == people[0].about


async def test_find_forgives_accents_and_goes_to_the_lead(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "/", "~zoe", "enter")
        assert "── Zoë O'Brien" in morning.text()


async def test_find_looks_into_notes(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~wants a giraffe", "ctrl+s", "escape", "j", "/", "~giraffe")
        await until(pilot, lambda: "1 in notes" in morning.text())
        await press(pilot, "enter")
        assert "── Sakura Tanaka" in morning.text()


async def test_a_found_lead_due_later_can_be_worked_with_beside_the_lists(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0), due(2, "Later Larry", 9)) as (morning, pilot):
        await press(pilot, "/", "~larry", "enter")
        assert "── Later Larry" in morning.text()
        await press(pilot, "x")
        assert morning.lead(2).touches == 1
        assert morning.lead(1).touches == 0


async def test_walking_those_unscheduled_gives_each_a_day(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, Lead(id=7, name="Second Dateless")) as (morning, pilot):
        await press(pilot, "c")
        assert "Unscheduled · 2" in morning.text()
        await press(pilot, "s", "~tomorrow", "enter")
        assert "── Second Dateless" in morning.text()
        await press(pilot, "s", "enter")
        assert not morning.desk.agenda.today().unscheduled
        assert "Today · 2" in morning.text()


async def test_those_unscheduled_lead_back_to_whom_one_came_from(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "j")
        before = morning.app.day.chosen
        await press(pilot, "c")
        assert morning.app.day.chosen != before
        await press(pilot, "c")
        assert morning.app.day.chosen == before


async def test_spreading_is_previewed_and_one_action(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "S")
        assert "Spread 1 lead?" in morning.text()
        assert "Thu 19 Mar: 1" in morning.text()
        await press(pilot, "enter")
        assert not morning.desk.agenda.today().unscheduled
        await press(pilot, "u")
        assert len(morning.desk.agenda.today().unscheduled) == 1


async def test_deleting_asks_and_can_be_undone(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "D", "escape")
        assert len(morning.desk.leads) == 6
        await press(pilot, "D", "enter")
        assert len(morning.desk.leads) == 5
        await press(pilot, "u")
        assert morning.lead(1) == people[0]


async def test_a_past_note_is_corrected_and_what_it_said_stays(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~call on monday", "ctrl+l", "t", "enter", "k", "/", "~sakura", "enter")
        await press(pilot, "h", "e", *["backspace"] * 6, "~tuesday", "ctrl+s")
        (entry,) = morning.store.history(1)
        assert entry.note == "call on tuesday"
        assert [earlier.note for earlier in entry.earlier] == ["call on monday"]
        assert "corrected 1 time" in morning.text()


async def test_warmth_is_one_key(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "plus")
        assert morning.lead(1).temperature is Temperature.HOT


async def test_help_is_the_registry(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "question_mark")
        assert "Select the next lead" in morning.text()
        await press(pilot, "escape")
        assert "no leads yet" in morning.text()


async def test_an_empty_book_says_how_to_begin(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        assert "Nobody is here yet." in morning.text()
        await press(pilot, "l", "s", "x", "D", "e", "n", "h", "j", "k")
        assert "no leads yet" in morning.text()


async def test_an_empty_day_speaks(opened: Opened) -> None:
    async with opened(due(1, "Later", 5)) as (morning, _):
        assert "nobody is overdue" in morning.text()
        assert "nobody is due today: 4 shows the days ahead" in morning.text()


async def test_midnight_rebuilds_the_day_and_keeps_the_cursor(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "j")
        morning.clock.at = WEDNESDAY + dt.timedelta(days=1)
        await a_second(morning, pilot)
        text = morning.text()
        assert "Thu 19 Mar" in text
        assert "5 overdue" in text
        assert "── Ana Horvat" in text


async def test_the_palette_goes_to_a_lead(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, ":", "~li wei")
        await offered(pilot, "Li Wei")
        await press(pilot, "enter")
        await until(pilot, lambda: "── Li Wei" in morning.text())


async def test_too_small_a_terminal_says_so_and_loses_nothing(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~half")
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert "fuyu needs 40 x 10" in morning.text()
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert morning.app.day.notes.editor.text == "half"


async def test_todays_date_is_told_to_everyone(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, _):
        assert morning.desk.agenda.today().day == TODAY


async def test_the_month_is_walked_with_the_arrows(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0), due(2, "Bo", 9)) as (morning, pilot):
        await press(pilot, "s", "down", "right", "right")
        text = morning.text()
        assert "March 2026" in text
        assert "27·" in text, "the day has a mark for how full it is"
        assert "= Sat 28 Mar, in 10 days, a day off" in text
        await press(pilot, "left", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 27)


async def test_tab_takes_the_other_day_the_words_can_mean(opened: Opened) -> None:
    async with opened(due(1, "Ann", 0)) as (morning, pilot):
        await press(pilot, "s", "~next fri")
        assert "= Fri 27 Mar, in 9 days" in morning.text()
        await press(pilot, "tab", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 20)


async def test_a_lead_whom_another_terminal_deleted_is_nobody(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        morning.desk.commands.delete(2)
        await press(pilot, "j", "e", "h", "n")
        assert "Nobody selected" in morning.text()
        assert morning.app.crash is None


async def test_a_click_chooses_and_a_second_opens_the_call_card(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await pilot.click("#overdue RowList", offset=(5, 1))
        await pilot.pause()
        assert "── Ana Horvat" in morning.text()
        await pilot.click("#overdue RowList", offset=(5, 1), times=2)
        await pilot.pause()
        assert morning.app.focused is morning.app.day.notes.editor


async def test_the_wheel_scrolls_and_chooses_nobody(opened: Opened) -> None:
    async with opened(*(due(number, f"Lead {number:02}", -60 + number) for number in range(1, 41))) as (morning, pilot):
        first = morning.text()
        rows = morning.app.day.lists.overdue.list
        for _ in range(2):
            await pilot._post_mouse_events([MouseScrollDown], rows, offset=(5, 1))
        await pilot.pause()
        assert "Lead 01" in first
        assert rows.scroll_offset.y > 0
        assert "── Lead 01" in morning.text(), "who was chosen still is"
        seen = morning.app.day.lists.overdue.seen
        await pilot.click(rows, offset=(5, 0))
        await pilot.pause()
        assert f"── Lead {seen.start + 1:02}" in morning.text()


class Reluctant:
    """A store's `keep_typed` that cannot, until it may."""

    def __init__(self, morning: Morning) -> None:
        self._keep = morning.store.keep_typed
        self.may = False
        morning.store.keep_typed = self  # type: ignore[method-assign]

    def __call__(self, *changes: Change) -> None:
        """Keep what is typed, or fail as a full disk does."""
        if not self.may:
            raise SaveError("disk full: not saved")
        self._keep(*changes)


async def test_what_cannot_be_kept_is_held_for_each_lead_and_kept_once_it_can(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        disk = Reluctant(morning)
        await press(pilot, "n", "~first", "escape", "j", "n", "~second", "escape")
        await a_second(morning, pilot)
        assert "disk full: not saved; what you typed is held" in morning.text()
        await press(pilot, "k")
        assert morning.app.day.notes.editor.text == "first"
        disk.may = True
        await press(pilot, "j")
        assert {draft.id: draft.text for draft in morning.store.drafts()} == {1: "first", 2: "second"}


async def test_quitting_says_that_something_would_be_lost_and_asks_again(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        Reluctant(morning)
        await press(pilot, "n", "~first", "escape", "q")
        assert "leaving again loses it" in morning.text()
        assert not morning.app._exit


async def test_what_another_terminal_types_about_the_same_lead_is_offered_beside_it(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~mine")
        morning.desk.drafts.keep(1, "theirs")
        await press(pilot, "escape", "j", "k")
        editor = morning.app.day.notes.editor
        assert editor.text == "mine"
        assert "shift+f4 another text" in morning.text()
        await press(pilot, "n", "shift+f4")
        assert editor.text == "theirs"
        await press(pilot, "~!", "shift+f4")
        assert editor.text == "mine"
        await press(pilot, "shift+f4")
        assert editor.text == "theirs!"


async def test_what_is_typed_stays_with_whom_it_is_about_though_others_take_them_off_the_lists(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0), due(2, "Bea Roe", 0)) as (morning, pilot):
        await press(pilot, "n", "~likes ")
        morning.store.apply(changing(morning.lead(1), plan=Plan(day=TODAY + dt.timedelta(days=3))))
        morning.desk.book.catch_up(told=True)
        await a_second(morning, pilot)
        assert "Ann Lee" in morning.text()
        assert "1 today" in morning.lines()[0]
        await press(pilot, "~tea")
        assert morning.app.day.notes.editor.text == "likes tea"
        await press(pilot, "escape", "j")
        assert morning.app.day.notes.editor.text == ""


async def test_the_commands_open_again_at_once(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, *["colon", "ctrl+p", "escape"] * 5, "colon")
        assert "Type a command, or a name" in morning.text()
        await press(pilot, "escape")
        assert "Overdue" in morning.text()


async def test_a_command_is_chosen_once_however_often_enter_is_pressed(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "colon", "~li wei")
        await offered(pilot, "Li Wei")
        palette = morning.app.screen
        await press(pilot, "enter")
        palette.dismiss(None)
        await pilot.pause()
        assert "Overdue" in morning.text()


async def test_with_nobody_chosen_a_key_says_so(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        for key in (*"lxs>nmehoyDr+", "enter", "ctrl+s"):
            await press(pilot, key)
            assert morning.said.startswith("nobody is selected"), key
            await press(pilot, "escape")
        await press(pilot, "a", "~Ann Lee", "enter", "n", "~tea")
        assert morning.app.day.notes.editor.text == "tea"


async def test_a_book_without_anybody_is_not_searched_in_vain(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "/")
        assert "No leads yet." in morning.text()


async def test_what_the_log_asks_is_whole_at_80_columns(opened: Opened) -> None:
    async with opened(due(1, "Kwabena Asante-Mills", 0), size=(80, 24)) as (morning, pilot):
        await press(pilot, "l", "o")
        text = morning.text()
        assert "Log touch 1 of 7 with Kwabena Asante-Mills ━" in text
        assert re.search(r"may I call again\? when\? \(never: Esc, then d\)  = \w+ \d+ \w+, in \d+ days", text)
        await press(pilot, "~zzz")
        assert "\n ? “zzz” is no word for a day that fuyu knows." in morning.text(), "and nothing is promised by it"


async def test_what_was_done_and_how_to_undo_it_is_whole_at_80_columns(opened: Opened) -> None:
    async with opened(due(1, "Kwabena Asante-Mills", 0), size=(80, 24)) as (morning, pilot):
        await press(pilot, "s", "~fri 2pm", "enter")
        assert "snoozed Kwabena Asante-Mills to Fri 20 Mar 14:00  (u undoes it)" in morning.text()
