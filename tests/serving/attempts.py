"""What strangers try: SQL and requests, each with the problem that it must end in; `|` stands between several.

{dir}: a folder with canary files; {file}: the release; {link}: the link to it.
"""

from __future__ import annotations

import json

# By kind of the problem, SQL.
SQL: dict[str, list[str]] = {
    "not_one_select": [
        "copy (select 1) to '{dir}/out.csv'",
        "copy (select 1) to '{file}' (use_tmp_file false)",
        "copy (select 1) to '{link}' (format parquet, use_tmp_file false)",
        "copy (select 1) to '/dev/stdout'",
        "copy articles from '{dir}/canary.csv'",
        "copy from database warehouse to memory",
        "export database '{dir}/export'",
        "import database '{dir}'",
        "attach '{dir}/other.duckdb'",
        "attach ':memory:' as fresh",
        "detach warehouse",
        "install httpfs",
        "load httpfs",
        "load '{dir}/x.duckdb_extension'",
        "set enable_external_access = true",
        "set lock_configuration = false",
        "set memory_limit = '64GB'",
        "set temp_directory = '{dir}'",
        "reset memory_limit",
        "set variable canary = 1",
        "use warehouse",
        "pragma enable_profiling = 'json'",
        "pragma memory_limit = '64GB'",
        "call enable_logging('QueryLog', storage = 'file', storage_path = '{dir}/log')",
        "call pragma_version()",
        "create secret key (type s3, key_id 'a', secret 'b')",
        "create temp table peek as select 1",
        "create table kept as select 1",
        "create temp macro peek() as table from read_text('{dir}/canary.txt')",
        "insert into articles by name select 'x' as headline",
        "update articles set headline = 'x'",
        "delete from articles",
        "drop table articles",
        "alter table articles add column extra integer",
        "merge into articles using claims on true when matched then delete",
        "begin",
        "checkpoint",
        "vacuum",
        "prepare peek as select 1",
        "execute peek",
        "deallocate peek",
        "explain analyze select 1",
        "explain copy (select 1) to '{dir}/out.csv'",
        "pivot claims on speaker_name using count(*)",
        "select 1; select 2",
        "select 1; copy (select 1) to '{dir}/out.csv'",
        "select 1; -- quiet\ncopy (select 1) to '{dir}/out.csv'",
        "/* select 1 */ copy (select 1) to '{dir}/out.csv'",
        "-- select 1\ncopy (select 1) to '{dir}/out.csv'",
        "select 1 /* ; */; delete from articles",
        "select ';'; drop table articles",
        "-- nothing but a comment",
    ],
    "locked": [
        "from read_csv('{dir}/canary.csv')",
        "from read_text('{dir}/canary.txt')",
        "from read_text('/etc/hostname')",
        "from read_blob('{file}')",
        "from read_blob('/proc/self/environ')",
        "from read_parquet('{dir}/canary.parquet')",
        "from parquet_metadata('{dir}/canary.parquet')",
        "from read_json('{dir}/canary.csv')",
        "from read_duckdb('{dir}/other.duckdb')",
        "from sniff_csv('{dir}/canary.csv')",
        "from glob('{dir}/*')",
        "select * from glob('/etc/*')",
        "from '{dir}/canary.csv'",
        "from '{dir}/canary.parquet'",
        "from query_table('{dir}/canary.csv')",
        "from query('from read_text(''{dir}/canary.txt'')')",
        "from json_execute_serialized_sql(json_serialize_sql('from read_text(''{dir}/canary.txt'')'))",
        "from read_csv('https://example.org/x.csv')",
        "from 'https://example.org/x.parquet'",
        "from 's3://bucket/x.parquet'",
        "summarize '{dir}/canary.csv'",
        "describe from read_csv('{dir}/canary.csv')",
        "from duckdb_extensions()",
        "from enable_logging('QueryLog', storage = 'file', storage_path = '{dir}/log')",
        "from enable_profiling()",
        "with gone as (delete from articles returning *) select * from gone",
        "with added as (insert into articles by name select 'x' as headline returning *) select * from added",
        "with changed as (update articles set headline = 'x' returning *) select * from changed",
    ],
    "query": [
        "select getenv('BROADSHEET_CANARY')",
        "from local_frame",
        "from python_arrow_scan(1, 2, 3)",
        "from create_external_resource('file')",
        "from import_database('{dir}')",
        "from copy_database('warehouse', 'other')",
        "from force_checkpoint()",
        "select nextval('ids')",
        "from other.main.articles",
        "select error('stop')",
        "select * from articles where headline::integer = 1",
        "select $peek",
        "select repeat(repeat('a', 100000), 100000)",
        "select regexp_matches('a', 'a{{1000}}{{1000}}{{1000}}')",
    ],
    "syntax": [
        "selec 1",
        "select 'unterminated",
        "shutdown",
        "from query('copy (select 1) to ''{dir}/out.csv''')",
        "from query('select 1; select 2')",
        "from query('drop table articles')",
    ],
    "syntax|over_memory|process_ended|over_time": [
        "select {parens}1{closed}",
        "select {nots}true",
        "select [{brackets}1{brackets_closed}]",
    ],
    "over_time|over_memory": [
        "from range(50000000) order by hash(range)",
        "select array_agg(repeat('x', 100)) over (order by range) from range(100000)",
    ],
    # Which limit comes first depends on the machine.
    "over_time|over_memory|over_size": [
        "select range(100000) from range(10)",
    ],
    "over_time": [
        "select pg_sleep(60)",
        "select sleep_ms(60000)",
        "select count(*) from range(1000000) a, range(1000000) b where (a.range * b.range) % 7 = 3",
        "with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t",
        "with recursive t as (select 1 as n union select n % 1000000000 + 1 from t) select count(*) from t",
        "select sum(regexp_matches(repeat('a', 20000) || range, '(a*)*(a|b)*c$')::integer) from range(1000000)",
        "select count(*) from range(100000000) a where sqrt(sin(range) + 2) * cos(range) = 3.5",
        "select max(levenshtein(repeat('ab', 3000) || range, repeat('ba', 3000))) from range(100000)",
    ],
    "over_memory": [
        "select repeat('abc', 50000000 + range::integer) as word from range(60)",
        "select list(range) from range(100000000)",
        "select string_agg(repeat('x', 1000) || range, '') from range(10000000)",
        "with recursive t(n) as (select 1 union all select n + 1 from t, range(1000)) select count(*) from t",
        "select count(*) from (select a.range, b.range from range(3000) a, range(3000) b group by all)",
    ],
    "over_size": [
        "select repeat('x', 2000000)",
        "select repeat('x', 100000) from range(40)",
    ],
}  # fmt: skip

