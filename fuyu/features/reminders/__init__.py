"""Reminders of promises and plans with a time: on the desktop, in the terminal, and from a timer.

`rules` say what is near and how it is told, `service` tells each once (`told` keeps what was), by `notices` to the
desktop and the terminal; `minutes` does it beside the dashboard; `command`, `settings`.
"""

from fuyu.registry import Command, Feature, Settings

FEATURE = Feature(
    commands=(
        Command(
            name="remind",
            group="the day",
            after="count",
            summary="Send due reminders once each; for a timer.",
            runs="fuyu.features.reminders.command:remind",
        ),
    ),
    settings=(
        Settings(
            title="remind",
            after="money",
            structs=("fuyu.features.reminders.rules:Reminding",),
            kinds="fuyu.features.reminders.settings:KINDS",
        ),
    ),
    beside="fuyu.features.reminders.minutes:beside",
)
