"""Who is who in a team: who wrote what, and whose leads are whose."""

import pytest

from tests.features.team.conftest import People

pytestmark = pytest.mark.slow


def history(people: People, who: str, lead: str) -> list[str]:
    """Return the lines of a lead's history as somebody reads them."""
    return [line.split(" ", 3)[3] for line in people.ok(who, "show", lead).lines if line.startswith("  2026-")]


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
