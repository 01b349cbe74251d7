"""Bytes in: files and folders of pages, texts, JSON lines and WARCs become captures. Nothing of a page is parsed here.

    sources = load_sources(settings)
    index = update_index(sources, previous)           # reads new and changed files only
    for day in list_days(index):
        captures_frame(read_day(day, index, sources))

Whatever lies in an inbox, nothing here raises for it: a record is a capture or a counted problem of its file.

Nothing is imported here, so that who reads JSON lines loads no data frames.
"""
