"""What changes of the marked leads: tags, temperature and cadence."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.lead import Temperature
from fuyu.features.bulk.rules import USUAL, MoreOfMany, NotUnderstood, more_of
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.field import FormField
from fuyu.tui.screens.sheet import TypedSheet
from fuyu.tui.widgets.line_input import LineInput


class Changing(TypedSheet[MoreOfMany | None]):
    """Asks for what changes; what is left empty stays as it is with each of them."""

    BINDINGS = bindings(Where.MANY)

    def __init__(self, leads: str, cadences: Sequence[str], drafts: PlaceDrafts) -> None:
        """Make the sheet.

        Args:
            leads: how many they are: `12 leads`.
            cadences: the names there are.
            drafts: of what is typed, as long as it is.
        """
        super().__init__(drafts)
        self._leads, self._cadences = leads, cadences
        self._fields = {
            "tags": FormField(
                "Tags", LineInput(submit=self.action_done, placeholder="expo, -old: one added, one gone")
            ),
            "heat": FormField("Heat", LineInput(submit=self.action_done, placeholder=", ".join(Temperature))),
            "cadence": FormField(
                "Cadence", LineInput(submit=self.action_done, placeholder=", ".join((USUAL, *cadences)))
            ),
        }

    def inside(self) -> ComposeResult:
        """A field for each."""
        yield self.offer
        yield from self._fields.values()

    def on_mount(self) -> None:
        """Begin with the tags."""
        self.set_focus(self._fields["tags"].input)
        self.edge.entitle(f"Change {self._leads}")
        self.edge.offer_keys(("many.done", "Change them"), ("many.cancel", "Back"))
        self.begin_keeping("many.continue")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what is typed."""
        message.stop()
        for field in self._fields.values():
            field.heed()
        self.keep_soon()

    def typed(self) -> Mapping[str, str]:
        """Return what is typed; nothing where all fields are empty."""
        found = {name: field.input.value for name, field in self._fields.items()}
        return found if any(map(str.strip, found.values())) else {}

    def write(self, fields: Mapping[str, str]) -> None:
        """Go on with what was typed before."""
        for name, field in self._fields.items():
            field.input.put(fields.get(name, ""))

    def action_done(self) -> None:
        """Answer with what changes, once all of it is understood."""
        found = more_of({name: field.input.value for name, field in self._fields.items()}, self._cadences)
        if isinstance(found, NotUnderstood):
            self._fields[found.field].complain(found.sentence)
            self.set_focus(self._fields[found.field].input)
        else:
            self.dismiss(found)

    def action_cancel(self) -> None:
        """Go back; nothing changes."""
        self.dismiss(None)
