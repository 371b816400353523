"""The day: one screen, and the objects it hosts.

Read `screen` first: what is composed, and which keys reach what. Each object it hosts has its own state, and is given
what it needs: whoever shows something the `view`, whoever changes the book `doing`, which stands on the view.

| module | what it is for |
| --- | --- |
| `view` | the panes, who is chosen, what is typed about them, the last line; and what is walked, a small protocol |
| `presence` | at which lead one is, told to colleagues, and where they are |
| `lists`, `call_mode` | the two that are walked: the lists, and one call after the other |
| `days_ahead` | the days that come, and who is due then |
| `doing` | do one thing, say what was done, show the day anew |
| `lead_actions`, `owed`, `note_actions` | what is done with the chosen lead |
| `marking` | marks leads, so that what is done is done with all of them |
| `adding`, `book_actions` | what is done with the whole book |
| `work` | all that keys do, made after the first picture |
| `narrowing` | the day narrowed to a view |
| `upkeep` | what goes on by itself: time passes, others write, promises come near, a day begins |
"""
