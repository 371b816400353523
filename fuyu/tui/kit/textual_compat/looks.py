"""A look that is put on before the style sheets are read: with one that comes later, Textual reads them all anew."""

from textual.app import App


def put_on(app: App[None], theme: str) -> None:
    """Put a theme on an app that has not begun."""
    app.set_reactive(App.theme, theme)
    dark = app.current_theme.dark
    app.set_class(dark, "-dark-mode", update=False)
    app.set_class(not dark, "-light-mode", update=False)
    app._refresh_truecolor_filter(app.ansi_theme)
    app.stylesheet.set_variables(app.get_css_variables())
