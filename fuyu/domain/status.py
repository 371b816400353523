"""Where a follow-up stands: open, or as somebody said that it ended."""

from enum import StrEnum


class Status(StrEnum):
    """Whether a lead still needs a next date; each status but open was said by somebody, and stays."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    DO_NOT_CONTACT = "do_not_contact"

    @property
    def words(self) -> str:
        """The status as it is read: `do not contact`."""
        return self.value.replace("_", " ")

    @property
    def may_have_a_date(self) -> bool:
        """Whether a next step may stand: an open lead needs one, a customer may have one, nobody else has any."""
        return self in {Status.OPEN, Status.WON}
