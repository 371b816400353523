"""What each of `fuyu team` answers."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from fuyu.answer import Answer, counted, records_of, some
from fuyu.care import Book
from fuyu.clock import Clock
from fuyu.desk import Desk
from fuyu.desk.forgetting import BEYOND, ToForget
from fuyu.domain.action import Table
from fuyu.domain.text import clean_line, fold, shortened
from fuyu.errors import NotFoundError, ServerError
from fuyu.features.team import service
from fuyu.features.team.address import address
from fuyu.features.team.aside import Refused, aside_of
from fuyu.features.team.erasing import TeamBook
from fuyu.features.team.link import READER
from fuyu.features.team.making import LetIn
from fuyu.features.team.remote import SCHEMA
from fuyu.features.team.service import Again, JoinedTeam
from fuyu.features.team.words import moment_words, standing_words, unsent_words, whose

_BROUGHT_BACK = "the server was brought back from a backup: what it lacked was sent again"


def create(book: Book, path: Path, asked: Namespace, clock: Clock) -> Answer:
    """Make a team with this book as its first."""
    joined = service.create(book, path, clock, service=asked.service, name=asked.name, person=asked.person)
    made = f"the team {shortened(joined.team.name)} is made on {joined.host}; this book is its first"
    return _joined(joined, made, "`fuyu team invite LOGIN` lets others in")


def join(book: Book, path: Path, asked: Namespace, clock: Clock, progress: Callable[[float], None]) -> Answer:
    """Let this book belong to a team; `progress` is told which part of what it has was taken."""
    joined = service.join(book, path, clock, service=asked.service, name=asked.name, progress=progress)
    team = joined.team
    belongs = f"this book belongs to the team {shortened(team.name)} on {joined.host}"
    return _joined(joined, f"{belongs}, as {clean_line(team.person)} ({team.role})")


def leave(book: Book, path: Path, asked: Namespace, _clock: Clock) -> Answer:
    """Let this book belong to no team."""
    service.leave(book, path, anyway=asked.anyway)
    return Answer(sentences=["this book belongs to no team now; all that is in it stays"], data={"left": True})


def status(book: Book, path: Path, _asked: Namespace, clock: Clock) -> Answer:
    """Say how this book stands with its team."""
    there, state = book.team.membership if book.team else None, service.standing(book, path)
    erased = [one for one in book.forgotten if one.by_team]
    refused = [{"title": clean_line(one.action.title), "why": one.why} for one in aside_of(path).all()]
    data = {
        "service": there.service if there else None,
        "host": address(there.service).host if there else None,
        "standing": state.standing,
        "since": state.since,
        "why": state.why,
        "waiting": state.waiting,
        "not_shared": refused,
        "person": state.person,
        "role": state.role,
        "at_leads": [{"lead": one.lead, "person": one.person, "since": one.since} for one in state.at_leads],
        "erased": [{"lead": one.id, "at": one.at, "not_sent": one.dropped} for one in erased],
        "machines": None,
        "restored": there.restored if there else None,
    }
    if there is None:
        where_to = "`fuyu team join` lets it belong to one, `fuyu team create` makes one"
        return Answer(sentences=["this book belongs to no team"], data=data, hints=[where_to])
    said = [f"team on {data['host']}: {standing_words(state, clock.now())}"]
    said += [f"{_BROUGHT_BACK}, on {moment_words(there.restored, clock.now())}"] if there.restored else []
    said += unsent_words(state.waiting, is_reader=state.role == READER)
    if erased:
        said += some((one.words for one in erased), len(erased))
        data["machines"], words = _of_machines(book, clock)
        said += words
    said += some((f"not shared: {one['title']}: {one['why']}" for one in refused), len(refused))
    return Answer(sentences=said, records=records_of(data), data=data, hints=[state.hint] if state.hint else [])


def _of_machines(book: Book, clock: Clock) -> tuple[list[dict[str, object]] | None, list[str]]:
    """Return which machines have erased whom the team erased; where nobody can be asked, that."""
    try:
        found = service.machines(book)
    except ServerError as error:
        return None, [f"which machines have erased them is not known now: {error}"]
    return _machines(found), [*_machine_words(found, clock)]


def sync(book: Book, path: Path, _asked: Namespace, _clock: Clock) -> Answer:
    """Exchange now."""
    before = service.belonging(book)[1].restored
    done = service.sync(book, path)
    book.refresh()
    share, there = service.belonging(book)
    waiting = len(share.uids_waiting())
    if not done.ok:
        raise ServerError(done.why, hint=f"{counted(waiting, 'action')} will be sent later" if waiting else "")
    words = unsent_words(waiting, is_reader=True) or ["all is exchanged"]
    is_restored = there.restored != before
    sentences = [_BROUGHT_BACK, *words] if is_restored else words
    return Answer(sentences=sentences, data={"waiting": waiting, "restored": is_restored})


def to_erase(book: Book, words: str, clock: Clock) -> ToForget:
    """Return whom words mean who is to be erased, again where a server was brought back that has them still."""
    service.belonging(book)
    mark = book.forgotten.of(int(words)) if words.isdecimal() else None
    if mark is not None:
        return ToForget(lead=mark.id, name=f"lead {mark.id}")
    return Desk(book, clock).forgetting.lookup(words)


def erase(book: Book, path: Path, found: ToForget, clock: Clock) -> Answer:
    """Erase a person from the server and every book."""
    done = service.erase(book, path, clock, found.lead)
    return Answer(
        sentences=[
            f"erased: lead {found.lead}, with {found.words}; {counted(done.records, 'record')} on the server",
            *_machine_words(done.machines, clock),
        ],
        data={"erased": list(done.ids), "records": done.records, "machines": _machines(done.machines)},
        hints=[BEYOND],
    )


def _machines(found: Sequence[TeamBook]) -> list[dict[str, object]]:
    return [
        {"book": one.number, "person": clean_line(one.person), "seen": one.seen, "erased": one.behind == 0}
        for one in found
    ]


def _machine_words(found: Sequence[TeamBook], clock: Clock) -> Iterator[str]:
    """Yield which machines still have somebody who was erased, one sentence each, or that none has."""
    behind = [one for one in found if one.behind]
    if not behind:
        yield f"all machines have erased them: {counted(len(found), 'book')}"
    for one in behind:
        left = "" if one.is_member else "; no member any more, so ask them to delete their book"
        who = f"book {one.number} of {clean_line(one.person)}, last here {moment_words(one.seen, clock.now())}"
        yield f"not erased yet: {who}{left}"


def upgrade(book: Book, _path: Path, _asked: Namespace, _clock: Clock) -> Answer:
    """Bring the team's server up to this fuyu."""
    added = service.upgrade(book)
    said = [f"added: {one}" for one in added] or ["the team's server is up to date"]
    return Answer(sentences=said, data={"schema": SCHEMA, "added": added})


