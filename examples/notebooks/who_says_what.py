"""A marimo notebook: who says what about a word, with the sentence it stands in."""

import marimo

app = marimo.App()


@app.cell
def _():
    import os
    from pathlib import Path

    import duckdb
    import marimo as mo

    home = Path(os.environ.get("BROADSHEET_HOME", "warehouse"))
    warehouse = duckdb.connect(str(home / "warehouse.duckdb"), read_only=True)
    word = mo.ui.text(value="barrier", label="Word")
    word  # noqa: B018 (a cell shows its last value)
    return mo, warehouse, word


@app.cell
def _(mo, warehouse, word):
    found = warehouse.execute(
        """
        select articles_current.source_name, claims.speaker_name, claims.cue_text, claims.content_text
        from claims
        inner join articles_current on claims.article_version_id = articles_current.article_version_id
        where claims.content_text ilike '%' || $word || '%' and claims.speaker_kind <> 'outlet'
        order by articles_current.source_name, claims.start_char
        """,
        {"word": word.value},
    ).pl()
    mo.ui.table(found)


if __name__ == "__main__":
    app.run()
