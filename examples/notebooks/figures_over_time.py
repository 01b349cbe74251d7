"""Every figure given for one thing, drawn over the days on which it was reported: figures_over_time.py WORD FILE.svg

Needs nothing but duckdb. A dot is a figure of number_timeline; beside it stands who gives it, or the outlets.
"""

from __future__ import annotations

import os
import sys
from html import escape
from pathlib import Path

import duckdb

FIGURES = """
select
    first_reported_on,
    low_value,
    surface,
    coalesce(array_to_string(list_sort(list_distinct(flatten(list(said_by)))), ', '), '') as said_by,
from number_timeline
where counted_text ilike '%' || $word || '%' and kind = 'count' and low_value > 0 and first_reported_on is not null
group by all
order by first_reported_on, low_value
"""
WIDTH, ROW, LEFT = 900, 26, 110


def draw(rows: list[tuple[object, ...]], word: str) -> str:
    """An SVG picture, one line a figure, its length the value."""
    most = max(float(str(row[1])) for row in rows)
    lines = []
    for number, (day, value, surface, said_by) in enumerate(rows):
        y = 50 + number * ROW
        length = (WIDTH - 450) * float(str(value)) / most
        told = f"{surface} {'(' + str(said_by) + ')' if said_by else ''}"
        lines.append(f'<text x="8" y="{y + 5}">{day}</text>')
        lines.append(f'<rect x="{LEFT}" y="{y - 8}" width="{length:.1f}" height="14" fill="#4878a8"/>')
        lines.append(f'<text x="{LEFT + 8 + length:.1f}" y="{y + 5}">{escape(told)}</text>')
    height = 60 + ROW * len(rows)
    head = f'<text x="8" y="22" font-weight="bold">Figures for "{escape(word)}"</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
        f'font-size="13">{head}{"".join(lines)}</svg>'
    )


def main() -> None:
    """Ask the warehouse and write the picture."""
    word, target = sys.argv[1:3]
    warehouse = Path(os.environ.get("BROADSHEET_HOME", "warehouse")) / "warehouse.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(FIGURES, {"word": word}).fetchall()
    if not rows:
        sys.exit(f"No figure counts anything with {word!r}. Try another word.")
    Path(target).write_text(draw(rows, word), encoding="utf-8")
    print(f"{len(rows)} figures drawn in {target}")


if __name__ == "__main__":
    main()