def claims(book: Book, path: Path, _asked: Namespace, clock: Clock) -> Answer:
    """List who is at which lead."""
    found = [(one, _lead_name(book, one.lead)) for one in service.claims(book, path)]
    said = [f"{name} ({one.lead}): {whose(one, '', clock.now())}" for one, name in found]
    data = [
        {"lead": one.lead, "name": name, "person": one.person, "since": one.since, "is_mine": one.is_mine}
        for one, name in found
    ]
    return Answer(
        sentences=said or ["nobody is at a lead now"],
        records=[(one.lead, name, one.person, one.since.isoformat()) for one, name in found],
        data={"claims": data},
    )


def refused(book: Book, path: Path, asked: Namespace, clock: Clock) -> Answer:
    """List what the team did not take; send it again, or let it go."""
    service.belonging(book)
    found = aside_of(path).all()
    if asked.resend is not None:
        again = found if asked.resend is True else [_numbered(found, asked.resend)]
        return _sent_again(service.send_again(book, path, again))
    if asked.drop is not None:
        gone = _numbered(found, asked.drop)
        aside_of(path).take_out([gone.action.uid])
        title = clean_line(gone.action.title)
        return Answer(sentences=[f"let go: {title}"], data={"dropped": title})
    now, listed = clock.now(), [*enumerate(found, 1)]
    said = (
        f"{number}  {clean_line(one.action.title)}, {moment_words(one.action.at, now)}: {one.why}"
        for number, one in listed
    )
    return Answer(
        sentences=some(said, len(found)) if found else ["the team took everything"],
        records=[(number, one.action.title, one.why) for number, one in listed],
        data={"refused": [_refused_fields(number, one) for number, one in listed]},
        hints=["`fuyu team refused --resend N` sends one again, --drop N lets it go for good"] if found else [],
    )


def _refused_fields(number: int, one: Refused) -> dict[str, object]:
    leads = sorted({change.id for change in one.action.changes if change.kind == Table.LEADS})
    return {
        "number": number,
        "title": clean_line(one.action.title),
        "at": one.action.at,
        "why": one.why,
        "leads": leads,
    }


def _numbered(found: Sequence[Refused], number: int) -> Refused:
    if not 1 <= number <= len(found):
        raise NotFoundError(f"the team refused nothing under number {number}", hint="`fuyu team refused` lists it")
    return found[number - 1]