_GET, _POST = b"GET /sql?q=select%201", b"POST /sql"
_HOST = b"host: 127.0.0.1\r\n"
_JSON, _TEXT = b"content-type: application/json\r\n", b"content-type: text/plain\r\n"


def _request(line: bytes, headers: bytes = b"", body: bytes = b"") -> bytes:
    length = b"content-length: %d\r\n" % len(body) if body else b""
    return line + b" HTTP/1.1\r\n" + headers + length + b"\r\n" + body


def _post(body: bytes, kind: bytes = _JSON, more: bytes = b"") -> bytes:
    return _request(_POST, _HOST + kind + more, body)


def _post_json(**fields: object) -> bytes:
    return _post(json.dumps(fields).encode())


# By name, the bytes of a request and the kind of its problem.
REQUESTS: dict[str, tuple[bytes, str]] = {
    "another host": (_request(_GET, b"host: evil.example\r\n"), "foreign_host"),
    "a name that leads here": (_request(_GET, b"host: 127.0.0.1.evil.example:80\r\n"), "foreign_host"),
    "two hosts": (_request(_GET, _HOST + b"host: evil.example\r\n"), "bad_request"),
    "no host": (_request(_GET), "bad_request"),
    "no host in HTTP/1.0": (_GET + b" HTTP/1.0\r\n\r\n", "foreign_host"),
    "an empty host": (_request(_GET, b"host: \r\n"), "foreign_host"),
    "another origin": (_request(_GET, _HOST + b"origin: http://evil.example\r\n"), "foreign_origin"),
    "no origin at all": (_request(_GET, _HOST + b"origin: null\r\n"), "foreign_origin"),
    "another port's origin": (_request(_GET, _HOST + b"origin: http://127.0.0.1:1\r\n"), "foreign_origin"),
    "an origin that is no address": (_request(_GET, _HOST + b"origin: http://[\r\n"), "foreign_origin"),
    "another site by its mark": (_request(_GET, _HOST + b"sec-fetch-site: cross-site\r\n"), "foreign_origin"),
    "a form of another page": (_post(b"q=select+1", b"content-type: application/x-www-form-urlencoded\r\n"),
                               "wrong_type"),
    "a preflight": (_request(b"OPTIONS /sql", _HOST + b"origin: http://evil.example\r\n"), "foreign_origin"),
    "a preflight without origin": (_request(b"OPTIONS /sql", _HOST), "wrong_method"),
    "a method that writes": (_request(b"PUT /sql", _HOST + _TEXT, b"select 1"), "wrong_method"),
    "a method that deletes": (_request(b"DELETE /sql", _HOST), "wrong_method"),
    "a method that there is not": (_request(b"BREW /sql", _HOST), "wrong_method"),
    "a post to the page": (_request(b"POST /", _HOST + _TEXT, b"select 1"), "wrong_method"),
    "a path up the tree": (_request(b"GET /../../etc/passwd", _HOST), "not_found"),
    "an encoded path up the tree": (_request(b"GET /%2e%2e/%2e%2e/etc/passwd", _HOST), "not_found"),
    "a path with a null": (_request(b"GET /sql%00", _HOST), "not_found"),
    "a double slash": (_request(b"GET //sql?q=select%201", _HOST), "not_found"),
    "a slash at the end": (_request(b"GET /sql/?q=select%201", _HOST), "not_found"),
    "the whole address": (_request(b"GET http://evil.example/sql?q=select%201", _HOST), "not_found"),
    "a socket of the web": (
        _request(b"GET /socket", _HOST + b"connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n"
                 b"sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"), "not_found"),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 hello\r\n\r\n", "bad_request"),
    "a head without end": (b"GET /sql HTTP/1.1\r\n" + _HOST + b"x: " + b"a" * 100_000, "bad_request"),
    "two lengths": (_POST + b" HTTP/1.1\r\n" + _HOST + b"content-length: 5\r\ncontent-length: 6\r\n\r\nselect",
                    "bad_request"),
    "a length and pieces": (
        _POST + b" HTTP/1.1\r\n" + _HOST + b"content-length: 5\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "bad_request"),
    "a length below nothing": (_POST + b" HTTP/1.1\r\n" + _HOST + b"content-length: -1\r\n\r\n", "bad_request"),
    "a body that says it is too long": (
        _POST + b" HTTP/1.1\r\n" + _HOST + _TEXT + b"content-length: 99999999999\r\n\r\n", "too_long"),
    "a body that is too long": (_post(b"select 1 --" + b"x" * 300_000, _TEXT), "too_long"),
    "pieces that are too long": (
        _POST + b" HTTP/1.1\r\n" + _HOST + _TEXT + b"transfer-encoding: chunked\r\n\r\n" + b"40000\r\n" + b"x" * 0x40000
        + b"\r\n40000\r\n" + b"x" * 0x40000 + b"\r\n0\r\n\r\n", "too_long"),
    "a packed body": (_post(b"\x1f\x8b\x08\x00", _TEXT, b"content-encoding: gzip\r\n"), "wrong_type"),
    "another alphabet": (_post(b"select 1", b"content-type: text/plain; charset=utf-16\r\n"), "wrong_type"),
    "bytes that are no UTF-8": (_post(b"select '\xff\xfe'", _TEXT), "bad_request"),
    "half a character": (_post(b'{"sql": "select \'\\ud800\'"}'), "bad_request"),
    "half a character as a parameter": (_post(b'{"sql": "select ?", "parameters": ["\\ud800"]}'), "bad_request"),
    "a null in the SQL": (_post(b"select 1\x00; drop table articles", _TEXT), "bad_request"),
    "a null by escape": (_post(b'{"sql": "select 1\\u0000"}'), "bad_request"),
    "a null in an address": (_request(b"GET /sql?q=select%201%00", _HOST), "bad_request"),
    "no UTF-8 in an address": (_request(b"GET /sql?q=%ff", _HOST), "bad_request"),
    "a field twice": (_request(b"GET /sql?q=select%201&q=drop%20table%20articles", _HOST), "bad_request"),
    "many fields": (_request(b"GET /sql?" + b"a=1&" * 1_000, _HOST), "bad_request"),
    "an unknown field": (_request(b"GET /sql?q=select%201&write=1", _HOST), "bad_request"),
    "no SQL": (_request(b"GET /sql", _HOST), "bad_request"),
    "blanks for SQL": (_post(b"  \n ", _TEXT), "bad_request"),
    "a list for SQL": (_post_json(sql=["select 1"]), "bad_request"),
    "JSON that is no object": (_post(b'"select 1"'), "bad_request"),
    "JSON of great depth": (_post(b"[" * 200_000), "bad_request"),
    "a number of JSON without end": (_post(b'{"sql": ' + b"9" * 100_000 + b"}"), "bad_request"),
    "a constant that JSON has not": (_post(b'{"sql": "select ?", "parameters": [NaN]}'), "bad_request"),
    "an unknown format": (_post_json(sql="select 1", format="exe"), "no_such_format"),
    "a path for format": (_post_json(sql="select 1", format="../csv"), "no_such_format"),
    "a format that is no text": (_post_json(sql="select 1", format={"a": 1}), "no_such_format"),
    "a type that there is not": (_request(_GET, _HOST + b"accept: image/png\r\n"), "no_such_format"),
    "no rows": (_post_json(sql="select 1", limit=0), "bad_request"),
    "fewer than no rows": (_post_json(sql="select 1", limit=-1), "bad_request"),
    "rows by truth": (_post_json(sql="select 1", limit=True), "bad_request"),
    "rows as SQL": (_post_json(sql="select 1", limit="1; drop table articles"), "bad_request"),
    "parameters that are text": (_post_json(sql="select 1", parameters="x"), "bad_request"),
    "too many parameters": (_post_json(sql="select 1", parameters=[1] * 2_000), "bad_request"),
    "a parameter too many": (_post_json(sql="select 1", parameters=[1]), "query"),
    "a parameter by a wrong name": (_post_json(sql="select $a", parameters={"b": 1}), "query"),
    "a parameter of great size": (_post_json(sql="select ?", parameters=[10**60]), "query"),
}  # fmt: skip


def fill(sql: str, **places: str) -> str:
    """The SQL with its places, and with its stretches that are long."""
    return sql.format(
        **places, parens="(" * 50_000, closed=")" * 50_000, nots="not " * 50_000, brackets="[" * 20_000,
        brackets_closed="]" * 20_000,
    )  # fmt: skip
