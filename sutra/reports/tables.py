"""One table in three formats, with the same cells: Markdown, LaTeX and CSV."""

import csv
import io

from sutra.errors import SutraError

TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def render_table(columns: list[str], rows: list[dict[str, str]], kind: str) -> str:
    """The table as text; `kind` is md, tex or csv. Rows may leave columns out, which are then empty."""
    body = [[row.get(column, "") for column in columns] for row in rows]
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([columns, *body])
        return text.getvalue()
    if kind == "md":
        grid = [columns, ["---"] * len(columns), *body]
        return "".join("| " + " | ".join(_md(cell) for cell in line) + " |\n" for line in grid)
    if kind == "tex":
        lines = ["\\begin{tabular}{" + "l" * len(columns) + "}", "\\toprule", _tex(columns), "\\midrule"]
        return "\n".join([*lines, *(_tex(line) for line in body), "\\bottomrule", "\\end{tabular}", ""])
    raise SutraError(f"no such table format: {kind}", "rules/reports.smk", "use md, tex or csv")


def _md(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").replace("<", "&lt;").split())


def _tex(cells: list[str]) -> str:
    return " & ".join("".join(TEX.get(letter, letter) for letter in cell) for cell in cells) + r" \\"
