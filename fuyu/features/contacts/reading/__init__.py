"""People in: `contacts` reads any file that people have of other people, into values.

`contacts` takes any file; bytes to lines in their encoding (`textfile`, which asks `letters` where nothing says
it), to cells (`csvfile`) and cards (`cardfile`), titles to fields (`columns`, `remembered`, `taken`), `sheets` and
`vcards`, what a `record` and its `cells` say of a person, a `contact`; `kinds` are files that are none of it:
`consent` knows who wants to be left alone, `labels` which numbers are dialled, `names` which way round a name is,
`groups` who is in one; `spelling` shows how a file was read.
"""
