"""When one has no time: calendars that others write, in folders and on CalDAV servers, read and never changed.

`reading` makes spans of calendar text, recurrences and all; `folders` and `server` say what text there is; `kept` is
what was read, by file and version, so that only what changed is read again; `service` does both, and answers the desk.
"""
