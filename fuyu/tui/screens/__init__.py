"""Screens: compositions of panes, and nothing else.

`questions` is what is asked at the foot of the day; on a `sheet` above it: `find`, `views`, `company` and `coming`
(the days ahead, and who is due then), which list `people`, `palette`, `themes`, `form`, `history`, `join` (two leads
that are one), `reschedule`, `away`, `help`, `left_words` (of a note whose lead is gone), and a `page` that is read.
"""
