"""Pure rules on frozen values: no I/O, no clock, no framework.

People: `lead`, `fields` (the one table of a lead's fields), `outcome` (the one table of what can come of a touch,
and what follows from it) with the `status` an end leaves, `colleagues` (who in a team is meant, and whose leads are
not shown), `money` (an amount; `money_text` reads one, of the `currencies` there are), what is to be done with them
(`step` with the plan, `promise`), `history`, `message`, `address`, `unwanted` (ways they do not want), `numbers`
(what a phone number dials), `identity` (whether two people are one) and `joining`, `agreement` (what two have
written about one of them), `typed` (drafts), `action`, `text` (cleaned and folded) and its types, `cleaning`,
`find`, `view` (a saved query), `patterns` (compiled when first used).
The day: `agenda`, in its `order`, `day`, `calls`, `score`, `pace`, who is `avoided`. What becomes of a promise:
`settling`, `snooze`; what is unresolved by the notes: `worries`.
Which day next: `cadence`, `proposal`, `presets`, `calendar`, `spread`, `reschedule`, `rhythm`, `zones` and
`zone_prefixes`, a table made of a library's data; which time: `busy` (what is taken, and what is free). Manners:
`kindness`, `facts`, `manners` (with the numbers a person may set; `settings` says what makes one of a field), and the
`decision` after too many snoozes. Ends and what comes after: `ending`, `customer`; what was logged `late`.
Words for dates (`when/`), one line taken apart (`quick_add/`), and queries (`query/`).
"""
