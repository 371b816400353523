"""`fuyu review`: how the last weeks went."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator

from fuyu.answer import Answer
from fuyu.cli.opening import on_desk
from fuyu.cli.output import Progress
from fuyu.desk import Desk
from fuyu.errors import UsageError
from fuyu.features.review.plots import Plot, plots
from fuyu.features.review.service import look_back

_WIDTH = 79
_MOST_WEEKS = 520


@on_desk
def review(desk: Desk, asked: Namespace) -> Answer:
    """Say how the last weeks went."""
    if not 1 <= asked.weeks <= _MOST_WEEKS:
        raise UsageError(f"--weeks is a number from 1 to {_MOST_WEEKS}")
    with Progress() as progress:
        found = look_back(desk, asked.weeks, progress.touches)
    counts = [{"touches": number, "yeses": count} for number, count in sorted(Counter(found.until_yes).items())]
    return Answer(
        sentences=_plotted(plots(found, _WIDTH)),
        records=((plot.title, bar.label, bar.words) for plot in plots(found, _WIDTH) for bar in plot.bars),
        data={
            "weeks": [
                {"week": w.first, "kept": w.promises.kept, "late": w.promises.late, "broken": w.promises.broken}
                for w in found.weeks
            ],
            "outcomes": found.outcomes,
            "check_ins": found.check_ins,
            "until_yes": {"half_by": found.half_by, "counts": counts},
            "value": found.values,
        },
    )


def _plotted(shown: Iterable[Plot]) -> Iterator[str]:
    for number, plot in enumerate(shown):
        yield f"{chr(10) if number else ''}{plot.title}{'' if plot.bars else f': {plot.empty}'}"
        for bar in plot.bars:
            yield f"  {bar.label:<18} {bar.bar} {bar.words}"
