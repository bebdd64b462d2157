select *
from ctl_extract_completeness
qualify row_number() over (partition by system_name, table_name order by delivery_number desc) = 1
order by is_complete, system_name, table_name
