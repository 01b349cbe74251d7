-- grain: one row per table of the release, with its columns in their order
select
    tables.schema_name,
    tables.table_name,
    coalesce(tables.comment, '') as table_doc,
    list(
        { 'name': columns.column_name, 'type': columns.data_type, 'doc': coalesce(columns.comment, '') }
        order by columns.column_index
    ) as columns,
from (
    select
        schema_name,
        table_name,
        comment,
        table_oid,
        database_oid,
        database_name
    from duckdb_tables()
    union all
    -- of a linked release
    select
        schema_name,
        view_name,
        comment,
        view_oid,
        database_oid,
        database_name
    from duckdb_views()
    where not internal
) as tables
inner join duckdb_columns() as columns on tables.table_oid = columns.table_oid and tables.database_oid = columns.database_oid
where tables.database_name = 'release'
group by tables.schema_name, tables.table_name, tables.comment
order by tables.schema_name asc, tables.table_name asc
