select
    table_name,
    coalesce(comment, '') as grain,
    estimated_size as rows
from duckdb_tables()
where database_name = $audience
order by table_name
