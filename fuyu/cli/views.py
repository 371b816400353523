"""`fuyu view`: saved views, listed, saved and forgotten."""

from argparse import Namespace

from fuyu.answer import Answer
from fuyu.cli.done import done
from fuyu.cli.leads import fit
from fuyu.cli.opening import on_desk
from fuyu.cli.understood import understood_query
from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.domain.view import SavedView, recalled
from fuyu.errors import UsageError


@on_desk
def view(desk: Desk, asked: Namespace) -> Answer:
    """List the saved views, save one, or forget one."""
    if asked.forget:
        if asked.name:
            raise UsageError("--forget NAME stands alone")
        return done(desk.views.forget(asked.forget))
    if not asked.name:
        return _listed(desk)
    understood_query(desk, asked.words)
    return done(desk.views.save(asked.name, " ".join(asked.words)))


def _listed(desk: Desk) -> Answer:
    views = desk.views.all()
    counts = [len(_found(desk, view)) for view in views]
    listed = [*zip(views, counts, strict=True)]
    return Answer(
        sentences=(f"{count:>6}  {fit(view.name, 20)}  {clean_line(view.query)}" for view, count in listed),
        records=((view.name, count, view.query) for view, count in listed),
        data={"views": [{"name": view.name, "query": view.query, "leads": count} for view, count in listed]},
        warnings=[remark for view in views for remark in desk.leads.queries.read(recalled(view).query).remarks],
        hints=[] if views else ["no saved views; `fuyu view fair tag:expo hot` saves one"],
    )


def _found(desk: Desk, view: SavedView) -> set[int]:
    """Return whom a view finds; nobody where nothing of what it asks can be understood."""
    query = desk.leads.queries.read(recalled(view).query)
    return desk.leads.found(query) if query else set()
