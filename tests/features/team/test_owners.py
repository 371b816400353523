"""Who is who in a team: who wrote what, and whose leads are whose."""

import re
from pathlib import Path

import pytest

from tests.features.team.conftest import Connect, People
from tests.features.team.servers import TEAM

pytestmark = pytest.mark.slow


def history(people: People, who: str, lead: str) -> list[str]:
    """Return the lines of a lead's history as somebody reads them."""
    lines = people.ok(who, "show", lead).lines
    day = re.compile(r"  [A-Z][a-z]{2} \d+ [A-Z][a-z]{2}( \d{4})? +")
    return [day.sub("", line) for line in lines if day.match(line)]


def test_the_history_says_who_where_that_was_somebody_else(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "note", "ann", "from before the team")
    people.joins("ana", "bo")
    people.ok("bo", "log", "ann", "talked", "--next", "today", "--note", "likes tea")
    people.ok("ana", "note", "ann", "likes milk")
    for who in ("bo", "ana", "bo"):
        people.ok(who, "team", "sync")
    assert history(people, "ana", "ann") == ["Bo Diaz: call talked", "note", "note"]
    assert history(people, "bo", "ann") == ["call talked", "Ana Ruiz: note", "note"]
    said = people.ok("bo", "show", "ann", "--json").json["history"]
    assert [entry["by"] for entry in said] == ["Bo Diaz", "Ana Ruiz", ""]


