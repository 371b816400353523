"""Messages: written now, sent on a day exactly as they were seen, once, and never to whom nothing may go."""

from argparse import ArgumentParser

from fuyu.registry import Command, Feature, Press, Settings, lead, number


def _writes(command: ArgumentParser) -> None:
    command.epilog = (
        "A message is sent only once you reviewed it: a terminal showed you the whole of it, or you say --reviewed."
    )
    lead(command)
    what = command.add_mutually_exclusive_group()
    what.add_argument("--template", metavar="NAME", default="", help="a text file in the folder messages")
    what.add_argument("--text", metavar="TEXT", default=None, help="what it says; - reads the input")
    what.add_argument("--show", action="store_true", help="review the one that is waiting, so that it can be sent")
    what.add_argument("--drop", action="store_true", help="delete the one that is waiting")
    command.add_argument("--subject", metavar="TEXT", default=None, help="its subject; otherwise the template's")
    command.add_argument("--to", metavar="ADDRESS", default="", help="the address; otherwise the lead's first")
    command.add_argument("--on", metavar="PHRASE", default="", help="when to send it: fri, fri 9am; otherwise today")
    command.add_argument("--reviewed", action="store_true", help="you have reviewed it, though not on a terminal")


def _lists(command: ArgumentParser) -> None:
    command.add_argument("--all", action="store_true", help="also those that were sent")


def _sends(command: ArgumentParser) -> None:
    what = command.add_mutually_exclusive_group()
    what.add_argument("--dry-run", action="store_true", help="print what would be sent, and why the rest would not")
    what.add_argument("--resend", metavar="N", type=number, default=0, help="message N was not sent: queue it again")
    what.add_argument("--mark-sent", metavar="N", type=number, default=0, help="message N was sent: log it as a touch")
    what.add_argument("--anyway", metavar="N", type=number, default=0, help="send message N although it is held")


def _in(where: str, key: str, keys: tuple[str, ...], label: str, tooltip: str) -> Press:
    """Return a key of one of the screens."""
    return Press(id=key, keys=keys, label=label, tooltip=tooltip, where=where, after="page.back")


FEATURE = Feature(
    commands=(
        Command(
            name="message",
            group="people",
            after="import",
            summary="Write a message to a lead, to be sent on a day.",
            runs="fuyu.features.messages.command:message",
            takes=_writes,
        ),
        Command(
            name="messages",
            group="people",
            after="message",
            summary="List the messages that are waiting.",
            runs="fuyu.features.messages.command:messages",
            takes=_lists,
        ),
        Command(
            name="send",
            group="people",
            after="messages",
            summary="Send the messages that are due, once each.",
            runs="fuyu.features.messages.command:send",
            takes=_sends,
        ),
    ),
    keys=(
        Press(
            id="work.message",
            keys=("m", "shift+f5"),
            label="Write",
            tooltip="Write, to be sent on a day or in your mail program.",
            where="WORK",
            after="work.refer",
            does="fuyu.features.messages.screen:write",
        ),
        _in("MESSAGE", "message.ready", ("ctrl+s",), "Queue", "Queue it for its time; `fuyu send` sends it then."),
        _in("MESSAGE", "message.drop", ("ctrl+g",), "Drop", "Drop the message that waits."),
        _in("MESSAGE", "message.program", ("ctrl+o",), "Mail program", "Go on with it in your mail program."),
        _in("MESSAGE", "message.copy", ("ctrl+b",), "Copy", "Copy it, to paste it elsewhere."),
        _in("MESSAGE", "message.template", ("ctrl+t",), "Template", "Begin with the next of your templates."),
        Press(
            id="message.continue",
            keys=("ctrl+r",),
            label="Continue",
            tooltip="Go on with what was typed before.",
            where="MESSAGE",
            after="page.back",
            runs="bring",
        ),
        Press(
            id="message.next_field",
            keys=("tab",),
            label="Next",
            tooltip="Go to the next field.",
            where="MESSAGE",
            after="page.back",
            covered_by="date.other",
        ),
        _in("MESSAGE", "message.cancel", ("escape",), "Back", "Go back; what was typed is kept, and does not go."),
        _in("LEFTOVER", "leftover.sent", ("s", "y"), "Sent", "It was sent: log it as a touch."),
        _in("LEFTOVER", "leftover.resend", ("r",), "Send again", "It was not sent: queue it again."),
        _in("LEFTOVER", "leftover.drop", ("d", "ctrl+g"), "Drop", "Drop it: it is neither logged nor sent."),
    ),
    settings=(
        Settings(
            title="mail",
            after="look",
            structs=("fuyu.features.messages.settings:MailServer",),
            kinds="fuyu.features.messages.settings:KINDS",
            made="fuyu.features.messages.settings:outgoing",
        ),
    ),
    answers={"MessageRules": "fuyu.features.messages.standing:MessageStandings"},
    pages=("messages.md",),
)
