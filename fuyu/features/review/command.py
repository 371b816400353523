"""`fuyu review`: how the last weeks went."""

from argparse import Namespace
from collections import Counter

from fuyu.cli import output
from fuyu.cli.opening import desk_on
from fuyu.errors import UsageError
from fuyu.features.review.plots import plots
from fuyu.features.review.service import look_back

_WIDTH = 79
_MOST_WEEKS = 520


def review(asked: Namespace) -> int:
    """Say how the last weeks went."""
    if not 1 <= asked.weeks <= _MOST_WEEKS:
        raise UsageError(f"--weeks is a number from 1 to {_MOST_WEEKS}")
    with desk_on(asked) as desk, output.Progress() as progress:
        found = look_back(desk, asked.weeks, progress.touches)
        progress.clear()
    tries = found.until_yes
    if asked.json:
        weeks = [
            {"week": w.first, "kept": w.promises.kept, "late": w.promises.late, "broken": w.promises.broken}
            for w in found.weeks
        ]
        counts = [{"touches": number, "yeses": count} for number, count in sorted(Counter(tries).items())]
        until_yes = {"half_by": found.half_by, "counts": counts}
        told = {"weeks": weeks, "outcomes": found.outcomes, "check_ins": found.check_ins, "until_yes": until_yes}
        output.json(told | {"value": found.values})
        return 0
    for number, plot in enumerate(plots(found, _WIDTH)):
        if not asked.plain:
            output.line(f"{chr(10) if number else ''}{plot.title}{'' if plot.bars else f': {plot.empty}'}")
        for label, bar, words in plot.bars:
            output.line(f"{plot.title}\t{label}\t{words}" if asked.plain else f"  {label:<18} {bar} {words}")
    return 0
