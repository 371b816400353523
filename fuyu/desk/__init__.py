"""The use cases: each thing a person wants becomes one action on a store.

`desk` puts small objects together; each is found at it under its own name. To ask: `leads` (and their `names`;
`queries` of words and operators, `views` of them that are saved; `companies` they work at), `agendas`
(`desk.agenda`: the day and its round), `whose` (whose leads it shows, in a team), `phrases` (what words mean),
`ahead` (the days to come), `proposals` (what comes next with a lead), `messages` (those not sent; the feature says
how each stands), `meetings` (when one has no time, as a feature reads it). To do: `commands` for a lead, `planning`
gives and moves days (`away` are those kept free), `promising` (`desk.promises`), `joining`, `forgetting` (of whom
nothing stays), `merging` (another copy of the book, by the rules of `copies`), `drafts` (what is typed in each place),
`undo`. Below them: `opened` (`desk.book`) is the book with what others write to it, `terms` the time, the calendar and
the manners; `actions` makes one action of a change and holds what could not be saved, `events` tells of it; `refusals`
are words for what no lead allows, `values` what goes in and comes out. Beside them: `quick_add` makes a lead of a line,
`existing` says what of somebody is not known yet, `days` reads a day's plan and its evening.
"""

from fuyu.desk.desk import Desk
from fuyu.desk.values import Card, NewLead, Standing, TouchMade

__all__ = ["Card", "Desk", "NewLead", "Standing", "TouchMade"]