def test_who_wrote_it_stays_by_correction_undo_and_redo(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("bo", "note", "ann", "likes tee")
    people.ok("bo", "undo")
    people.ok("bo", "redo")
    people.ok("bo", "team", "sync")
    people.ok("ana", "team", "sync")
    people.ok("ana", "correct", "ann", "1", "likes tea")
    people.ok("ana", "team", "sync")
    people.ok("bo", "team", "sync")
    for who in ("ana", "bo"):
        (entry,) = people.ok(who, "show", "ann", "--json").json["history"]
        assert (entry["note"], entry["by"]) == ("likes tea", "Bo Diaz")


def due(people: People, who: str, *more: str) -> list[str]:
    """Return who is due to somebody today."""
    said = people.ok(who, "today", "--json", *more).json
    return sorted(lead["name"] for lead in said["today"])


def exchange(people: People, *names: str) -> None:
    """Let people exchange, one after the other."""
    for who in names:
        people.ok(who, "team", "sync")


def test_a_lead_handed_over_is_in_their_lists_and_in_none_of_ones_own(people: People) -> None:
    for name in ("Ann Lee", "Bea Roe", "Cem Kaya"):
        people.ok("ana", "add", name, "--next", "today")
    people.joins("ana", "bo", "cy")
    exchange(people, "ana")
    said = people.ok("ana", "team", "hand", "ann", "bo")
    assert said.out == "handed Ann Lee over to Bo Diaz\n"
    people.ok("ana", "team", "hand", "cem", "me")
    exchange(people, "ana", "bo", "cy")
    assert due(people, "ana") == ["Bea Roe", "Cem Kaya"]
    assert due(people, "bo") == ["Ann Lee", "Bea Roe"]
    assert due(people, "cy") == ["Bea Roe"]
    assert due(people, "cy", "--everyone") == ["Ann Lee", "Bea Roe", "Cem Kaya"]
    assert due(people, "cy", "--everyone", "owner:bo") == ["Ann Lee"]
    lines = people.ok("cy", "today", "--everyone").lines
    assert [line.split("0/7")[1] for line in lines if "0/7" in line] == ["  Bo Diaz", "", "  Ana Ruiz"]
    assert people.ok("cy", "count").out == "0! 1*\n"
    assert people.ok("cy", "count", "--everyone").out == "0! 3*\n"
    assert "  owner       Bo Diaz" in people.ok("ana", "show", "ann").lines
    assert "Cem Kaya" in people.ok("ana", "find", "owner:me", "--plain").lines[0]
    people.ok("ana", "undo")
    people.ok("ana", "undo")
    exchange(people, "ana", "bo")
    assert due(people, "ana") == ["Ann Lee", "Bea Roe", "Cem Kaya"], "one undo each"
    assert due(people, "bo") == ["Ann Lee", "Bea Roe", "Cem Kaya"]


def test_many_are_handed_over_at_once(people: People) -> None:
    for name in ("Ann Lee", "Bea Roe"):
        people.ok("ana", "add", name, "--next", "today")
    people.joins("ana", "bo")
    assert people.ok("ana", "bulk", "ann", "bea", "--hand", "diaz").out == "owner Bo Diaz for 2 leads\n"
    assert due(people, "ana") == []
    people.ok("ana", "undo")
    assert due(people, "ana") == ["Ann Lee", "Bea Roe"]
    people.ok("ana", "add", "Dee Ito", "--next", "today", "--owner", "bo")
    assert due(people, "ana") == ["Ann Lee", "Bea Roe"]
    people.ok("ana", "edit", "dee", "--owner", "")
    assert due(people, "ana") == ["Ann Lee", "Bea Roe", "Dee Ito"]


def test_who_is_new_in_the_team_is_asked_of_its_server(people: People, connect: Connect) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana")
    assert people("ana", "team", "hand", "ann", "eve").err == (
        "fuyu: nobody in the team is called “eve”; choose Ana Ruiz, Bo Diaz, Cy Okafor, Rita Sand, Root, everyone\n"
    )
    connect("ana").invite(TEAM, "eve", "Eve Park", "caller")
    assert people.ok("ana", "team", "hand", "ann", "eve").out == "handed Ann Lee over to Eve Park\n"


def test_leads_of_somebody_removed_are_everyones_and_are_told_of(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo", "cy")
    people.ok("ana", "team", "hand", "ann", "bo")
    exchange(people, "ana", "cy")
    assert due(people, "ana") == due(people, "cy") == []
    said = people.ok("ana", "team", "remove", "bo")
    assert said.lines[1] == "1 lead of Bo Diaz is everyone's now"
    assert "fuyu find 'owner:\"Bo Diaz\"' --plain | cut -f1 | fuyu bulk - --hand WHO" in said.err
    exchange(people, "cy")
    assert due(people, "ana") == due(people, "cy") == ["Ann Lee"]
    assert people.ok("ana", "find", 'owner:"Bo Diaz"', "--plain").out.startswith("1\t")


def test_two_members_are_not_called_the_same(people: People) -> None:
    people.joins("ana")
    said = people("ana", "team", "invite", "eve", "--person", "bo diaz")
    assert (said.code, said.err) == (
        2,
        "fuyu: “bo diaz” means somebody else in the team; say another --person NAME\n",
    )
    assert people("ana", "team", "invite", "eve", "--person", "Everyone").code == 2


def test_a_colleagues_lead_is_not_in_ones_calendar_nor_counted_in_ones_days(people: People, tmp_path: Path) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "tomorrow 10am", "--promise")
    people.ok("ana", "add", "Bea Roe", "--next", "tomorrow 11am", "--promise")
    people.joins("ana", "bo")
    people.ok("ana", "team", "hand", "ann", "bo")
    file = tmp_path / "fuyu.ics"
    people.ok("ana", "calendar", str(file))
    assert ("Ann Lee" in file.read_text(), "Bea Roe" in file.read_text()) == (False, True)
    (tomorrow, *_) = people.ok("ana", "today", "--json").json["upcoming"]
    assert (tomorrow["count"], tomorrow["promised"]) == (1, 1)


def test_a_review_counts_what_one_did_oneself(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("bo", "log", "ann", "talked", "--next", "today")
    exchange(people, "bo", "ana")
    assert people.ok("ana", "review", "--json").json["outcomes"] == {}
    assert people.ok("ana", "review", "--json", "--everyone").json["outcomes"] == {"talked": 1}
    assert people.ok("bo", "review", "--json").json["outcomes"] == {"talked": 1}


def by_note(people: People, who: str, lead: str) -> dict[str, str]:
    """Return who wrote each note about a lead, by how it begins."""
    said = people.ok(who, "show", lead, "--json").json["history"]
    return {entry["note"].split(" ")[0]: entry["by"] for entry in said}


def test_who_wrote_it_stays_where_two_leads_are_joined(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "add", "Anne Lee", "--next", "today", "--place", "Zagreb")
    people.joins("ana", "bo")
    people.ok("bo", "note", "2", "hers")
    exchange(people, "bo", "ana")
    people.ok("ana", "join", "1", "2")
    assert by_note(people, "ana", "1") == {"hers": "Bo Diaz", "Anne": "Ana Ruiz"}


def test_who_wrote_it_stays_where_another_copy_is_merged(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("bo", "note", "ann", "hers")
    people.ok("ana", "merge", str(people.book("bo")))
    assert by_note(people, "ana", "ann") == {"hers": "Bo Diaz"}


def test_what_is_imported_is_noted_by_who_imports_it_and_an_export_tells_who_wrote_what(
    people: People, tmp_path: Path
) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today", "--email", "ann@acme.example", "--company", "Acme")
    people.joins("ana")
    file = tmp_path / "more.csv"
    file.write_text(
        "Name,Email,Company,Owner\nAnn Lee,ann@acme.example,Globex,Bo Diaz\nNew Person,n@x.example,,Cy Okafor\n"
    )
    people.ok("ana", "import", str(file))
    assert set(by_note(people, "ana", "ann").values()) == {"Ana Ruiz"}
    assert due(people, "ana") == [], "the file says whose they are"
    out = tmp_path / "ann.json"
    people.ok("ana", "export", str(out), "--lead", "ann", "--json")
    assert '"by": "Ana Ruiz"' in out.read_text()
    people.ok("ana", "export", "--csv", str(tmp_path / "leads.csv"))
    assert "Cy Okafor" in (tmp_path / "leads.csv").read_text()