def _sent_again(again: Again) -> Answer:
    """Say what became of what was sent again."""
    told = (("sent", again.sent), ("waiting for the server", again.waiting), ("the team has it already", again.known))
    said = [f"{what}: {clean_line(title)}" for what, titles in told for title in titles]
    refused = [{"title": clean_line(one.action.title), "why": one.why} for one in again.refused]
    said += [f"refused again: {one['title']}: {one['why']}" for one in refused]
    data = {"sent": again.sent, "waiting": again.waiting, "known": again.known, "refused": refused}
    return Answer(
        sentences=said or ["the team took everything"], data=data, code=ServerError.exit_code if refused else 0
    )


def members(book: Book, _path: Path, _asked: Namespace, clock: Clock) -> Answer:
    """List who is in the team."""
    found = service.members(book)
    return Answer(
        sentences=[
            f"{clean_line(one.person)} ({clean_line(one.login)}), {one.role}, {counted(one.books, 'book')}"
            f"{f', last here {moment_words(one.seen, clock.now())}' if one.seen else ''}"
            for one in found
        ],
        records=[(one.login, one.person, one.role, one.books, one.seen and one.seen.isoformat()) for one in found],
        data={"members": [one._asdict() for one in found]},
    )


def invite(book: Book, _path: Path, asked: Namespace, _clock: Clock) -> Answer:
    """Let somebody into the team, or give them another role or name."""
    made, login = service.invite(book, asked.login, asked.person, asked.role), clean_line(asked.login)
    theirs = _leads_of(book, made.before)
    return Answer(
        sentences=[f"{shortened(login)} is in the team as {made.role}", *_everyones_now(made.before, theirs)],
        data={"login": login, "role": made.role, "is_new_login": made.login is LetIn.MADE},
        hints=[
            *_hand_over(made.before, theirs),
            *_about_login(made.login, login, service.belonging(book)[1].service),
            *(["then, on their machine: fuyu team join"] if not made.books else ()),
        ],
    )


def _leads_of(book: Book, person: str) -> int:
    """Return how many leads a person looks after; none where nobody is named."""
    return sum(fold(row.owner) == fold(person) for row in book.rows if row.owner)


def _everyones_now(person: str, leads: int) -> list[str]:
    """Return that the leads of somebody whom the team does not know by that name are everyone's."""
    if not leads:
        return []
    return [f"{counted(leads, 'lead')} of {clean_line(person)} {'is' if leads == 1 else 'are'} everyone's now"]


def _hand_over(person: str, leads: int) -> list[str]:
    """Return how to hand over the leads of somebody whom the team does not know by that name."""
    if not leads:
        return []
    return [f"hand over: fuyu find 'owner:\"{clean_line(person)}\"' --plain | cut -f1 | fuyu bulk - --hand WHO"]


def _about_login(found: LetIn, login: str, where: str) -> list[str]:
    """Return what is to be done about the login of somebody new."""
    match found:
        case LetIn.MADE:
            return [f"their login is new and has no password yet: psql service={where} -c '\\password {login}'"]
        case LetIn.NOT_OURS:
            make = f'CREATE ROLE "{login}" LOGIN; GRANT fuyu_team TO "{login}";'
            return [f"you may make no logins there; let an administrator of the server do it: {make}"]
    return []


def remove(book: Book, _path: Path, asked: Namespace, _clock: Clock) -> Answer:
    """Take somebody out of the team."""
    person, login = service.remove(book, asked.login), clean_line(asked.login)
    theirs = _leads_of(book, person)
    return Answer(
        sentences=[
            f"{shortened(login)} is in the team no more; what they wrote stays, in their own book too",
            *_everyones_now(person, theirs),
        ],
        data={"login": login, "leads": theirs},
        hints=[
            *_hand_over(person, theirs),
            "their login is still there; an administrator of the server removes it: DROP ROLE",
        ],
    )


def _lead_name(book: Book, lead_id: int) -> str:
    lead = book.lead(lead_id)
    return clean_line(lead.name) if lead else "a lead that is not here yet"


def _joined(joined: JoinedTeam, sentence: str, *hints: str) -> Answer:
    team = joined.team
    exchanged = f"{counted(joined.taken, 'record')} taken, {counted(joined.sent, 'action')} sent"
    data = {"team": clean_line(team.name), "host": joined.host, "person": clean_line(team.person), "role": team.role}
    return Answer(
        sentences=[sentence, exchanged], data={**data, "taken": joined.taken, "sent": joined.sent}, hints=hints
    )
