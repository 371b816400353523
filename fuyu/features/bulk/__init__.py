"""Many leads at once: those that are marked in the dashboard, or that a command names.

`rules` say what becomes of each of them, `service` does it by one action; `command`, `screen`.
"""

from argparse import ArgumentParser

from fuyu.registry import UNDONE, Command, Feature, Press, on


def _takes(command: ArgumentParser) -> None:
    command.epilog = (
        "It is one action. Promises stay, and are listed, unless --put-off says otherwise; who is deleted meanwhile is "
        f"left out. {UNDONE} fuyu find expo --plain | cut -f1 | fuyu bulk - --snooze 1w"
    )
    command.add_argument("lead", metavar="LEAD", nargs="+", help="ids, or names; - reads ids from the input")
    command.add_argument("--snooze", metavar="PHRASE", default="", help="move their next steps to that day")
    command.add_argument("--put-off", action="store_true", help="with --snooze: put promises off, too")
    command.add_argument("--tag", metavar="TAG", action="append", default=[], help="add a tag; may be repeated")
    command.add_argument("--untag", metavar="TAG", action="append", default=[], help="take a tag away; may be repeated")
    command.add_argument("--temperature", choices=("hot", "warm", "cold"), default="", help="how near a yes seems")
    command.add_argument("--cadence", metavar="NAME", default=None, help='the name of a cadence; "" is the usual one')
    command.add_argument("--hand", metavar="WHO", default=None, help="in a team: hand them over to WHO, or to everyone")
    command.add_argument("--delete", action="store_true", help="delete them, with everything written about them")


FEATURE = Feature(
    commands=(
        Command(
            name="bulk",
            group="people",
            after="join",
            summary="Snooze, tag, change, hand over or delete many leads at once.",
            runs="fuyu.features.bulk.command:bulk",
            takes=_takes,
        ),
    ),
    keys=on(
        "MANY",
        "help.close",
        Press("many.done", ("enter",), "Change", "Change these fields of all marked leads."),
        Press("many.continue", ("ctrl+r",), "Continue", "Continue what was typed before.", runs="bring"),
        Press("many.cancel", ("escape",), "Back", "Go back; nothing changes, and the text is saved."),
    ),
    several={
        "work.snooze": "fuyu.features.bulk.screen:snooze",
        "work.snooze_one": "fuyu.features.bulk.screen:snooze_one",
        "work.edit": "fuyu.features.bulk.screen:edit",
        "work.warmer": "fuyu.features.bulk.screen:warmer",
        "work.colder": "fuyu.features.bulk.screen:colder",
        "work.delete": "fuyu.features.bulk.screen:delete",
    },
)
