"""sources.toml, and whose page a capture is."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_samples import PAGE, inbox, read_all, warc_record, write_file

from broadsheet.errors import SettingsError
from broadsheet.ingest.days import read_day
from broadsheet.ingest.index import update_index
from broadsheet.ingest.publishers import Publishers, read_host, registered_domain
from broadsheet.ingest.sources import Source, load_sources
from broadsheet.settings import Settings, load_settings


def settings_of(home: Path, text: str | bytes | None = None) -> Settings:
    (home / "inbox" / "post").mkdir(parents=True, exist_ok=True)
    if text is not None:
        (home / "sources.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    return load_settings({"BROADSHEET_HOME": str(home)})


def test_without_sources_toml_there_is_the_inbox(tmp_path: Path) -> None:
    assert load_sources(settings_of(tmp_path)) == (Source("inbox", tmp_path / "inbox"),)


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """\ufeff
    # our papers
    [[source]]
    id = "post"
    kind = "html"
    path = "inbox/post"
    name = "The Harbour Post"
    domain = "www.HarbourPost.example"
    language = "en"
    country = "GB"
    [[source]]
    id = "courier"
    domain = "courier.example"
    """
    assert load_sources(settings_of(tmp_path, text)) == (
        Source("inbox", tmp_path / "inbox"),
        Source("post", tmp_path / "inbox/post", "html", "The Harbour Post", "harbourpost.example", "en", "GB"),
        Source("courier", None, domain="courier.example"),
    )


@pytest.mark.parametrize("text", ['id = "inbox"\npath = "inbox/post"', 'id = "all"\npath = "inbox"'])
def test_a_declared_inbox_stands_for_the_default_one(tmp_path: Path, text: str) -> None:
    assert len(load_sources(settings_of(tmp_path, f"[[source]]\n{text}"))) == 1


POST = '[[source]]\nid = "post"\npath = "inbox/post"\n'
WRONG = {
    "no_toml": ("[[source]\n", ["no valid TOML", "line 1"]),
    "not_utf8": (b'[[source]]\nname = "\xe9"', ["no valid TOML"]),
    "unknown_table": ("[sources]\n", ["'sources'", "[[source]]"]),
    "one_table": ('[source]\nid = "x"', ["[[source]]"]),
    "unknown_key": (POST + 'url = "x"\n', ["line 4", "'url'", "Known are id, kind, path"]),
    "no_id": (POST + '\n[[source]]\npath = "inbox"\n', ["line 5", "no id"]),
    "bad_id": ('[[source]]\nid = "The Post"\n', ["line 2", "'The Post'", "letters"]),
    "empty_id": ('[[source]]\nid = ""\n', ["line 2", "''"]),
    "neither_path_nor_domain": ('[[source]]\nid = "x"\n', ["line 2", "neither path nor domain"]),
    "no_such_folder": ('[[source]]\nid = "x"\n\n  path="gone"\n', ["line 4", "'gone'", "does not exist"]),
    "unknown_kind": (POST + 'kind = "rss"\n', ["line 4", "'rss'", "files, html, text, jsonl, warc"]),
    "domain_is_an_address": (POST + 'domain = "https://post.example/"\n', ["line 4", "https://post.example/"]),
    "language_in_words": (POST + 'language = "English"\n', ["line 4", "'English'", "such as en"]),
    "country_in_small_letters": (POST + 'country = "gb"\n', ["line 4", "'gb'", "such as GB"]),
    "name_is_a_number": (POST + "name = 5\n", ["line 4", "5"]),
    "id_twice": (POST + '[[source]]\nid = "post"\ndomain = "a.example"\n', ["line 5", "'post'", "twice"]),
    "path_twice": (POST + '[[source]]\nid = "b"\npath = "inbox/../inbox/post"\n', ["line 6", "twice"]),
    "domain_twice": (POST + 'domain = "a.example"\n[[source]]\nid="b"\ndomain="www.a.example"\n', ["line 7", "twice"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_named_with_its_line_and_a_way_out(tmp_path: Path, case: str) -> None:
    text, parts = WRONG[case]
    with pytest.raises(SettingsError) as caught:
        load_sources(settings_of(tmp_path, text))
    message = str(caught.value)
    assert [part for part in ["sources.toml", *parts] if part not in message] == []
    assert message.rstrip().endswith(".")


DECLARED = Publishers({"post.example": "post", "blog.post.example": "blog"})
CHOICES = [
    (None, "https://www.bbc.co.uk/news", "bbc.co.uk"),
    (None, "http://BBC.co.uk.:8080/", "bbc.co.uk"),
    (None, "https://www.post.example/a", "post"),
    (None, "https://new.blog.post.example/a", "blog"),
    (None, "https://otherpost.example/a", "otherpost.example"),
    (None, "https://127.0.0.1/a", "127.0.0.1"),
    (None, "https://[::1]:80/a", "::1"),
    (None, "https://bücher.de/a", "xn--bcher-kva.de"),
    (None, "https://www.intranet/a", "intranet"),
    (None, None, "inbox"),
    (None, "", "inbox"),
    (None, "file:///home/a.html", "inbox"),
    (None, "www.bbc.co.uk/news", "inbox"),
    (None, "https://[broken/", "inbox"),
    (None, "https:///a", "inbox"),
    (None, "https://a<b>c/", "inbox"),
    (None, "https://" + "a" * 300 + ".example/", "inbox"),
    ("own.example", "https://www.bbc.co.uk/news", "inbox"),
    ("own.example", None, "inbox"),
]


@pytest.mark.parametrize(("domain", "url", "expected"), CHOICES)
def test_source_ids(domain: str | None, url: str | None, expected: str) -> None:
    assert DECLARED.choose_source_id("inbox", domain, url) == expected


def test_hosts_and_domains() -> None:
    assert read_host("HTTPS://User:pw@News.Example.COM:99/x") == "news.example.com"
    assert registered_domain("a.b.co.uk") == "b.co.uk"


def test_a_page_is_its_publishers_whatever_way_it_came_in(tmp_path: Path) -> None:
    record = warc_record(1, url="https://m.post.example/1")
    write_file(tmp_path, "inbox/a.warc", record)
    write_file(tmp_path, "post/b.html", PAGE)
    write_file(tmp_path, "post/c.warc", warc_record(1, url="https://cdn.example/1"))
    sources = (*inbox(tmp_path / "inbox"), Source("post", tmp_path / "post", domain="post.example", language="en"))
    index = update_index(sources)
    found = [item for row in index for day in row.days for item in read_day(day.captured_on, [row], sources)]
    assert [(item.origin_path, item.source_id, item.language_hint) for item in found] == [
        ("inbox/a.warc", "post", None),
        ("post/b.html", "post", "en"),
        ("post/c.warc", "post", "en"),
    ]
    assert len(read_all(tmp_path / "inbox", index[:1])) == 1


def test_a_file_belongs_to_the_nearest_source(tmp_path: Path) -> None:
    for name in ("a.html", "post/b.html", "post/deep/c.html"):
        write_file(tmp_path, name, PAGE)
    sources = (*inbox(tmp_path), Source("post", tmp_path / "post"), Source("one", tmp_path / "post/deep/c.html"))
    index = update_index(sources)
    assert [(row.source_id, row.path) for row in index] == [("inbox", "a.html"), ("one", "c.html"), ("post", "b.html")]


@pytest.mark.parametrize("kind", ["html", "text", "jsonl", "warc"])
def test_a_kind_sets_the_reader_whatever_the_ending(tmp_path: Path, kind: str) -> None:
    write_file(tmp_path, "dump.data", b"x")
    (row,) = update_index((Source("s", tmp_path, kind),))
    assert (row.reader, row.record_count + row.problem_count) == (kind, 1)
