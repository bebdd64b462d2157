select
    concat(system_name, '.', table_name) as delivered_table,
    column_name,
    reason,
    expected,
    count(*) as quarantined_rows,
    count(*) filter (where is_latest_delivery) as latest_rows,
    max(quarantined_at) as quarantined_at
from ctl_quarantine
group by all
order by latest_rows desc, quarantined_rows desc, delivered_table, column_name
