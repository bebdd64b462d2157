select
    table_name,
    column_name,
    lower(data_type) as data_type,
    coalesce(comment, '') as meaning
from duckdb_columns()
where database_name = $audience
order by table_name, column_index
