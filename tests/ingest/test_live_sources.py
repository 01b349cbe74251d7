"""Kinds of sources in sources.toml: what each may say, what is wrong with it, and where live ones keep their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_samples import PAGE, warc_record, write_file

from broadsheet.errors import SettingsError
from broadsheet.ingest.index import update_index
from broadsheet.ingest.source_kinds import check_url, list_keys
from broadsheet.ingest.sources import KINDS, LIVE_KINDS, Source, load_sources
from broadsheet.ingest.sources_file import examine_sources
from broadsheet.settings import Settings, load_settings


def settings_of(home: Path, text: str) -> Settings:
    (home / "sources.toml").write_text(text, encoding="utf-8")
    return load_settings({"BROADSHEET_HOME": str(home)})


def load_declared(home: Path, text: str) -> tuple[Source, ...]:
    return load_sources(settings_of(home, text))[1:]


FEED = '[[source]]\nid = "post"\nkind = "feed"\nurl = "https://post.example/feed.xml"\n'


def test_a_live_source_keeps_its_pages_below_its_id(tmp_path: Path) -> None:
    text = FEED + 'domain = "www.Post.example"\ndelay_s = 10\nevery_s = 900\nmax_pages_per_poll = 20\n'
    assert load_declared(tmp_path, text) == (
        Source(
            "post", tmp_path / "fetched/post/pages", "feed", domain="post.example", url="https://post.example/feed.xml",
            delay_s=10.0, every_s=900.0, max_pages_per_poll=20,
        ),
    )  # fmt: skip


def test_every_live_kind_is_read(tmp_path: Path) -> None:
    write_file(tmp_path, "lists/urls.txt", b"https://a.example/1\n")
    text = """
    [[source]]
    id = "map"
    kind = "news_sitemap"
    url = "https://a.example/news.xml"
    [[source]]
    id = "section"
    kind = "html_index"
    url = "https://a.example/politics"
    link_pattern = '/20\\d\\d/'
    [[source]]
    id = "here"
    kind = "url_list"
    path = "lists/urls.txt"
    [[source]]
    id = "there"
    kind = "url_list"
    url = "http://lists.example/urls.csv"
    """
    sources = {source.id: source for source in load_declared(tmp_path, text)}
    assert {source.kind for source in sources.values()} == set(LIVE_KINDS) - {"feed"}
    assert sources["section"].link_pattern == r"/20\d\d/"
    assert (sources["here"].list_path, sources["here"].url) == (tmp_path / "lists/urls.txt", None)
    assert sources["here"].path == tmp_path / "fetched/here/pages"
    assert (sources["there"].list_path, sources["map"].domain) == (None, None)


def test_archives_come_from_a_folder_or_from_lists(tmp_path: Path) -> None:
    write_file(tmp_path, "lists/warc.paths", b"a.warc.gz\n")
    text = (
        '[[source]]\nid = "crawl"\nkind = "warc"\npaths = ["lists/warc.paths", "s3://bucket/2026/03/warc.paths.gz"]\n'
    )
    (source,) = load_declared(tmp_path, text + 'base = "s3://bucket"\n')
    assert source.base == "s3://bucket"
    assert source.paths == (str(tmp_path / "lists/warc.paths"), "s3://bucket/2026/03/warc.paths.gz")
    assert source.path is None


LIST = '[[source]]\nid = "list"\nkind = "url_list"\n'
WRONG = {
    "no_url": ('[[source]]\nid = "a"\nkind = "feed"\n', ["line 1", "no url", "feed", "Add: url ="]),
    "broken_pattern": (
        FEED.replace('"feed"', '"html_index"') + 'link_pattern = "(a"\n', ["line 5", "'(a'", "no regular expression"],
    ),
    "key_of_another_kind": (FEED + 'path = "x"\n', ["line 5", "'path'", "Known are id, kind, url", "files, html"]),
    "url_for_files": ('[[source]]\nid = "a"\nurl = "https://a.example/"\n', ["line 3", "'url'", "a key of feed"]),
    "misspelt_key": (FEED + "delays = 5\n", ["line 5", "'delays'", "Did you mean delay_s?"]),
    "list_without_place": (LIST, ["line 2", "'list'", "either path or url"]),
    "list_with_two_places": (LIST + 'path = "a"\nurl = "https://a.example/l"\n', ["line 2", "either path or url"]),
    "list_that_is_not_there": (LIST + 'path = "gone.txt"\n', ["line 4", "gone.txt", "does not exist"]),
    "paths_that_are_not_there": (
        '[[source]]\nid = "a"\nkind = "warc"\npaths = ["gone.paths"]\n', ["line 4", "gone.paths", "does not exist"],
    ),
    "paths_on_the_web": (
        '[[source]]\nid = "a"\nkind = "warc"\npaths = ["https://a.example/warc.paths.gz"]\n',
        ["line 4", "https://", "s3"],
    ),
    "password_of_a_store": (
        '[[source]]\nid = "a"\nkind = "warc"\npaths = ["s3://key:word@bucket/list"]\n', ["line 4", "settings"],
    ),
    "base_without_lists": (
        '[[source]]\nid = "a"\nkind = "warc"\ndomain = "a.example"\nbase = "s3://bucket"\n', ["line 2", "a base"],
    ),
    "base_that_is_not_there": (
        '[[source]]\nid = "a"\nkind = "warc"\npaths = ["s3://bucket/list"]\nbase = "gone"\n', ["line 5", "gone"],
    ),
    "day_folders_in_words": (
        '[[source]]\nid = "a"\npath = "."\nday_folders = "no"\n', ["line 4", "'no'", "true, or false"],
    ),
    "no_paths": ('[[source]]\nid = "a"\nkind = "warc"\npaths = []\n', ["line 4", "[]", "a list of texts"]),
    "hasty": (FEED + "delay_s = -1\n", ["line 5", "-1", "from 0 to 3600"]),
    "delay_in_words": (FEED + 'delay_s = "5 s"\n', ["line 5", "'5 s'", "seconds"]),
    "every_second": (FEED + "every_s = 1\n", ["line 5", "1", "from 60"]),
    "half_a_page": (FEED + "max_pages_per_poll = 0.5\n", ["line 5", "0.5", "whole number"]),
    "true_is_no_number": (FEED + "max_pages_per_poll = true\n", ["line 5", "True", "whole number"]),
    "id_in_other_capitals": (FEED + FEED.replace('"post"', '"Post"').replace("feed.xml", "b"), ["line 6", "twice"]),
    "address_twice": (FEED + FEED.replace('"post"', '"b"'), ["line 8", "url", "twice"]),
    "file": (FEED.replace("https", "file"), ["line 4", "file://", "http or https"]),
    "no_host": (FEED.replace("post.example/feed.xml", ""), ["line 4", "no http or https address"]),
    "blank": (FEED.replace("feed.xml", "feed xml"), ["line 4", "a blank"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_is_named_with_line_key_value_and_way_out(tmp_path: Path, case: str) -> None:
    text, parts = WRONG[case]
    with pytest.raises(SettingsError) as caught:
        load_sources(settings_of(tmp_path, text))
    message = str(caught.value)
    assert [part for part in ["sources.toml", *parts] if part not in message] == []
    assert message.rstrip().endswith(".") and "\n" not in message


@pytest.mark.parametrize("user", ["ada:secret", "secret", "ada:secret:more", "a%40b:secret"])
def test_a_password_is_refused_and_not_shown(tmp_path: Path, user: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_sources(settings_of(tmp_path, FEED.replace("post.example", f"{user}@post.example")))
    assert "secret" not in str(caught.value)
    assert "post.example/feed.xml" in str(caught.value)


def test_an_at_sign_in_a_path_is_no_password() -> None:
    assert check_url("https://a.example/@ada/feed?to=b@c") == "https://a.example/@ada/feed?to=b@c"


def test_all_mistakes_are_found_and_the_first_is_told_with_their_count(tmp_path: Path) -> None:
    text = FEED + "delay_s = -1\nsize = 3\n" + LIST + FEED.replace('"post"', '"ok"')
    settings = settings_of(tmp_path, text)
    sources, mistakes = examine_sources(settings.sources_path, settings.fetched)
    assert [source.id for source in sources] == ["ok"]
    assert len(mistakes) == 3
    with pytest.raises(SettingsError, match="2 more mistakes"):
        load_sources(settings)


def test_every_kind_has_keys_and_every_key_says_what_is_allowed() -> None:
    for kind in (*KINDS, *LIVE_KINDS):
        keys = list_keys(kind)
        assert list(keys)[:2] == ["id", "kind"]
        assert all(field.description for key, field in keys.items() if key != "kind")


def test_fetched_pages_are_read_as_archives_and_may_be_absent(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, FEED)
    settings.inbox.mkdir()
    sources = load_sources(settings)
    assert update_index(sources) == ()
    write_file(settings.fetched / "post/pages", "2026-03-03.warc.gz", warc_record(1))
    write_file(settings.fetched / "post/lists", "2026-03-03.warc.gz", warc_record(2))
    write_file(settings.inbox, "a.html", PAGE)
    assert [(row.source_id, row.path, row.reader) for row in update_index(sources)] == [
        ("inbox", "a.html", "html"),
        ("post", "2026-03-03.warc.gz", "warc"),
    ]
