"""All that leans on what Textual (8.2) keeps to itself: each with what a person would feel without it.

| module | without it | leans on |
| --- | --- | --- |
| `in_turn` | `l n Enter` over ssh types an n into the notes | `App._check_bindings`, `_on_key` of `textual/app.py` |
| `shown` | a key costs 5 KB over ssh, not 100 bytes | `App._display`; `ChopsUpdate`, `LayoutUpdate` of `textual/_compositor.py`; `Console._color_system` of rich |
| `composing` | a key takes half as long again, a question twice as long | `Screen._compositor`; `Compositor.reflow`, `_render_chops`, `_regions_to_spans`, `_full_map`, `_dirty_regions` |
| `terminal`, `paste` | a long paste holds up the keys for seconds, and one without its end swallows them | `XTermParser` of `textual/_xterm_parser.py`; `LinuxDriver._file`, `_debug`, `_writer_thread` |
| `ending` | what was typed is lost where a page is closed, or by a fault; a fault prints names of people; quitting takes 0.1 s | `App._on_exit_app`, `_handle_exception`, `_driver`, `_begin_batch`; `LinuxDriver._key_thread` |
| `going_on` | a disk that does not answer for a moment ends the dashboard | `MessagePump._dispatch_message` |
| `looks` | a start takes longer: the style sheets are read twice, and the first two pictures are not right yet | `App._refresh_truecolor_filter`; classes by size come after the first layout |
| `without_palette` | a start takes a twentieth longer | `textual.app` imports `textual.command`, and uses it for its own palette alone |
| `typing` | a paste brings control characters in; lists do not go on; undo is lost by walking to another lead; a letter in a note takes twice as long | `Input._on_paste`; `TextArea._on_key`, `_on_paste`, `_replace_via_keyboard`, `_render_line`, `_theme`; `Widget._exchange_repaint_regions`; `Edit`, `EditHistory`, `WrappedDocument` of `textual/document/` |
| `scrolling` | a letter typed to find somebody is seen 10 ms later | `Widget._scroll_update` |
| `browser` | a page of no size, or a server that was killed, leaves a process behind | `WebDriver._write`, `_size`, `_app`; `App._post_message` |

`tests/tui/test_textual_compat.py` fails where one of these changes, and where anything else of fuyu uses what is private.
"""  # noqa: E501 - a table has long lines
