"""Every mistake is answered with what is wrong, where, and what to do; nothing is done.

A row is what is typed, with the exit code and the last line that is answered; add yours beside its like. `FOLDER` is
the folder of the book, `CONFIG` the settings, `HOME` their folder, `UID` that of a promise.
"""

import re
import shlex
import sys

import pytest

from fuyu import paths
from fuyu.cli.arguments import groups
from fuyu.config import tables
from fuyu.extras import how_to_add
from tests.cli.conftest import Shell
from tests.rows import mapped

ERRORS = {
    "show n": (
        1,
        "several leads are called “n”; near: Sakura Tanaka (1), Nobody Yet (5), Ann Lee (2); say the id of one",
    ),
    "show 99": (1, "no lead has the id 99; `fuyu find WORD` looks for them"),
    'show ""': (
        1,
        "several leads are called “”; near: Sakura Tanaka (1), Ann Lee (2), Zoë O'Brien (3); say the id of one",
    ),
    "log ann": (2, "the following arguments are required: OUTCOME"),
    "log ann talkd": (2, "unknown outcome “talkd”; did you mean talked?"),
    "log ann xyz": (
        2,
        (
            "unknown outcome “xyz”; choose talked, no_answer, left_message, sent, replied, no_show, "
            "not_now, won, wrong_contact, do_not_contact"
        ),
    ),
    "log ann talked --next 31/4": (2, "There is no such date as 31/4. Write it like fri 2pm, 2w or 27 mar."),
    'log ann talked --next "feb 30"': (
        2,
        "There is no 30 February in the year ahead. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "log ann talked --next yesterday": (
        2,
        "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "log ann talked --next 2/11": (2, "Mon 2 Nov 2026 or Thu 11 Feb 2027? Write the month as a word."),
    "log ann talked --next asdf": (
        2,
        "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "log ann talked --promise": (2, "say the day that was agreed: --next “fri 2pm”"),
    "log ann talked --replaces x": (2, "--replaces is for another date agreed with them: add --promise --next PHRASE"),
    "log ann talked --kept": (2, "Ann Lee has no open promise that it could keep; log it without --kept"),
    "log ann no_answer --kept": (2, "--kept is for a talk or a reply: an attempt before its day keeps no promise"),
    "log ann talked --kept x": (1, "Ann Lee has no open promise; `fuyu show 2` says what there is"),
    "log ann talked --withdraw x": (1, "Ann Lee has no open promise; `fuyu show 2` says what there is"),
    "log ann talked --when tomorrow": (
        2,
        "2026-03-19 is still to come: say when it was, like yesterday 15:00, mon 3pm, 2h ago, 14:30.",
    ),
    "log ann talked --when asdf": (
        2,
        "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "log ann talked --channel fax": (
        2,
        ("argument --channel: unknown value “fax”; choose call, voicemail, text, email, meeting, social, letter"),
    ),
    "log ann talked --quote x --promise": (2, "say the day that was agreed: --next “fri 2pm”"),
    "log ann closed": (2, "“closed” is called “--lost” now"),
    'note ann ""': (2, "there is nothing written to keep; write the text behind the lead: fuyu note LEAD “likes tea”"),
    "note ann": (2, "there is nothing written to keep; write the text behind the lead: fuyu note LEAD “likes tea”"),
    "note": (2, "the following arguments are required: LEAD"),
    "delete": (2, "the following arguments are required: LEAD"),
    "forget": (2, "the following arguments are required: LEAD"),
    "forget 99": (1, "no lead has the id 99; `fuyu find WORD` looks for them"),
    "delete 99": (1, "no lead has the id 99; `fuyu find WORD` looks for them"),
    "correct ann 1 tea": (1, "Ann Lee has no entry 1; `fuyu show 2` lists them, newest first"),
    "correct ann first tea": (2, "“first” is no entry; write 1 for the newest, 2 for the one before, or touch:7"),
    "correct ann mail:1 tea": (2, "“mail:1” is no entry; write 1 for the newest, 2 for the one before, or touch:7"),
    "correct li touch:9 tea": (1, "Li Wei has no entry touch:9; `fuyu show 4` lists them, newest first"),
    "decide ann": (2, "the following arguments are required: DECISION"),
    "decide ann chanel": (2, "unknown decision “chanel”; did you mean channel?"),
    "decide ann xyz": (2, "unknown decision “xyz”; choose call, channel, permission, park, lost, put_off"),
    "decide ann park": (2, "say until when, like 3mo or fri 2pm"),
    "decide ann park asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "decide ann call fri": (2, "call takes no day and no reason; those go with park and put_off"),
    "decide nobody call": (2, "Nobody Yet has no next step"),
    "skip ann": (2, "nothing of Ann Lee's is near"),
    "spread x": (2, "too many words: x; quote what belongs together"),
    "join ann zoe --take compny": (2, "unknown field “compny”; did you mean company?"),
    "edit ann --without xyz": (2, "“xyz” does not stand there; `fuyu show LEAD` shows what does"),
    "edit ann --status gone": (
        2,
        "argument --status: unknown value “gone”; choose open, won, lost, do_not_contact",
    ),
    "edit nobody --why x": (2, "Nobody Yet has no plan that could have a reason; `fuyu snooze LEAD PHRASE` makes one"),
    "snooze nobody --promise": (2, "the following arguments are required: PHRASE"),
    "reopen li --promise": (2, "say the day that was agreed: --next “fri 2pm”"),
    "promise ann": (2, "say when, like fri 2pm or 2w"),
    "promise ann asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "promise ann yesterday": (2, "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar."),
    "promise ann fri --replaces x": (1, "Ann Lee has no open promise; `fuyu show 2` says what there is"),
    "promise ann --withdraw x": (1, "Ann Lee has no open promise; `fuyu show 2` says what there is"),
    "promise ann fri --withdraw x": (2, "--withdraw UID stands alone: it makes no other promise"),
    "promise sakura --withdraw zz": (
        2,
        "Sakura Tanaka has no open promise “zz”: name one of UID (Fri 13 Mar proposal)",
    ),
    "done ann": (1, "Ann Lee has no open task; `fuyu show 2` says what there is"),
    "done ann x": (1, "Ann Lee has no open task; `fuyu show 2` says what there is"),
    "done nobody": (1, "Nobody Yet has no open task; `fuyu show 5` says what there is"),
    "snooze ann": (2, "the following arguments are required: PHRASE"),
    "snooze ann asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "snooze ann yesterday": (2, "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar."),
    "snooze ann 25:00": (2, "There is no 25:00 on the clock. Write it like fri 2pm, 2w or 27 mar."),
    'snooze ann "fri 25pm"': (2, "There is no 25pm: am and pm go from 1 to 12."),
    'snooze "nobody yet" asdf': (
        2,
        "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "reopen ann": (2, "Ann Lee is open already; `fuyu snooze 2 PHRASE` sets another day"),
    "reopen nobody": (2, "Nobody Yet is open already; `fuyu snooze 5 PHRASE` sets another day"),
    "reopen ann --next asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "redo": (1, "there is nothing to redo; only what `fuyu undo` undid last can be"),
    "reschedule x": (2, "too many words: x; quote what belongs together"),
    "away asdf": (2, "That is not days from one to another: 3-10 aug, mon - fri, next week."),
    "away --back 9": (1, "no days away have the number 9; `fuyu away` lists them"),
    "away --back x": (2, "argument --back: “x” is no whole number; write it like 3"),
    "away --reason x": (2, "--reason and --dry-run go with days: fuyu away 3-10 aug --reason “the fair”"),
    "away yesterday": (2, "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar."),
    "away 2026-03-01": (2, "Sun 1 Mar 2026 is behind us. Write it like fri 2pm, 2w or 27 mar."),
    'away "1 jan 2027 - 5 jan 2029"': (2, "That is longer than a year: name a year at most."),
    "count --format {overdu}": (2, "unknown field {overdu}; did you mean {overdue}?"),
    'count --format "{"': (2, "“{”: Single '{' encountered in format string; a field is like {overdue}, a brace is {{"),
    "count --format {}": (2, "unknown field {}; choose overdue, today, promised, done, unscheduled"),
    "count --format {today:3}": (2, "{today} takes nothing after the field's name; write {today} alone"),
    "count --format {cracks}": (2, "“cracks” is called “unscheduled” now"),
    "find xyzzy": (
        1,
        (
            "nobody is called so, and nothing like it was written; fewer or other words find more; "
            "do-not-contact leads take `fuyu find --all`"
        ),
    ),
    "find": (2, "the following arguments are required: WORD"),
    "find tga:fair": (2, 'unknown operator “tga:”; did you mean tag:? In quotes it is a word: "tga:fair"'),
    "find tag:": (2, "“tag:” needs a value, like tag:expo"),
    "find status:wno": (2, "status: unknown value “wno”; did you mean won?"),
    "find last:30d": (2, "last: longer or shorter ago? Write >30d or <30d (last:>30d?)"),
    "find due:tomorow": (2, "due: “tomorow” is no word for a day that fuyu knows. (due:tomorrow?)"),
    "find tag:gone": (
        1,
        "no lead meets “tag:gone”; leave out what is too much; do-not-contact leads take `fuyu find --all`",
    ),
    "find hot company:acme": (
        1,
        "no lead meets all of that; leave out what is too much; do-not-contact leads take `fuyu find --all`",
    ),
    "find view:x": (2, "no view is called “x”; ' in the dashboard and `fuyu view` list the saved views"),
    "today tga:fair": (2, 'unknown operator “tga:”; did you mean tag:? In quotes it is a word: "tga:fair"'),
    "company xyz": (1, "nobody works at “xyz”; `fuyu find company:WORD` looks for people there"),
    "company i": (1, "several companies are called “i”; near: Imported, Nihon Denki; say more of it"),
    "view fair": (2, "a view has a name and a query; write it like: fuyu view fair tag:expo hot"),
    "view fair tga:fair": (2, 'unknown operator “tga:”; did you mean tag:? In quotes it is a word: "tga:fair"'),
    "view --forget fair": (1, "no view is called “fair”; `fuyu view` lists them"),
    "view fair --forget fair": (2, "--forget NAME stands alone"),
    "add": (2, "the following arguments are required: NAME"),
    'add ""': (2, "a lead needs a name; write it like “Ann Lee”"),
    "add Bo --next asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "add Bo --next yesterday": (2, "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar."),
    "add Bo --promise": (2, "say the day that was agreed: --next “fri 2pm”"),
    "add Bo --quote x": (2, "say the day that was agreed: --next “fri 2pm”"),
    "add Bo --value 5kk": (2, "Unknown amount “5kk”. Write it like 5000, 5k or USD 12,500.50. (EUR 5?)"),
    'add Bo --value "5 xyz"': (2, "Unknown currency “XYZ”. Write it like 5000, 5k or USD 12,500.50."),
    "add Bo --expected asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "add Bo --every asdf": (2, "“asdf” is no rhythm. Say how often: every 6 weeks, 10 days, monthly."),
    "add Bo --zone Nowhere": (2, "no time zone is called “Nowhere”; they look like Europe/London"),
    'add Bo --zone "europe berlin"': (2, "no time zone is called “europe berlin”; did you mean Europe/Berlin?"),
    "add Bo --email x": (2, "“x” is not an e-mail address; write it like ann@acme.example"),
    "add Bo --phone abc": (2, "“abc” is not a phone number; write it like +44 20 7946 0958"),
    'add Bo --link "not a link"': (2, "“not a link” is not a link: write it like https://acme.example"),
    'add Bo --tag ""': (2, "an empty text says nothing; leave --tag out, or say something"),
    'add Bo --about "x @ asdf"': (
        2,
        "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar.",
    ),
    "add Bo --temperature tepid": (
        2,
        "argument --temperature: unknown value “tepid”; choose hot, warm, cold",
    ),
    "add Bo --channel fax": (
        2,
        ("argument --channel: unknown value “fax”; choose call, voicemail, text, email, meeting, social, letter"),
    ),
    "edit ann": (2, "nothing is changed: name a field with another value, like --value 5k"),
    "edit ann --value asdf": (2, "Unknown amount “asdf”. Write it like 5000, 5k or USD 12,500.50."),
    "edit ann --email x": (2, "“x” is not an e-mail address; write it like ann@acme.example"),
    'edit ann --name ""': (2, "nothing is changed: name a field with another value, like --value 5k"),
    "join ann ann": (2, "a lead cannot be joined with itself: name two"),
    "join ann": (2, "the following arguments are required: OTHER"),
    "restore 2020-01-01": (1, "there is no copy “2020-01-01”; `fuyu restore` lists them"),
    "restore nosuch.json": (1, "there is no copy “nosuch.json”; `fuyu restore` lists them"),
    "merge nosuch.json": (1, "there is no book at nosuch.json; name another, or begin one: fuyu add NAME"),
    "merge one.csv": (
        3,
        (
            "one.csv: line 1, column 1: invalid character; is it a book of fuyu? `fuyu check` says where, "
            "and `fuyu restore` lists its copies"
        ),
    ),
    "merge fuyu.json": (2, "fuyu.json is the book itself; name the other copy"),
    "when": (2, "Say when: tomorrow, fri 2pm, 3w, 27 mar."),
    "when asdf": (2, "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar."),
    "when 2/11": (2, "Mon 2 Nov 2026 or Thu 11 Feb 2027? Write the month as a word."),
    'when "feb 30"': (2, "There is no 30 February in the year ahead. Write it like fri 2pm, 2w or 27 mar."),
    "when 25:00": (2, "There is no 25:00 on the clock. Write it like fri 2pm, 2w or 27 mar."),
    'when "frday"': (2, "“frday” is no word for a day that fuyu knows. (friday?)"),
    "theme nrod": (2, "unknown theme “nrod”; did you mean nord?"),
    "theme x": (2, "unknown theme “x”; `fuyu theme` lists them"),
    "keys x": (2, "too many words: x; quote what belongs together"),
    "completion": (2, "say which shell it is for: bash, zsh, fish"),
    "completion pwsh": (2, "argument shell: unknown value “pwsh”; choose bash, zsh, fish"),
    "serve --port 70000": (2, "a port is a number up to 65535, not 70000"),
    "serve --port x": (2, "argument --port: “x” is no whole number; write it like 3"),
    "today --at asdf": (2, "“asdf” is no time; write it like 2026-03-18T09:30"),
    "today --at 2026-13-01": (2, "“2026-13-01” is no time; write it like 2026-03-18T09:30"),
    "today --tz Nowhere": (2, "no time zone is called “Nowhere”; they look like Europe/London"),
    "show ann --db one.csv": (
        3,
        (
            "one.csv: line 1, column 1: invalid character; is it a book of fuyu? `fuyu check` says where, "
            "and `fuyu restore` lists its copies"
        ),
    ),
    "today --db .": (3, ". is not a file; name the file itself"),
    "check --db nosuch.json": (1, "there is no book at nosuch.json; name another, or begin one: fuyu add NAME"),
    "backup --db nosuch.json": (1, "there is no book at nosuch.json; name another, or begin one: fuyu add NAME"),
    "xyzzy": (2, "unknown command “xyzzy”; `fuyu --help` lists them"),
    "--foo": (2, "unknown option “--foo”; `fuyu --help` lists those there are"),
    "": (2, "the dashboard needs a terminal; `fuyu today` says the day without one"),
    "--db": (2, "argument --db: expected one argument"),
    **mapped("errors"),
}
SETTINGS = {
    "x": (2, "CONFIG is not TOML: Expected '=' after a key in a key/value pair (at end of document)"),
    "[dates]\nweekend = 3": (
        2,
        (
            "CONFIG, line 2: dates.weekend is no setting; there are workdays, days_off, week_start, "
            "date_order, morning, afternoon, evening, holidays"
        ),
    ),
    "[manners]\nyes_takes = 'x'": (2, "CONFIG, line 2: manners.yes_takes is a whole number from 1 to 100, not “x”"),
    "[foo]\na = 1": (
        2,
        (f"CONFIG, line 1: foo is no setting; there are {', '.join(tables.SETTINGS)}, cadences, keys"),
    ),
    "[dates]\nfoo = 1": (
        2,
        (
            "CONFIG, line 2: dates.foo is no setting; there are workdays, days_off, week_start, date_order, "
            "morning, afternoon, evening, holidays"
        ),
    ),
    "[cadence]\nper_day = -1": (2, "CONFIG, line 2: cadence.per_day is a whole number from 1 to 1000, not -1"),
    "[dates]\nholidays='XX'": (
        2,
        'CONFIG, line 2: dates.holidays is a country, like "GB", or a region of one, like "DE-BY", not “XX”',
    ),
    "[dates]\ndays_off=['asdf']": (
        2,
        "CONFIG, line 2: dates.days_off has “asdf”: a day is 2026-12-24, or 12-24 for each year",
    ),
    **mapped("settings"),
}
FILES = {
    "one.csv": b"Name,Company\nNobody Yet,Imported\n",
    "empty.csv": b"",
    "nobody.csv": b"Name,Email\n,\n",
    "binary.csv": b"\x00\x01\x02" * 100,
    "mail.eml": b"From: a@b.example\nTo: b@c.example\nSubject: x\n\nhello\n",
    "mapped.csv": b"Name,Phone\nBo,1\n",
    "empty.vcf": b"x",
}
OWN = {"--db", "--at", "--tz"}
VERBS = sorted({shlex.split(command)[0] if command else "" for command in ERRORS})


def last_line(said: str, fuyu: Shell) -> str:
    """Return the last line of an answer, with names for what is another each time."""
    line = said.splitlines()[-1].removeprefix("fuyu: ").replace(str(fuyu.book.parent), "FOLDER")
    return re.sub(
        r"\b[0-9a-f]{8}\b",
        "UID",
        line.replace(str(paths.config()), "CONFIG").replace(str(paths.config().parent), "HOME"),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_what_is_wrong_where_and_what_to_do(morning: Shell, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    monkeypatch.chdir(morning.book.parent)
    for name, content in FILES.items():
        morning.book.with_name(name).write_bytes(content)
    before = morning.book.read_bytes()
    for command, expected in ERRORS.items():
        words = shlex.split(command)
        if (words or [""])[0] == verb:
            said = morning.bare(*words) if OWN & {*words} else morning(*words)
            assert (said.code, last_line(said.err, morning)) == expected, command
            assert said.out == ""
            assert "Traceback" not in said.err
            assert said.err.startswith("usage: fuyu") or said.err.count("\n") == 1, "a sentence, or how it is used"
    assert morning.book.read_bytes() == before


@pytest.mark.parametrize("text", SETTINGS)
def test_a_setting_that_means_nothing(fuyu: Shell, text: str) -> None:
    paths.config().parent.mkdir(parents=True, exist_ok=True)
    paths.config().write_text(text)
    said = fuyu("today")
    assert (said.code, last_line(said.err, fuyu), said.out) == (*SETTINGS[text], "")


def test_settings_that_are_no_file(fuyu: Shell) -> None:
    paths.config().mkdir(parents=True)
    said = fuyu("today")
    hint = "`fuyu doctor` says which settings are read; $FUYU_CONFIG names others"
    assert (said.code, last_line(said.err, fuyu)) == (2, f"CONFIG cannot be read: Is a directory; {hint}")


@pytest.mark.parametrize("verb", [verb.name for verbs in groups().values() for verb in verbs])
def test_an_unknown_option_is_answered_with_the_use_of_its_command(fuyu: Shell, verb: str) -> None:
    for option, hint in (
        ("--jsno", "did you mean --json?"),
        ("--xyzzy", f"`fuyu {verb} --help` lists those there are"),
    ):
        said = fuyu(verb, *NEEDED.get(verb, ()), option)
        assert (said.code, said.out) == (2, "")
        assert said.err.startswith(f"usage: fuyu {verb} ")
        assert last_line(said.err, fuyu) == f"unknown option “{option}”; {hint}"


NEEDED = {
    **dict.fromkeys(
        ("show", "done", "tick", "edit", "message", "promise", "reopen", "skip", "delete", "forget"), ("ann",)
    ),
    **dict.fromkeys(("log", "note", "join", "snooze", "decide"), ("ann", "x")),
    "correct": ("ann", "1", "x"),
    **dict.fromkeys(("find", "company", "add", "import", "merge"), ("x",)),
    "completion": ("bash",),
    **mapped("needed"),
}
"""The words that a command cannot do without."""


MISSING = {
    "textual_serve.server": ("serve", "", f"fuyu serve needs the library textual-serve: {how_to_add('web')}"),
    "holidays": (
        "today",
        "[dates]\nholidays = 'DE-BY'",
        f"CONFIG, line 2: dates.holidays needs the library that knows them: {how_to_add('holidays')}",
    ),
    **mapped("missing"),
}
"""What is typed and set where a library is not there, and the answer."""


@pytest.mark.parametrize("library", MISSING)
def test_a_library_that_is_missing_is_named_with_what_adds_it(
    fuyu: Shell, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    command, settings, words = MISSING[library]
    monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "fuyu.cli.serve", raising=False)
    paths.config().parent.mkdir(parents=True, exist_ok=True)
    paths.config().write_text(settings)
    said = fuyu(*command.split())
    assert (said.code, said.out, last_line(said.err, fuyu)) == (2, "", words)


@pytest.mark.parametrize(
    ("typed", "meant"), [("tody", "today"), ("pil", "reschedule"), ("clsoe", "evening"), ("snoze", "snooze")]
)
def test_a_command_that_is_mistyped_is_answered_with_the_nearest(fuyu: Shell, typed: str, meant: str) -> None:
    said = fuyu(typed)
    assert (said.code, said.out) == (2, "")
    assert last_line(said.err, fuyu) == f"unknown command “{typed}”; did you mean {meant}?"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("find --al", None),  # the beginning of an option is that option
        ("find --tga", "unknown option “--tga”; did you mean --tz?"),  # and no word is asked for
        ("log --nots x", "unknown option “--nots”; did you mean --note?"),
    ],
)
def test_an_unknown_option_comes_before_words_that_are_missing(fuyu: Shell, typed: str, words: str | None) -> None:
    said = fuyu(*typed.split())
    assert said.code == 2
    assert last_line(said.err, fuyu) == (words or "the following arguments are required: WORD")


def test_every_mistake_begins_with_the_same_word(fuyu: Shell) -> None:
    for typed in ("xyzzy", "--foo", "find", "find --foo", "log ann talked --channel fax", "show nobody", "when 31/4"):
        assert fuyu(*typed.split()).err.splitlines()[-1].startswith("fuyu: ")


def test_a_terminal_that_cannot_be_painted_opens_no_dashboard(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("TERM", "dumb")
    assert last_line(fuyu().err, fuyu) == "the dashboard needs a terminal; `fuyu today` says the day without one"


def test_an_old_option_that_is_mistyped_is_answered_with_the_new_one(fuyu: Shell) -> None:
    said = fuyu("log", "ann", "talked", "--clsoe")
    assert last_line(said.err, fuyu) == "unknown option “--clsoe”; did you mean --lost?"
