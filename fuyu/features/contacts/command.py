"""`fuyu import` and `fuyu export`: other programs' files, and files for other programs and for paper."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from fuyu import paths
from fuyu.answer import Answer, records_of, some
from fuyu.cli import output
from fuyu.cli.done import UNDO
from fuyu.cli.leads import ids_of_input, nobody
from fuyu.cli.opening import book_path, desk_on, looked_at, on_desk, there_is
from fuyu.cli.understood import understood_query
from fuyu.desk import Desk
from fuyu.desk.values import Silenced
from fuyu.domain.agenda import narrowed
from fuyu.domain.identity import Verdict
from fuyu.domain.lead import Lead, Row, Status
from fuyu.domain.text import clean_line, shortened
from fuyu.errors import FuyuError, UsageError
from fuyu.features.contacts import service
from fuyu.features.contacts.arrivals import Arrivals, Learnt, MaybeKnown
from fuyu.features.contacts.reading.columns import ANSWERS, IGNORE
from fuyu.features.contacts.reading.contact import ContactSheet, Unclear
from fuyu.features.contacts.reading.remembered import remembered
from fuyu.features.contacts.reading.spelling import told_by
from fuyu.features.contacts.reading.textfile import said_encoding
from fuyu.features.contacts.writing.files import CARDS, SHEET, lines_of, write_new

_SUFFIXES = {"csv": SHEET, "vcard": CARDS, "day": ".md"}
_STANDARD = {"", "-"}


@on_desk
def bring_in(desk: Desk, asked: Namespace) -> Answer:
    """Bring in contacts."""
    from fuyu.features.contacts.reading.contacts import read_contacts  # noqa: PLC0415 - export needs it not

    path = paths.of_words(asked.file)
    name = clean_line(path.name)
    mapping = {**dict(map(_pair, asked.map)), **dict(map(_answer, asked.opt_out))}
    with output.Progress() as progress:
        encoding = said_encoding(asked.encoding)
        taught = remembered(path, encoding)
        sheet = read_contacts(path, {**taught, **mapping}, progress=progress.read, encoding=encoding)
        if sheet.unclear:
            raise UsageError(_unclear(sheet.unclear))
        plan = service.look(desk, sheet.contacts, progress.matched)
        silenced = desk.messages.silenced(plan.changes)
        if plan.changes and not asked.dry_run:
            progress.clear()
            service.bring_in(desk, sheet.contacts, f"brought in {len(plan.new)} leads from {name}", plan)
    came = _Came(desk, sheet, plan, silenced, is_dry=asked.dry_run)
    taught_words = f"columns are read as you set them in the dashboard: {', '.join(map(clean_line, taught))}"
    nobody = FuyuError(f"{name} has nobody that could be read: nothing came in")
    return Answer(
        sentences=came.sentences(name),
        records=records_of(came.fields()),
        data=came.fields(),
        hints=[hint for hint, holds in ((UNDO, plan.changes and not asked.dry_run), (taught_words, taught)) if holds],
        error=None if sheet.contacts else nobody,
    )


def _pair(words: str) -> tuple[str, str]:
    column, equals, field = words.rpartition("=")
    if not equals or not column.strip():
        raise UsageError(f"“{shortened(words)}” maps nothing; write it like --map Handy=phone, or --map Fax={IGNORE}")
    return column.strip(), field.strip()


def _answer(words: str) -> tuple[str, str]:
    column, _, answer = words.rpartition("=")
    if not column.strip() or answer.strip() not in ANSWERS:
        example = "write it like --opt-out Newsletter=yes, =no or =ignore"
        raise UsageError(f"“{shortened(words)}” says nothing of an opt-out; {example}")
    return column.strip(), ANSWERS[answer.strip()]


def _unclear(columns: Iterable[Unclear]) -> str:
    """Return what is unclear, and how to say it."""
    told = [
        f"line {one.line}, {shortened(one.title)}: “{shortened(one.text)}” ({one.count} like it)" for one in columns
    ]
    ways = " ".join(f'--opt-out "{shortened(one.title)}=yes"' for one in columns)
    question = "does that mean do not contact? Nothing came in. Say so with"
    return f"{'; '.join(told)}: {question} {ways}, or =no, or =ignore"


class _Came:
    """Who came in, or would, who was updated with what, and why rows were skipped."""

    def __init__(
        self, desk: Desk, sheet: ContactSheet, plan: Arrivals, silenced: Sequence[Silenced], *, is_dry: bool
    ) -> None:
        self._desk, self._sheet, self._plan, self._silenced, self._is_dry = desk, sheet, plan, silenced, is_dry
        self._skipped = sorted([*((row.line, row.reason) for row in sheet.left_out), *_kept_out(desk, plan)])

    def fields(self) -> dict[str, Any]:
        """Return all of it as JSON has it."""
        sheet, plan = self._sheet, self._plan
        return {
            "dry_run": self._is_dry,
            "source": sheet.source,
            "encoding": sheet.encoding,
            "encodings": sheet.encodings,
            "columns": {field: list(titles) for field, titles in sheet.columns.items()},
            "ignored": sheet.ignored,
            "new": len(plan.new),
            "updated": len(plan.merged),
            "unchanged": plan.known,
            "do_not_contact": plan.refused,
            "repeated": plan.repeated,
            "updates": ({"line": one.line, "lead": one.lead, "fields": one.fields} for one in plan.learnt),
            "maybe": ({"line": like.line, "lead": like.lead, "maybe": like.other} for like in plan.maybe),
            "doubts": ({"line": row.line, "reason": row.reason} for row in sheet.doubts),
            "skipped": ({"line": line, "reason": reason} for line, reason in self._skipped),
        }

    def sentences(self, name: str) -> Iterator[str]:
        """Yield the counts, then each list as far as a person reads it."""
        sheet, plan = self._sheet, self._plan
        columns_read = f", with {', '.join(sheet.columns)}" if sheet.columns else ""
        yield f"{name}: read as {sheet.source}, {sheet.encoding}{columns_read}"
        dry = " (a dry run: nothing was changed)" if self._is_dry else ""
        counts = f"{len(plan.new)} new, {len(plan.merged)} updated, {plan.known} unchanged"
        repeated = f", {plan.repeated} repeated within the file" if plan.repeated else ""
        yield f"{counts}{repeated}, {len(self._skipped)} skipped{dry}"
        if unscheduled := sum(lead.is_unscheduled for lead in plan.new):
            yield f"{unscheduled} of the new are unscheduled: c in the dashboard walks them"
        if plan.refused:
            yield f"{plan.refused} do not contact: they stay out of every list"
        if choosy := sum(bool(lead.unwanted) for lead in (*plan.new, *plan.merged)):
            yield f"{choosy} do not want to be reached in one way or another: it is proposed no more"
        if (self._is_dry or sheet.encodings) and (letters := told_by(sheet)):
            yield letters
        if sheet.ignored:
            yield f"columns that mean nothing here: {', '.join(sheet.ignored)}"
        yield from self._lists()

    def _lists(self) -> Iterator[str]:
        desk, sheet, plan = self._desk, self._sheet, self._plan
        new, today = {lead.id: lead.name for lead in plan.new}, desk.now().date()
        if self._is_dry:
            yield from some((_merged(desk, new, one) for one in plan.learnt), len(plan.learnt), "more lines updated")
        maybe = (_maybe(desk, new, like, came_in=not self._is_dry) for like in plan.maybe)
        yield from some(maybe, len(plan.maybe), "more lines of new leads who are maybe known")
        doubts = (f"line {row.line} is read as far as it goes: {row.reason}" for row in sheet.doubts)
        yield from some(doubts, len(sheet.doubts), "more lines in doubt")
        skipped = (f"line {line} skipped: {reason}" for line, reason in self._skipped)
        yield from some(skipped, len(self._skipped), "more lines skipped")
        silenced = (clean_line(one.words("the file says so", today)) for one in self._silenced)
        yield from some(silenced, len(self._silenced), "more lines of leads who are do not contact now")


def _kept_out(desk: Desk, plan: Arrivals) -> Iterator[tuple[int, str]]:
    """Yield the lines of those who are not brought in, because they are, or maybe are, do-not-contact, and why."""
    for out in plan.kept_out:
        maybe = "" if out.verdict is Verdict.SURE else "maybe "
        yield out.line, f"{maybe}{clean_line(desk.leads.silence_words(out.lead))}"


def _maybe(desk: Desk, new: dict[int, str], like: MaybeKnown, *, came_in: bool) -> str:
    """Return which new lead is maybe somebody known, and the command that joins them."""
    row = desk.leads.row(like.other)
    who = f"{row.name} ({row.id})" if row else f"{new.get(like.other, '')}, new in this file"
    said = f"line {like.line}, {clean_line(new.get(like.lead, ''))}, is maybe {clean_line(who)}"
    return f"{said}: `fuyu join {like.other} {like.lead}` makes them one" if came_in else said


def _merged(desk: Desk, new: dict[int, str], merged: Learnt) -> str:
    row = desk.leads.row(merged.lead)
    who = f"{row.name} ({row.id})" if row else f"{new.get(merged.lead, '')}, new in this file"
    return f"line {merged.line} is {clean_line(who)}: {', '.join(merged.fields).replace('_', ' ')}"


def export(asked: Namespace) -> int:
    """Write the whole book, or leads, or the day."""
    formats = [name for name in _SUFFIXES if getattr(asked, name)]
    if len(formats) + asked.json != 1:
        raise UsageError("say as what: fuyu export --json, --csv, --vcard or --day, then maybe a FILE")
    if asked.ids and (asked.json or asked.words):
        raise UsageError("--ids says whom: it goes with --csv, --vcard or --day, and without words")
    if asked.lead:
        return _one_person(asked)
    if asked.json:
        if asked.words:
            raise UsageError("--json is the whole book; --csv, --vcard and --day can be narrowed by words")
        return _whole_book(asked)
    (kind,) = formats
    if asked.file not in _STANDARD and Path(asked.file).suffix.lower() != _SUFFIXES[kind]:
        words = f"“{shortened(asked.file)}” is no {_SUFFIXES[kind]} file; name the file first, then the words"
        raise UsageError(f"{words}: fuyu export --{kind} leads{_SUFFIXES[kind]} berlin; - is standard output")
    with desk_on(asked) as desk:
        chosen = _named(desk) if asked.ids else _found(desk, asked.words)
        lines = _day(desk, chosen) if kind == "day" else _leads(desk, chosen, kind)
        _put(asked.file, lines)
    return 0


def _one_person(asked: Namespace) -> int:
    """Write all that the book holds about one lead, also about one who asked not to be contacted."""
    if not asked.json or asked.words:
        raise UsageError("--lead is one person's records: fuyu export --json --lead LEAD, then maybe a FILE")
    from fuyu.features.contacts.writing.person import as_json  # noqa: PLC0415 - one person is asked for rarely

    with desk_on(asked) as desk:
        card = desk.leads.card(desk.leads.lookup(asked.lead).id)
        text = as_json(card.lead, card.history, card.draft, desk.book.beside(card.lead.id))
        _put(asked.file, [text])
    return 0


def _put(file: str, parts: Iterable[str]) -> None:
    """Write parts of a text to a new file, or to standard output."""
    if file in _STANDARD:
        for part in parts:
            output.part(part)
    else:
        target = paths.of_words(file)
        write_new(target, parts)
        output.words(f"written: {clean_line(str(target))}")


def _whole_book(asked: Namespace) -> int:
    """Write the whole book as JSON."""
    with looked_at(there_is(book_path(asked))) as book:
        for sentence in book.care.unreadable():
            output.words(f"fuyu: {clean_line(sentence)}")
        if asked.file not in _STANDARD:
            target = paths.of_words(asked.file)
            book.care.copy_to(target)
            output.words(f"the whole book is in {clean_line(str(target))}")
        elif sys.stdout.isatty():
            with TemporaryFile("w+", encoding="utf-8", errors="replace") as written:
                book.care.export_to(written.fileno())
                written.seek(0)
                for row in written:
                    output.line(row.rstrip("\n"))
        else:
            sys.stdout.flush()
            book.care.export_to(sys.stdout.fileno())
    return 0


def _named(desk: Desk) -> list[Row]:
    """Return the leads whose ids the input has; who is gone, or asked not to be contacted, is counted and left out."""
    ids = list(ids_of_input())
    known = [row for lead_id in ids if (row := desk.leads.row(lead_id)) is not None]
    rows = [row for row in known if row.status is not Status.DO_NOT_CONTACT]
    left_out = ((len(ids) - len(known), "deleted meanwhile"), (len(known) - len(rows), "do-not-contact"))
    for count, why in left_out:
        if count:
            output.words(f"left out: {count} {why}")
    if not rows:
        raise FuyuError("nobody is left to export")
    return rows


def _found(desk: Desk, asked: Sequence[str]) -> list[Row]:
    """Return the leads that a query finds, or all; whoever asked not to be contacted is never among them."""
    query = understood_query(desk, asked)
    rows = [row for row in desk.leads.find(query, len(desk.leads)) if row.status is not Status.DO_NOT_CONTACT]
    if query and not rows:
        raise nobody(desk, query)
    return rows


def _leads(desk: Desk, rows: Iterable[Row], kind: str) -> Iterator[str]:
    leads: Iterator[Lead] = (desk.leads.card(row.id).lead for row in rows)
    return lines_of(leads, _SUFFIXES[kind])


def _day(desk: Desk, rows: Iterable[Row]) -> Iterator[str]:
    from fuyu.features.contacts.writing.day_sheet import Told, day_sheet  # noqa: PLC0415 - import needs it not

    def told(lead_id: int) -> Told:
        card = desk.leads.card(lead_id)
        return card.lead, card.history

    day = narrowed(desk.agenda.today(), {row.id for row in rows})
    return (f"{line}\n" for line in day_sheet(day, told))
