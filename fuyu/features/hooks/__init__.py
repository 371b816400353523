"""A person's own programs: hooks that follow what is done, and commands on a key.

`rules` say which hooks an action has, and what is read of what a command prints; `folder` knows which hooks there are,
and whether they may run. What is done waits in a `queue`, beside the book, until `running` hands it to the hooks, in a
process of its own, one after the other; `following` puts it there, behind a command and beside the dashboard.
`programs` runs one, with an end to its time and to what it prints; `command`, `screen`, `settings`.
"""

from argparse import ArgumentParser

from fuyu.registry import Command, Feature, Settings, lead


def _takes(command: ArgumentParser) -> None:
    command.epilog = (
        "Hooks are programs in the folder hooks beside config.toml, called as what they follow: on-log, on-add, "
        "on-snooze. Each reads what was done as JSON. docs/hooks.md has three that work."
    )
    command.add_argument("--run", action="store_true", help="run them for what waits; fuyu does that by itself")


def _runs(command: ArgumentParser) -> None:
    command.epilog = (
        "NAME is a table of config.toml: [commands.dial] with key and run. The program reads what `fuyu show LEAD "
        "--json` prints. docs/hooks.md has examples."
    )
    command.add_argument("name", metavar="NAME", help="the name of one of your commands")
    lead(command)


FEATURE = Feature(
    commands=(
        Command(
            name="run",
            group="people",
            after=("mail", "send", "import", "join"),
            summary="Run one of your own commands on a lead.",
            runs="fuyu.features.hooks.command:run",
            takes=_runs,
        ),
        Command(
            name="hooks",
            group="settings and surroundings",
            after="theme",
            summary="List your hooks and commands, and what came of them.",
            runs="fuyu.features.hooks.command:hooks",
            takes=_takes,
        ),
    ),
    settings=(
        Settings(
            title="commands",
            after=("mail", "look"),
            structs=("fuyu.features.hooks.settings:OwnCommand",),
            kinds="fuyu.features.hooks.settings:KINDS",
            made="fuyu.features.hooks.settings:own_commands",
            each=True,
            own_keys="own",
        ),
    ),
    beside="fuyu.features.hooks.following:beside",
    listens="fuyu.features.hooks.following:listen",
    folder="hooks",
    forgets="fuyu.features.hooks.queue:forget",
    own_keys="fuyu.features.hooks.settings:keys",
    pages=("hooks.md",),
)
