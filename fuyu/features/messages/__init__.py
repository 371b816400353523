"""Messages: written now, sent on a day exactly as they were seen, once, and never to whom nothing may go.

`channels` are the ways one can take: fuyu sends e-mail alone. `rules` say when one goes, and whether it still may;
`service` writes, queues and settles them; `standing` tells the desk how each stands. `filling` puts what is known of
a lead into the `templates` of a person; `mail` hands one to a server, `sending` lets one process do that at a time;
`command`, `settings`.
"""

from argparse import ArgumentParser

from fuyu.registry import Command, Feature, Press, Settings, lead, number, on


def _writes(command: ArgumentParser) -> None:
    command.epilog = (
        "A message is sent only once you reviewed it: a terminal showed you the whole of it, or you say --reviewed. "
        "To many: fuyu find expo --plain | cut -f1 | fuyu message - --template offer; it is one action."
    )
    lead(command)
    what = command.add_mutually_exclusive_group()
    what.add_argument("--template", metavar="NAME", default="", help="a text file in the folder messages")
    what.add_argument("--text", metavar="TEXT", default=None, help="what it says; - reads the input")
    what.add_argument("--show", action="store_true", help="review the one that is waiting, so that it can be sent")
    what.add_argument("--drop", action="store_true", help="delete the one that is waiting")
    command.add_argument("--subject", metavar="TEXT", default=None, help="its subject; otherwise the template's")
    command.add_argument(
        "--channel",
        choices=("email", "text", "voicemail", "social", "letter"),
        default="",
        help="how it reaches them: fuyu send sends e-mail, all else you do on its day; otherwise as the next step says",
    )
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


FEATURE = Feature(
    commands=(
        Command(
            name="message",
            group="people",
            after=("import", "join"),
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
            "work.message",
            ("m", "shift+f5"),
            "Write",
            "Write a message, sent on a day or by your mail program.",
            "WORK",
            after="work.refer",
            does="fuyu.features.messages.screen:write",
        ),
        *on(
            "MESSAGE",
            "page.back",
            Press("message.ready", ("ctrl+s",), "Queue", "Queue it for its time; `fuyu send` sends it then."),
            Press("message.drop", ("ctrl+g",), "Drop", "Drop the queued message."),
            Press("message.sent", ("ctrl+l",), "Log", "Log what you sent, or said, just now."),
            Press("message.way", ("ctrl+n",), "By", "Write by the next way: e-mail, text, voicemail ..."),
            Press("message.program", ("ctrl+o",), "Mail program", "Continue in your mail program, or the app for it."),
            Press("message.copy", ("ctrl+b",), "Copy", "Copy the message to paste it elsewhere."),
            Press("message.template", ("ctrl+t",), "Template", "Use the next of your templates."),
            Press("message.continue", ("ctrl+r",), "Continue", "Continue the text typed before.", runs="bring"),
            Press("message.next_field", ("tab",), "Next", "Go to the next field.", covered_by="date.other"),
            Press("message.cancel", ("escape",), "Back", "Go back; the text is saved and not sent."),
        ),
        *on(
            "LEFTOVER",
            "page.back",
            Press("leftover.sent", ("s", "y"), "Sent", "Mark as sent: log it as a touch."),
            Press("leftover.resend", ("r",), "Send again", "Queue it again."),
            Press("leftover.drop", ("d", "ctrl+g"), "Drop", "Drop it: not logged, not sent."),
        ),
    ),
    several={"work.message": "fuyu.features.messages.screen.several:write_to_each"},
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
