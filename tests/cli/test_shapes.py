"""The shapes of version 2, that others rely on; a change here is a change for everyone who built on them."""

import shlex
from typing import Any

import pytest

from fuyu.cli.arguments import groups
from tests.cli.conftest import NOW, Shell, a_copy
from tests.rows import mapped

DUE = {"due": "2026-03-13", "time": None, "channel": "email", "why": "proposal"}
SAKURA_PROMISE: dict[str, Any] = {
    "uid": "UID",
    "kind": "contact",
    **DUE,
    "zone": "Europe/London",
    "quote": "",
    "state": "open",
    "late": True,
    "made": "2026-03-13T09:00:00Z",
    "history": [],
}
SAKURA = {
    "id": 1,
    "name": "Sakura Tanaka",
    "company": "Nihon Denki",
    "temperature": "hot",
    **DUE,
    "days_late": 5,
    "promised": True,
    "touches": 0,
    "status": "open",
    "plan": None,
    "promises": [SAKURA_PROMISE],
    "value": None,
    "expected": None,
    "owner": "",
}
ANN = {
    "id": 2,
    "name": "Ann Lee",
    "company": "Acme",
    "temperature": "warm",
    "due": "2026-03-18",
    "time": "16:00",
    "channel": "call",
    "why": "",
    "days_late": 0,
    "promised": False,
    "touches": 0,
    "status": "open",
    "plan": {
        "due": "2026-03-18",
        "time": "16:00",
        "channel": "call",
        "why": "",
        "zone": "Europe/London",
        "quote": "",
        "was_promised": None,
    },
    "promises": [],
    "value": None,
    "expected": None,
    "owner": "",
}


