"""A team, or a person with two machines: one PostgreSQL between books that stay whole.

`command` makes a team, joins one and says how it stands: by `service`, in the words of `answers`; `library` is what
that needs. A `worker`, a process `beside` the dashboard, keeps a book and the server the same: by `exchange`, over a
`remote`, which is at an `address`; `trouble` says what is wrong with one, a `watch` ends what takes too long. What the
team does not take is kept `aside`. `making` is what a server needs once, `erasing` what it is asked of who is
erased. A `link` leads from the dashboard to the worker; by it `colleagues` tells the
dashboard who is at which lead, and how the book stands, in `words`; `claiming` is being at one. `handing` hands leads
over, on the `screen` by a key. `own_server` is a PostgreSQL for the `demo`, and for tests; in `sql` is what a team
keeps on its server.
"""

from argparse import ArgumentParser

from fuyu.registry import FIRST, UNDONE, Command, Feature, Press, lead, number

_DEFAULT = "fuyu"


def _by_service(command: ArgumentParser) -> None:
    command.add_argument(
        "--service",
        metavar="SERVICE",
        default=_DEFAULT,
        help=f"the entry of the service file of PostgreSQL that says where the server is; otherwise {_DEFAULT}",
    )


def _creates(command: ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", help="what the team is called")
    command.add_argument("--person", metavar="NAME", default="", help="what the team calls you; otherwise your login")
    _by_service(command)


def _joins(command: ArgumentParser) -> None:
    command.add_argument("name", metavar="NAME", nargs="?", default="", help="which, where you are in several there")
    _by_service(command)


def _leaves(command: ArgumentParser) -> None:
    command.add_argument("--anyway", action="store_true", help="although something waits that the team does not have")


def _syncs(command: ArgumentParser) -> None:
    command.add_argument("--stay", action="store_true", help="go on until the input ends; the dashboard does that")


def _erases(command: ArgumentParser) -> None:
    command.add_argument("lead", metavar="LEAD", help="the id, or words that only this name contains")
    command.add_argument("--yes", action="store_true", help="it is meant; otherwise you are asked")
    command.epilog = (
        "Owners may. Every book forgets the person when it exchanges next, as `fuyu forget` does in a book without a "
        "team; `fuyu team status` says which machines have done it. Nothing undoes it."
    )


def _invites(command: ArgumentParser) -> None:
    command.add_argument("login", metavar="LOGIN", help="how they log in to the server")
    command.add_argument(
        "--person", metavar="NAME", default="", help="what the team calls them; otherwise as before, or the login"
    )
    command.add_argument(
        "--role",
        choices=("owner", "caller", "reader"),
        default="",
        help="owners also invite, remove and erase; readers write nothing; otherwise as before, or caller",
    )


def _removes(command: ArgumentParser) -> None:
    command.add_argument("login", metavar="LOGIN", help="how they log in to the server")


def _hands(command: ArgumentParser) -> None:
    lead(command)
    command.add_argument("who", metavar="WHO", help="a name or a login of the team, a part of one, me, or everyone")
    command.epilog = f"Many at once: fuyu find owner:bo --plain | cut -f1 | fuyu bulk - --hand ana. {UNDONE}"


def _refused(command: ArgumentParser) -> None:
    what = command.add_mutually_exclusive_group()
    what.add_argument(
        "--resend", metavar="N", type=number, nargs="?", const=True, help="send number N once more; without N all"
    )
    what.add_argument("--drop", metavar="N", type=number, help="let number N go for good")


FEATURE = Feature(
    commands=(
        Command(
            name="team",
            group="files",
            after=("calendar", "export", FIRST),
            summary="Work with others, or on two machines.",
            runs="fuyu.features.team.command:status",
            below=(
                Command(
                    name="create",
                    summary="Make a team on a server of yours, with this book as its first.",
                    runs="fuyu.features.team.command:create",
                    takes=_creates,
                ),
                Command(
                    name="join",
                    summary="Let this book belong to a team that you are in.",
                    runs="fuyu.features.team.command:join",
                    takes=_joins,
                ),
                Command(
                    name="leave",
                    summary="Let this book belong to no team; all that is in it stays.",
                    runs="fuyu.features.team.command:leave",
                    takes=_leaves,
                ),
                Command(
                    name="status",
                    summary="Show how this book stands with its team.",
                    runs="fuyu.features.team.command:status",
                ),
                Command(
                    name="sync",
                    summary="Take what others did, and send what was done here.",
                    runs="fuyu.features.team.command:sync",
                    takes=_syncs,
                ),
                Command(
                    name="erase",
                    summary="Remove every trace of a person from the server and every book, for good.",
                    runs="fuyu.features.team.command:erase",
                    takes=_erases,
                ),
                Command(
                    name="upgrade",
                    summary="Bring the team's server up to this version of fuyu.",
                    runs="fuyu.features.team.command:upgrade",
                ),
                Command(
                    name="claims",
                    summary="List who is at which lead now.",
                    runs="fuyu.features.team.command:claims",
                ),
                Command(
                    name="refused",
                    summary="List what the team did not take, send it again, or let it go.",
                    runs="fuyu.features.team.command:refused",
                    takes=_refused,
                ),
                Command(
                    name="members",
                    summary="List who is in the team.",
                    runs="fuyu.features.team.command:members",
                ),
                Command(
                    name="invite",
                    summary="Let somebody into the team, or give them another role.",
                    runs="fuyu.features.team.command:invite",
                    takes=_invites,
                ),
                Command(
                    name="remove",
                    summary="Take somebody out of the team; what they wrote stays.",
                    runs="fuyu.features.team.command:remove",
                    takes=_removes,
                ),
                Command(
                    name="hand",
                    summary="Hand a lead over to a colleague, or to everyone.",
                    runs="fuyu.features.team.command:hand",
                    takes=_hands,
                ),
            ),
        ),
    ),
    keys=(
        Press(
            "work.hand",
            ("H",),
            "Hand over",
            "Hand this lead over to a colleague, or to everyone.",
            "WORK",
            after="work.join",
            does="fuyu.features.team.screen:hand_over",
            changes=True,
        ),
        Press(
            "book.everyone",
            ("O",),
            "Everyone",
            "Show the leads of colleagues, too, or no longer.",
            "BOOK",
            after="book.view",
            does="fuyu.features.team.screen:show_everyone",
        ),
        Press(
            "book.team",
            ("B", "shift+f11"),
            "Team",
            "See how this book stands with its team, and who is where.",
            "BOOK",
            after="book.reload",
            does="fuyu.features.team.screen:show_team",
        ),
    ),
    answers={"Colleagues": "fuyu.features.team.colleagues:TeamColleagues"},
    several={"work.hand": "fuyu.features.team.screen:hand_over"},
    beside="fuyu.features.team.beside:beside",
    follows="fuyu.features.team.beside:follow",
    forgets="fuyu.features.team.aside:forget",
    demo="fuyu.features.team.demo:together",
    pages=("team.md",),
)
