"""Expected errors: three lines that say what happened, where, and what to do."""


class SutraError(Exception):
    """An error that a person can act on; shown without a traceback."""

    def __init__(self, what: str, where: str, todo: str) -> None:
        super().__init__(what)
        self.what, self.where, self.todo = what, where, todo

    def __str__(self) -> str:
        return f"error: {self.what}\nwhere: {self.where}\nto do: {self.todo}"