def planned(lead: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return a lead with other fields, and the plan that they make."""
    other = lead | fields
    zone = "Europe/London" if other["time"] else ""
    plan = {name: other[name] for name in DUE} | {"zone": zone, "quote": "", "was_promised": None}
    return other | {"plan": plan}


def promised(lead: dict[str, Any], made: str = "2026-03-18T09:30:00Z", **fields: Any) -> dict[str, Any]:
    """Return a lead with other fields, and the one promise that they make."""
    other = lead | fields | {"promised": True}
    promise = SAKURA_PROMISE | {name: other[name] for name in DUE} | {"late": other["days_late"] > 0, "made": made}
    return other | {"plan": None, "promises": [promise]}


def without_uids(value: Any) -> Any:
    """Return an answer with each uid of a promise, which is another each time, as `UID`."""
    if isinstance(value, dict):
        return {name: "UID" if name in {"uid", "promise"} else without_uids(item) for name, item in value.items()}
    return [without_uids(item) for item in value] if isinstance(value, list) else value


ZOE = planned(ANN, id=3, name="Zoë O'Brien", company="", time=None)
LI = planned(ZOE, id=4, name="Li Wei", due="2026-03-19", channel="voicemail", touches=1)
NOBODY = ZOE | {"id": 5, "name": "Nobody Yet", "company": "Imported", "due": None, "channel": None, "plan": None}


def test_today(morning: Shell) -> None:
    said = morning.ok("today", "--json")
    upcoming = said.json.pop("upcoming")
    assert [*said.json] == ["version", "date", "overdue", "today", "done", "unscheduled", "check_in", "upcoming"]
    assert without_uids(said.json) | {"upcoming": []} == {
        "version": 2,
        "date": "2026-03-18",
        "overdue": [SAKURA],
        "today": [ANN, ZOE],
        "done": [LI],
        "unscheduled": [NOBODY],
        "check_in": [],
        "upcoming": [],
    }
    assert [*said.json["overdue"][0]] == [*SAKURA], "the order of the keys is part of the shape"
    assert [load["date"] for load in upcoming] == [f"2026-03-{day}" for day in range(19, 32)] + ["2026-04-01"]
    assert upcoming[0] == {"date": "2026-03-19", "count": 1, "promised": 0}
    assert said.err == ""


def test_today_of_an_empty_book(fuyu: Shell) -> None:
    said = fuyu.ok("today", "--json").json
    assert [said[name] for name in ("overdue", "today", "done", "unscheduled")] == [[], [], [], []]
    assert not fuyu.book.exists(), "looking makes nothing"


def test_find(morning: Shell) -> None:
    assert morning.ok("find", "zoe", "--json").json == {"version": 2, "leads": [ZOE]}


def test_show(morning: Shell) -> None:
    morning.ok("note", "ann", "likes tea")
    said = morning.ok("show", "ann", "--json").json
    assert [*said] == ["version", "lead", "history", "unresolved"]
    assert said["lead"] == ANN | {
        "role": "",
        "phones": ["+44 1"],
        "emails": [],
        "links": [],
        "place": "",
        "zone": "",
        "tags": [],
        "unwanted": [],
        "about": [{"fact": "a dog", "day": None, "yearly": False}],
        "draft": "",
        "rhythm": None,
        "cadence": "",
        "referred_by": None,
        "referrals": [],
    }
    at = "2026-03-18T09:30:00Z"
    assert said["history"] == [{"kind": "note", "id": 1, "at": at, "note": "likes tea", "earlier": [], "by": ""}]
    touch = {"kind": "touch", "id": 1, "at": at, "channel": "voicemail", "outcome": "no_answer"}
    assert morning.ok("show", "4", "--json").json["history"] == [touch | {"note": "", "earlier": [], "by": ""}]


def test_what_was_done(fuyu: Shell) -> None:
    for verb, arguments in {
        "add": ("add", "Ann"),
        "log": ("log", "1", "talked"),
        "note": ("note", "1", "x"),
        "snooze": ("snooze", "1", "2w"),
        "undo": ("undo",),
        "redo": ("redo",),
    }.items():
        said = fuyu.ok(*arguments, "--json").json
        assert [*said] == ["version", "action", "leads"]
        assert said["version"] == 2
        assert [*said["action"]] == ["uid", "verb", "title"]
        assert said["action"]["verb"] == verb
        assert said["leads"] == ([] if verb == "note" else [1])


def test_when(fuyu: Shell) -> None:
    said = fuyu.bare("when", "fri", "2pm", "--json", *NOW).json
    assert said == {
        "version": 2,
        "iso": "2026-03-20T14:00",
        "date": "2026-03-20",
        "time": "14:00",
        "zone": "Europe/London",
        "other": said["other"],
    }
    day = fuyu.bare("when", "2w", "--json", *NOW).json
    assert (day["iso"], day["time"], day["other"]) == ("2026-04-01", None, None)


def test_keys(fuyu: Shell) -> None:
    keys = fuyu.bare("keys", "--json").json["keys"]
    assert [*keys[0]] == ["id", "keys", "label", "tooltip", "where", "runs"]
    assert len({key["id"] for key in keys}) == len(keys)


def test_plain_is_one_record_a_line_with_cells_apart_by_tabs(morning: Shell) -> None:
    assert morning.ok("today", "--plain").lines == [
        "overdue\t1\t2026-03-13\t\t5\tpromised\tSakura Tanaka\tNihon Denki\temail\t0\topen\tproposal",
        "today\t2\t2026-03-18\t16:00\t0\t\tAnn Lee\tAcme\tcall\t0\topen\t",
        "today\t3\t2026-03-18\t\t0\t\tZoë O'Brien\t\tcall\t0\topen\t",
        "done\t4\t2026-03-19\t\t0\t\tLi Wei\t\tvoicemail\t1\topen\t",
        "unscheduled\t5\t\t\t0\t\tNobody Yet\tImported\t\t0\topen\t",
    ]
    assert morning.ok("find", "zoe", "--plain").lines == ["3\t2026-03-18\t\t0\t\tZoë O'Brien\t\tcall\t0\topen\t"]
    morning.ok("note", "ann", "two\nlines")
    assert morning.ok("show", "ann", "--plain").lines == [
        "id\t2",
        "name\tAnn Lee",
        "company\tAcme",
        "next\tWed 18 Mar 16:00, call",
        "temperature\twarm",
        "phone\t+44 1",
        "about\ta dog",
        "2026-03-18\tnote\ttwo lines",
    ]
    assert all(line.count("\t") == 3 for line in morning.bare("keys", "--plain").lines)


STEP = "due, time, channel, why"
PLAN = f"{STEP}, zone, quote, was_promised"
PROMISE = f"uid, kind, {STEP}, zone, quote, state, late, made"
LEAD = (
    f"id, name, company, temperature, {STEP}, days_late, promised, touches, status, plan, promises, value, expected, "
    "owner"
)
CARD = (
    f"{LEAD}, role, phones[], emails[], links[], place, zone, tags[], unwanted[], about[fact, day, yearly], "
    "draft, rhythm, cadence, referred_by, referrals[]"
)
DONE = "version, action{uid, verb, title}, leads[]"
PROMISED = f"{DONE}, promises[{PROMISE}, history[]]"
SETTLED = f"{DONE}, promises[{PROMISE}, history[at, state, touch, to]]"
SHAPES = {
    "today": "version, date, overdue[LEAD], today[LEAD], done[LEAD], unscheduled[LEAD], check_in[], "
    "upcoming[date, count, promised]",
    "log ann talked": DONE,
    "note ann tea": DONE,
    "promise ann fri": PROMISED,
    "done ann": SETTLED,
    "snooze ann 2w": DONE,
    "tick ann": f"{DONE}, unresolved[]",
    "snooze ann fri --promise": DONE,
    "decide ann channel": DONE,
    "skip eve": DONE,
    "spread": "version, dry_run, days[date, count], given[LEAD, to], action{uid, verb, title}",
    "correct ann 1 coffee": DONE,
    "delete ann": DONE,
    "forget ann --yes": "version, forgotten, rewritten[], removed[], untouched[], still_named[]",
    "reopen ann": DONE,
    "undo": DONE,
    "redo": DONE,
    "morning": "version, date, overdue, today, done, unscheduled, per_day, pace{needs, gets, too_slow}, "
    "promises[LEAD, promise], "
    "near[LEAD, fact, day], drafts[], messages[], first{LEAD}, avoided[]",
    "evening": "version, date, touches, outcomes{no_answer}, check_ins, promises{due, kept, late, open}, drafts[], "
    "next{date, leads[LEAD]}, sentence",
    "reschedule": "version, dry_run, days[], moved[], promises[LEAD, promise], action",
    "away mon-fri": "version, dry_run, away{number, first, last, reason}, moved[LEAD, to], promises[], "
    "action{uid, verb, title}",
    "away": "version, away[]",
    "away --back 1": DONE,
    "count": "version, date, overdue, today, promised, done, unscheduled",
    "find zoe": "version, leads[LEAD]",
    "view": "version, views[name, query, leads]",
    "view acme company:acme": DONE,
    "view --forget early": DONE,
    "company acme": "version, company, do_not_contact, open_value{}, last_touch{lead, name, at, channel, outcome}, "
    "leads[LEAD]",
    "show ann": f"version, lead{{{CARD}}}, history[], unresolved[]",
    "add Bo": DONE,
    "edit ann --value 5k": DONE,
    "join ann zoë": f"{DONE}, gave_way[]",
    "backup": "version, book, copy",
    "restore": "version, book, folder, backups[date, path, leads, touches, problem]",
    "merge other.json": (
        "version, dry_run, leads_added, leads_changed, touches_added, notes_added, forgotten, conflicts[], "
        "left, maybe[], do_not_contact[], action"
    ),
    "check": "version, book, leads, touches, notes, drafts, unscheduled, journal_bytes, findings[], warnings[]",
    "when fri": "version, iso, date, time, zone, other",
    "keys": "version, keys[id, keys[], label, tooltip, where, runs]",
    "theme": "version, theme, themes[name, means]",
    "theme nord": "version, theme",
    "doctor": "version, ok, facts[what, found, remedy]",
    **mapped("shapes"),
}
BEFORE = {
    "redo": ["undo"],
    "company acme": ["log ann talked"],
    "done ann": ["promise ann fri --task"],
    "tick ann": ['note ann "- [ ] send the map"'],
    "reopen ann": ["log ann talked --lost"],
    "morning": ["add Eve --next 2w --about 'exam @ 2026-03-18'"],
    "skip eve": ["add Eve --next 2w --about 'exam @ 2026-03-18'"],
    "correct ann 1 coffee": ["note ann tea"],
    "away mon-fri": ["add Eve --next tue"],
    "away --back 1": ["away mon-fri"],
    "restore": ["backup"],
    "view": ["view early due:today"],
    "view --forget early": ["view early due:today"],
    **mapped("before"),
}
CONFIGURED = mapped("configured")
"""Settings with which a command is asked: those run programs of a person."""
WITHOUT_DATA = {"completion", "serve", "demo"}
THE_BOOK_ITSELF = {"export"}


def outline(value: Any) -> str:
    """Return the names in an answer, in their order; of a list, those of its first item, without what is promised."""
    if isinstance(value, dict):
        its_own = {"plan", "promises"} if "plan" in value else set()
        names = (name if name in its_own else name + inside(item) for name, item in value.items())
        return ", ".join(names).replace(LEAD, "LEAD")
    return ""


def inside(value: Any) -> str:
    """Return what stands in a value, in the braces or brackets of JSON."""
    if isinstance(value, list):
        return f"[{outline(value[0]) if value else ''}]"
    return f"{{{outline(value)}}}" if isinstance(value, dict) else ""


@pytest.mark.parametrize(
    "command", [pytest.param(each, marks=pytest.mark.slow) if each in CONFIGURED else each for each in SHAPES]
)
def test_every_answer_has_its_names_in_their_order(
    morning: Shell, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(morning.book.parent)
    morning.book.with_name("one.csv").write_text("Name,Company\nNobody Yet,Imported\n")
    a_copy(morning, "other.json")
    if settings := CONFIGURED.get(command):
        morning.book.with_name("config.toml").write_text(settings)
        monkeypatch.setenv("FUYU_CONFIG", str(morning.book.with_name("config.toml")))
    if make := mapped("files").get(command):
        make(morning.book.parent)
    for before in BEFORE.get(command, []):
        morning.ok(*shlex.split(before))
    said = morning.ok(*command.split(), "--json").json
    assert outline(said) == SHAPES[command].replace(LEAD, "LEAD")
    assert said["version"] == 2
    assert OLD_NAMES.isdisjoint(every_name(said))


def every_name(value: Any) -> set[str]:
    """Return each name in an answer, however deep."""
    if isinstance(value, dict):
        return {*value}.union(*map(every_name, value.values()))
    return set().union(*map(every_name, value)) if isinstance(value, list) else set()


OLD_NAMES = {"cracks", "in_the_cracks", "is_unscheduled", "named", "named_by", "seen", "touched", "told", "words"} | {
    *("learnt", "merged", "known", "refused", "left_out", "unfolded_bytes", "closed", "missed_appointment"),
}
"""Names of version 1; `kind` is only of a promise, or of an entry of the history."""


def test_what_is_planned_and_promised_has_its_names_in_their_order(morning: Shell) -> None:
    morning.ok("promise", "ann", "fri", "10:00", "--why", "demo", "--quote", "after ten")
    listed = morning.ok("today", "--json").json["today"][0]
    assert (outline(listed["plan"]), outline(listed["promises"][0])) == (PLAN, f"{PROMISE}, history[]")
    morning.ok("snooze", "sakura", "2w")
    lead = morning.ok("show", "sakura", "--json").json["lead"]
    assert outline(lead["promises"][0]) == f"{PROMISE}, history[at, state, touch, to]"
    assert lead["promises"][0]["history"] == [
        {"at": "2026-03-18T09:30:00Z", "state": "broken", "touch": "", "to": "2026-04-01"}
    ]
    assert lead["plan"]["was_promised"] == "2026-03-13"
    assert morning.ok("find", "sakura", "--json").json["leads"][0]["promises"] == [], "lists have those that are open"


def test_no_command_is_without_a_shape() -> None:
    every = {verb.name for verbs in groups().values() for verb in verbs}
    assert every - WITHOUT_DATA - THE_BOOK_ITSELF == {command.split()[0] for command in SHAPES}
