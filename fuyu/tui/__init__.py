"""The dashboard.

`app`: keys in turn, ways to leave. Keys: `keys` is the one registry, `keymap` what a person made of it, `preferences`
that and the look, `bindings` Textual's part, `palette` commands and leads by name, `legend` what the marks mean.
Words, values to spans: `present` (what every line shares), `present_list` and `present_card` (a lead as a line, and
wholly), `present_call` on the phone, `present_days` for a day's two ends, rescheduling and days away,
`present_month`, `present_import`, `present_pair` for two people side by side, `present_done` (what was done, in the
room there is), `present_coming` for the days ahead, `present_help` for marks and keys in columns; `header` (the line
above everything), `footer` (which keys the last one shows), `gauge` (how much is done, in one line), `wrapping` (long
lines broken), `tint` (what stands out in a note), `sharing` (rows shared out among panes by need). Painting: `cells`
(which texts take a cell a letter), `theme` (themes, for as many colours as a terminal has), `theming` (which one is
on), looks in `*.tcss`. Outside: `beside` (what is done in threads: what features do, and copies of the book),
`external` (a note in one's own editor), `aside` (its file, and what editors leave when they are killed), `keeping`
(what is typed is kept and offered again), `unfinished` (what could not be kept waits for the next start) and
`left_behind` (all of that, and what is held), `all_typed` (in whichever place), `environment` (what of Textual's
variables holds).
"""
