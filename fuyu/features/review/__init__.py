"""Looking back over some weeks: promises kept, what came of touches, what leads are worth.

`rules` count, `service` reads, `plots` are bars without a look; `command`, `screen`.
"""

from argparse import ArgumentParser

from fuyu.registry import Command, Feature, Press, everyone, number


def _takes(command: ArgumentParser) -> None:
    command.add_argument("--weeks", metavar="N", type=number, default=8, help="how many; 8 when left out")
    everyone(command)


FEATURE = Feature(
    commands=(
        Command(
            name="review",
            group="the day",
            after="evening",
            summary="Look back: promises kept, what came of touches.",
            runs="fuyu.features.review.command:review",
            takes=_takes,
        ),
    ),
    keys=(
        Press(
            "book.review",
            ("V",),
            "Review",
            "Look back over 8 weeks: promises kept, touches, outcomes.",
            "BOOK",
            after="book.evening",
            does="fuyu.features.review.screen:look_back",
        ),
    ),
)
