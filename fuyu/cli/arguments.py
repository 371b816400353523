"""What can be asked for on the command line."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple, NoReturn

from fuyu import __version__
from fuyu.cli import output
from fuyu.domain.text import nearest, shortened
from fuyu.registry import UNDONE, Command, everyone, features, lead, number, shared_demo, woven
from fuyu.renamed import OPTIONS, RENAMED, TypedWhere, called_now, renamed

DESCRIPTION = "Daily follow-up from the keyboard. Without a command it opens the dashboard."
EPILOG = (
    "LEAD is an id, or a part of a name that fits one lead only. Dates are words: tomorrow, fri 2pm, 2w, eom, "
    "2026-11-02; `fuyu when PHRASE` says what they mean. "
    "Exit codes: 0 ok, 1 not found, 2 usage, 3 data or lock, "
    "70 a fault of fuyu's own, 130 interrupted."
)
_LONGEST = 400
"""Characters of what argparse says, which repeats what was typed."""
COMMON = "options of every command, before or after it"
CHANNELS = ("call", "voicemail", "text", "email", "meeting", "social", "letter")
TEMPERATURES = ("hot", "warm", "cold")
SHELLS = ("bash", "zsh", "fish")
STATUSES = ("open", "won", "lost", "do_not_contact")


class _Parser(argparse.ArgumentParser):
    """A parser that repeats nothing to the terminal that could steer it, and names what is nearest to a mistake."""

    def error(self, message: str) -> NoReturn:
        """Print the usage and what cannot be understood, as every error is said, and end with exit code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"fuyu: {shortened(message, _LONGEST)}\n")

    def parse_known_args(  # type: ignore[override] # of a namespace that is made here
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Refuse what is left over: each command knows its own options, and not the whole line those of all."""
        self._refuse_unknown_option(args or ())
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            self.error(self._left_over(rest))
        return found, rest

    def _refuse_unknown_option(self, words: Sequence[str]) -> None:
        """Refuse an option that is none of this command, before argparse asks for words that are missing."""
        if self._subparsers is not None:
            return  # what follows belongs to a command below
        for word in takewhile("--".__ne__, words):
            name = word.partition("=")[0]
            if name.startswith("--") and " " not in word and not self._is_option(name):
                self.error(self._left_over([name]))

    def _is_option(self, name: str) -> bool:
        """Return whether a name is an option, or the beginning of one."""
        return any(known.startswith(name) for known in self._option_string_actions)

    def _left_over(self, rest: Sequence[str]) -> str:
        """Return what is to be said of words that are too many."""
        option = next((word.partition("=")[0] for word in rest if word.startswith("-")), "")
        if not option:
            return f"too many words: {' '.join(map(shortened, rest))}; quote what belongs together"
        known = [name for action in self._actions if action.help != argparse.SUPPRESS for name in action.option_strings]
        near = _nearest(option, known, OPTIONS.get(self.prog.rpartition(" ")[2], {}))
        return f"unknown option “{shortened(option)}”{near or f'; `{self.prog} --help` lists those there are'}"

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is none of the choices."""
        choices = [*(action.choices or ())]
        if choices and value not in choices:
            said = shortened(str(value))
            near = nearest(said, choices) or f"; choose {', '.join(choices)}"
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - argparse tells commands no other way
                raise argparse.ArgumentError(None, f"unknown command “{said}”{near}")
            raise argparse.ArgumentError(action, f"unknown value “{said}”{near}")

    def _print_message(self, message: str, file: object = None) -> None:
        """Print help as an answer and what cannot be understood as words, so that each is told where it cannot be."""
        if message:
            (output.line if file is sys.stdout else output.words)(message.rstrip("\n"))


class _Top(_Parser):
    """The parser of the whole line; its help names every command, by what it is about."""

    def _check_value(self, action: argparse.Action, value: object) -> None:
        """Refuse what is no command; of one that had another name, say the new one."""
        said = str(value)
        if action.option_strings or any(verb.name == said for verbs in _CORE.values() for verb in verbs):
            return
        names = [verb.name for verbs in groups().values() for verb in verbs]
        if said in names:
            return
        near = _nearest(said, names, RENAMED[TypedWhere.COMMAND])
        unknown = f"unknown command “{shortened(said)}”{near or '; `fuyu --help` lists them'}"
        raise argparse.ArgumentError(None, renamed(TypedWhere.COMMAND, said) or unknown)

    def format_help(self) -> str:
        """Return the help: argparse itself would list the commands as one."""
        formatter = self.formatter_class(prog=self.prog)
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for title, verbs in groups().items():
            formatter.start_section(title)
            formatter.add_arguments(
                argparse.Action([], verb.name, metavar=verb.name, help=verb.summary) for verb in verbs
            )
            formatter.end_section()
        formatter.start_section(COMMON)
        formatter.add_arguments(action for action in self._actions if action.option_strings)
        formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()


def _nearest(said: str, known: Sequence[str], old: Mapping[str, str]) -> str:
    """Return the hint at the name that is nearest, by its new name where that is an old one."""
    near = nearest(said, [*known, *old])
    for was, now in old.items():
        near = near.replace(f" {was}?", f" {now}?")
    return near


class _Renamed(argparse.Action):
    """An option that had another name: it is in no help, and says the new one."""

    def __call__(self, parser: argparse.ArgumentParser, *_said: object, **_more: object) -> None:
        """End with the new name."""
        old = self.option_strings[0]
        parser.error(called_now(old, OPTIONS[self.dest][old]))


class Subcommand(NamedTuple):
    """A command: what it is called, what it does, and what it takes."""

    name: str
    runs: str
    """Where the function is that takes what was asked for, and returns the exit code; it is loaded by who calls it."""
    summary: str
    takes: Callable[[argparse.ArgumentParser], object] = lambda _command: None
    below: "Sequence[Subcommand]" = ()
    """The commands below it."""


def parser(words: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser for a command line; `runs` of its result says what does it.

    Only the commands that the words name are made, where they name one, and none for the dashboard: making all, as is
    done without a command line, takes a quarter of `fuyu today`.
    """
    top = _Top(prog="fuyu", description=DESCRIPTION, epilog=EPILOG, parents=[common()])
    top.add_argument("--version", action="version", version=f"fuyu {__version__}", help="print the version")
    top.set_defaults(runs="fuyu.cli.dashboard:dashboard", db="", at="", tz="", json=False, plain=False)
    if words is not None and _is_for_the_dashboard(words):
        return top
    _add_commands(top, _named(words or ()))
    return top


def _add_commands(to: argparse.ArgumentParser, commands: Iterable[Subcommand]) -> None:
    """Let a parser take commands, and each of them those below it."""
    verbs = to.add_subparsers(metavar="COMMAND", parser_class=_Parser, help="each explains itself with --help")
    for verb in commands:
        command = verbs.add_parser(verb.name, help=verb.summary, description=verb.summary, parents=[common()])
        command.set_defaults(runs=verb.runs)
        verb.takes(command)
        for old in OPTIONS.get(verb.name, ()):
            command.add_argument(
                old, action=_Renamed, dest=verb.name, nargs="?", default=argparse.SUPPRESS, help=argparse.SUPPRESS
            )
        if verb.below:
            _add_commands(command, verb.below)


def _named(words: Sequence[str]) -> list[Subcommand]:
    """Return the commands that the words name, all where they name none.

    Where it is plain that a command of the core is named, no feature is looked for: `fuyu count` stands in prompts.
    """
    core = [verb for verbs in _CORE.values() for verb in verbs if verb.name in words[:1]]
    every = [] if core else [verb for verbs in groups().values() for verb in verbs]
    return core or [verb for verb in every if verb.name in words] or every


def _is_for_the_dashboard(words: Sequence[str]) -> bool:
    """Return whether it is plain that no command is named: there are only places and times, each with its value."""
    options, values = words[::2], words[1::2]
    return (
        len(options) == len(values)
        and {*options} <= {"--db", "--at", "--tz"}
        and not any(value.startswith("-") for value in values)
    )


def _demo(command: argparse.ArgumentParser) -> None:
    if shared_demo():
        command.add_argument(
            "--team",
            metavar="WHO",
            nargs="?",
            const="ana",
            default="",
            help="as one of several: ana, and in other terminals bo, cy, di",
        )


def _find(command: argparse.ArgumentParser) -> None:
    from fuyu.domain.query import SHOWN  # noqa: PLC0415 - only this help lists them

    command.add_argument("words", metavar="WORD", nargs="+", help="a part of what you look for; typos are forgiven")
    command.add_argument("--all", action="store_true", help="also do-not-contact leads")
    operators = "; ".join(f"{example} ({words})" for example, words in SHOWN)
    command.epilog = (
        f"Operators: {operators}. A dash negates (-tag:expo), commas are or (tag:expo,fair), none and any ask whether "
        "there is anything, quotes keep words together."
    )


def _today(command: argparse.ArgumentParser) -> None:
    words = "only leads that these words and operators find, like tag:expo; `fuyu find --help` lists operators"
    command.add_argument("words", metavar="WORD", nargs="*", help=words)
    everyone(command)


def _company(command: argparse.ArgumentParser) -> None:
    command.add_argument("words", metavar="COMPANY", nargs="+", help="its name, or a part that fits one only")


def _view(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", default="", help="what it is called; or nothing: a list")
    command.add_argument("words", metavar="WORD", nargs="*", help="words and operators, as `fuyu find` takes them")
    command.add_argument("--forget", metavar="NAME", default="", help="forget a view; the leads stay as they are")
    command.epilog = f"Use it as an operator: fuyu today view:fair, fuyu export --csv leads.csv view:fair. {UNDONE}"


def _note(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument(
        "text", metavar="TEXT", nargs="?", default="", help="the note; or nothing: what is typed so far"
    )


def _tick(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("words", metavar="WORDS", nargs="*", help="a part of the line, where there are several")
    command.epilog = (
        "Unresolved is a line with a box that is not ticked, `- [ ] send the map`, or one that ends in a question mark."
    )


def _snooze(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("phrase", metavar="PHRASE", nargs="+", help="the day: tomorrow, fri 2pm, 2w, 2026-11-02")
    command.add_argument("--why", metavar="TEXT", default="", help="the reason, for somebody who is parked")
    command.add_argument("--only", metavar="UID", default="", help="move this promise alone, or `plan`: the plan alone")
    command.add_argument("--promise", action="store_true", help="they agreed to the day: it is a promise, not a snooze")
    command.epilog = (
        "One snooze too many (the third) asks for a decision: `fuyu decide`. `fuyu away` moves all plans of some days "
        "at once."
    )


def _reschedule(command: argparse.ArgumentParser) -> None:
    command.epilog = UNDONE
    command.add_argument("--dry-run", action="store_true", help="say what would move, and change nothing")


def _away(command: argparse.ArgumentParser) -> None:
    command.epilog = f"Plans on those days move; promises are listed, so that you can tell them first. {UNDONE}"
    command.add_argument("phrase", metavar="DAYS", nargs="*", help="3-10 aug, mon - fri, next week; or nothing: a list")
    command.add_argument("--reason", metavar="TEXT", default="", help="what it is: the fair")
    command.add_argument("--back", metavar="N", type=number, help="forget days away N; what was moved stays moved")
    command.add_argument("--dry-run", action="store_true", help="say what would move, and change nothing")


def _restore(command: argparse.ArgumentParser) -> None:
    command.add_argument("backup", metavar="BACKUP", nargs="?", default="", help="its day or name; the file is kept")


def _merge(command: argparse.ArgumentParser) -> None:
    command.epilog = f"Nothing is dropped; of two changes the later wins, and the other stays as a note. {UNDONE}"
    command.add_argument("file", metavar="OTHER.json", help="a copy that a sync tool or another machine made")
    command.add_argument("--dry-run", action="store_true", help="say what would come in, and change nothing")


def _when(command: argparse.ArgumentParser) -> None:
    command.add_argument("phrase", metavar="PHRASE", nargs="*", help="the day: tomorrow, fri 2pm, 2w, 2026-11-02")


def _count(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        metavar="TEXT",
        default="{overdue}! {today}*",
        help="text with {overdue}, {today}, {promised}, {done}, {unscheduled}; usually {overdue}! {today}*",
    )
    everyone(command)


def _serve(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--port", metavar="N", type=number, default=0, help="a port of this machine; otherwise a free one"
    )


def _completion(command: argparse.ArgumentParser) -> None:
    command.add_argument("shell", choices=SHELLS, nargs="?", help="the shell; otherwise yours")
    command.add_argument("--install", action="store_true", help="put them where the shell looks for them")
    command.epilog = 'Or in ~/.bashrc: eval "$(fuyu completion bash)"'


def _keys(command: argparse.ArgumentParser) -> None:
    command.add_argument("--markdown", action="store_true", help="as tables in Markdown")


def _theme(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "theme", metavar="NAME", nargs="?", default="", help="the theme to open with; or nothing: a list"
    )
    command.epilog = "A file NAME.toml in the folder themes beside the settings is a theme of your own."


def common() -> _Parser:
    """Return a parser of the options that every command takes."""
    parent = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = parent.add_argument_group(COMMON)
    group.add_argument("--db", metavar="PATH", help="the book; otherwise $FUYU_DB, or your data folder")
    group.add_argument("--at", metavar="TIME", help="a time to stand at, like 2026-03-18T09:30 (also $FUYU_NOW)")
    group.add_argument("--tz", metavar="ZONE", help="a zone to be in, like Europe/London (also $FUYU_TZ)")
    group.add_argument("--json", action="store_true", help="answer in JSON; its shape has a version")
    group.add_argument("--plain", action="store_true", help="answer one record a line, cells apart by tabs")
    return parent


def _promise(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.epilog = (
        "A promise is a date you agreed with them. `fuyu show LEAD` lists promises with their uids; the first letters "
        "are enough. You keep it by contacting them on its day, and a task by `fuyu done`."
    )
    command.add_argument("phrase", metavar="PHRASE", nargs="*", help="the day: fri 2pm, 2w, 2026-11-02")
    command.add_argument("--task", action="store_true", help="something to do by that day, rather than a call")
    command.add_argument("--why", metavar="TEXT", default="", help="what it is about")
    _channel(command, default="")
    command.add_argument("--quote", metavar="TEXT", default="", help="what they said about the date")
    command.add_argument(
        "--replaces", metavar="UID", default="", help="the promise that it replaces; what that was for stays"
    )
    command.add_argument("--withdraw", metavar="UID", default="", help="a promise that no longer needs to be kept")


def _task_done(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("uid", metavar="UID", nargs="?", default="", help="which, where there are several")


def _channel(command: argparse.ArgumentParser, default: str) -> None:
    words = f"how you reach them: {', '.join(CHANNELS)}"
    command.add_argument("--channel", choices=CHANNELS, metavar="CHANNEL", default=default, help=words)


def _next_step(command: argparse.ArgumentParser, without: str, channel: str) -> None:
    command.add_argument("--next", metavar="PHRASE", default="", help=f"the next step's day; {without}")
    _channel(command, default=channel)
    command.add_argument("--promise", action="store_true", help="the date was agreed with them")
    command.add_argument("--quote", metavar="TEXT", default="", help="what they said about the date")


def _add(command: argparse.ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="who it is; or - for a lead a line of the input")
    command.epilog = (
        "A line of the input says it all: Ann Lee, Acme ann@acme.example hot EUR 5k call fri 2pm re pricing #expo"
    )
    _details(command, without="")
    command.add_argument("--why", metavar="TEXT", default="", help="what the next step is for")
    command.add_argument("--referred-by", metavar="LEAD", default="", help="who referred them; a thank-you is due then")
    command.add_argument("--temperature", choices=TEMPERATURES, default="", help="how near a yes seems")
    command.add_argument("--new", action="store_true", help="add them even if they seem to be here already")
    _next_step(command, "today when left out", channel="")


def _edit(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("--name", metavar="TEXT", default="", help="what they are called")
    _details(command, without=None)
    command.add_argument("--temperature", choices=TEMPERATURES, default="", help="how near a yes seems")
    command.add_argument(
        "--status", choices=STATUSES, metavar="STATUS", default="", help=f"one of {', '.join(STATUSES)}"
    )
    command.add_argument("--why", metavar="TEXT", default=None, help="what the plan is for")
    words = "take a number, an address, a tag or a fact away; may be repeated"
    command.add_argument("--without", metavar="TEXT", action="append", default=[], help=words)
    command.epilog = (
        'An empty text ("") takes a field away; what may be repeated is added to what is there. Change the next step '
        f"with `fuyu snooze` and `fuyu promise`. {UNDONE}"
    )


def _details(command: argparse.ArgumentParser, without: str | None) -> None:
    """Take what may be known of a lead, an option a field; `without` is what one is that is left out."""
    from fuyu.domain.fields import BY_NAME, LINES, ONE  # noqa: PLC0415 - only two commands wait for it

    for field in (field for field in ONE if field.option):
        command.add_argument(f"--{field.option}", metavar="TEXT", default=without, help=field.help)
    every = "how often: every 6 weeks, monthly, or the name of a cadence"
    command.add_argument("--every", metavar="TEXT", default=without, help=every)
    for field in (*LINES, BY_NAME["about"]):
        words = f"{field.help}; may be repeated"
        command.add_argument(f"--{field.option}", metavar="TEXT", action="append", default=[], help=words)


def _join(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("other", metavar="OTHER", help="the lead that becomes a part of the first, and is gone then")
    words = "keep the other's value in a field, like company or plan; may be repeated"
    command.add_argument("--take", metavar="FIELD", action="append", default=[], help=words)
    command.epilog = (
        "Fields of the first stay, empty ones come from the other, and what differs is kept in a note; numbers, tags, "
        f"touches, promises, notes and messages of both are there. {UNDONE}"
    )


def _log(command: argparse.ArgumentParser) -> None:
    from fuyu.domain.outcome import Outcome  # noqa: PLC0415 - the same

    lead(command)
    command.add_argument("outcome", metavar="OUTCOME", help="what came of it, one of those below")
    command.epilog = f"Outcomes: {', '.join(Outcome)}."
    command.add_argument("--note", metavar="TEXT", default="", help="what was said")
    _next_step(command, "the cadence proposes it when left out", channel="")
    command.add_argument(
        "--replaces", metavar="UID", default=None, help='the promise that the new date replaces; "" adds it beside them'
    )
    command.add_argument(
        "--kept",
        metavar="UID",
        nargs="?",
        const="",
        default=None,
        help="that was it: the promise (the nearest) is kept, early",
    )
    command.add_argument(
        "--withdraw", metavar="UID", action="append", default=[], help="a promise that no longer needs to be kept"
    )
    command.add_argument("--no-next", action="store_true", help="leave a customer without a next step")
    command.add_argument("--when", metavar="PHRASE", default="", help="when it was: yesterday 15:00, 2h ago; else now")
    command.add_argument("--lost", action="store_true", help="end the follow-up without a yes")
    command.add_argument("--check-in", action="store_true", help="a check-in, nothing sold: the next step stays")


def _reopen(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("--next", metavar="PHRASE", default="", help="the next step's day; otherwise one is proposed")
    command.add_argument("--promise", action="store_true", help="the date was agreed with them")
    command.add_argument("--why", metavar="TEXT", default="", help="what the next step is for")


def _correct(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("entry", metavar="ENTRY", help="1 is the newest that `fuyu show` lists; or touch:7, note:3")
    command.add_argument("text", metavar="TEXT", help="what it says from now on; quote it")
    command.epilog = f"What it said before is kept. {UNDONE}"


def _delete(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.epilog = f"Touches, notes and messages go with them. {UNDONE}"


def _forget(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("--yes", action="store_true", help="it is meant; otherwise you are asked")
    command.add_argument(
        "--may-return",
        action="store_true",
        help="keep nothing to know a do-not-contact person by: they may be added again",
    )
    command.epilog = (
        "The lead, touches, notes, messages, drafts and promises go from the book, its journal, copies and backups, "
        "what can be undone, and the cache. Nothing undoes it. Exports and copies of yours elsewhere are not touched. "
        "Of a do-not-contact person keyed hashes of addresses and numbers stay, so that no import brings them back."
    )


def _decide(command: argparse.ArgumentParser) -> None:
    lead(command)
    command.add_argument("decision", metavar="DECISION", help="call, channel, permission, park, lost or put_off")
    command.add_argument("phrase", metavar="PHRASE", nargs="*", default=[], help="until when, for park and put_off")
    command.add_argument("--why", metavar="TEXT", default="", help="the reason, for park and put_off")
    command.epilog = (
        "call: today, by phone. channel: today, another way. permission: today, ask whether to stay in touch. park: "
        f"later, with a reason. lost: end the follow-up. put_off: snooze once more; possible only once. {UNDONE}"
    )


def _with_features(title: str, verbs: Sequence[Subcommand]) -> tuple[Subcommand, ...]:
    """Return the commands of a group, those of features among them."""
    added = [
        (command.after, _of_feature(command))
        for feature in features().values()
        for command in feature.commands
        if command.group == title
    ]
    return woven(verbs, added, attrgetter("name"))


def _of_feature(command: Command) -> Subcommand:
    below = tuple(map(_of_feature, command.below))
    return Subcommand(command.name, command.runs, command.summary, command.takes, below)


_CORE: Mapping[str, Sequence[Subcommand]] = {
    "the day": (
        Subcommand("today", "fuyu.cli.today:today", "Show who to contact today, and who is overdue.", _today),
        Subcommand("log", "fuyu.cli.commands:log", "Log a touch: what came of it, and the next date.", _log),
        Subcommand("note", "fuyu.cli.commands:note", "Save a note without a touch.", _note),
        Subcommand(
            "promise",
            "fuyu.cli.promises:promise",
            "Make a promise: a date you agreed with a lead, or a task due by then.",
            _promise,
        ),
        Subcommand("done", "fuyu.cli.promises:done", "Mark a task you promised as done.", _task_done),
        Subcommand("tick", "fuyu.cli.ticking:tick", "Tick something unresolved in a lead's notes.", _tick),
        Subcommand("snooze", "fuyu.cli.commands:snooze", "Move a next step to a later day.", _snooze),
        Subcommand("decide", "fuyu.cli.changing:decide", "Decide about a lead who was snoozed too often.", _decide),
        Subcommand("skip", "fuyu.cli.changing:skip", "Skip a check-in that is near.", lead),
        Subcommand("reopen", "fuyu.cli.commands:reopen", "Make a lost lead or a customer an open lead again.", _reopen),
        Subcommand("undo", "fuyu.cli.commands:undo", "Undo the last action."),
        Subcommand("redo", "fuyu.cli.commands:redo", "Redo what was undone."),
        Subcommand(
            "morning", "fuyu.cli.days:morning", "Show how the day begins: promises, load, who comes first.", everyone
        ),
        Subcommand(
            "evening", "fuyu.cli.days:evening", "Show how the day went, and who comes first tomorrow.", everyone
        ),
        Subcommand(
            "reschedule", "fuyu.cli.days:reschedule", "Give every overdue plan a new day; promises stay.", _reschedule
        ),
        Subcommand(
            "spread", "fuyu.cli.days:spread", "Spread unscheduled leads over the coming working days.", _reschedule
        ),
        Subcommand("away", "fuyu.cli.days:away", "Keep days free, or list the days away.", _away),
        Subcommand("count", "fuyu.cli.count:count", "Print today's counts for a shell prompt.", _count),
    ),
    "people": (
        Subcommand(
            "find",
            "fuyu.cli.commands:find",
            "Find leads by name, company, anything written, or operators like tag:expo.",
            _find,
        ),
        Subcommand("view", "fuyu.cli.views:view", "List saved views, or save one: a query with a name.", _view),
        Subcommand("show", "fuyu.cli.card:show", "Show one lead with their history.", lead),
        Subcommand(
            "company", "fuyu.cli.company:company", "Show everyone at a company, and who was contacted last.", _company
        ),
        Subcommand("add", "fuyu.cli.commands:add", "Add a lead, or one for each line of the input.", _add),
        Subcommand("edit", "fuyu.cli.commands:edit", "Change what is known of a lead.", _edit),
        Subcommand("correct", "fuyu.cli.changing:correct", "Correct a past note; the old text is kept.", _correct),
        Subcommand("delete", "fuyu.cli.changing:delete", "Delete a lead with everything about them.", _delete),
        Subcommand("forget", "fuyu.cli.forget:forget", "Remove every trace of a person, for good.", _forget),
        Subcommand("join", "fuyu.cli.joining:join", "Join two leads that are one person.", _join),
    ),
    "files": (
        Subcommand("backup", "fuyu.cli.care:backup", "Copy the book, once a day; the dashboard does so by itself."),
        Subcommand("restore", "fuyu.cli.care:restore", "List the copies of the book, or restore one.", _restore),
        Subcommand("merge", "fuyu.cli.care:merge", "Merge another copy of the book.", _merge),
        Subcommand("check", "fuyu.cli.care:check", "Check the book, and print what is wrong."),
    ),
    "settings and surroundings": (
        Subcommand("when", "fuyu.cli.commands:when", "Print the day a phrase means.", _when),
        Subcommand("keys", "fuyu.cli.commands:keys", "Print the keys of the dashboard.", _keys),
        Subcommand("theme", "fuyu.cli.theme:theme", "List the themes of the dashboard, or choose one.", _theme),
        Subcommand("doctor", "fuyu.cli.doctor:doctor", "Check where fuyu runs, and say what to fix."),
        Subcommand(
            "completion",
            "fuyu.cli.completion:completion",
            "Print completions for a shell, or install them.",
            _completion,
        ),
        Subcommand("serve", "fuyu.cli.serve:serve", "Show the dashboard in a browser of this machine.", _serve),
        Subcommand(
            "demo", "fuyu.cli.dashboard:demo", "Open the dashboard on sample leads, in a file of their own.", _demo
        ),
    ),
}
"""The commands without those of features."""


@cache
def groups() -> Mapping[str, Sequence[Subcommand]]:
    """Return every command, by what it is about."""
    return {title: _with_features(title, verbs) for title, verbs in _CORE.items()}
