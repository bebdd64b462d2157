select *
from fct_milestone_status
qualify row_number() over (partition by milestone_key order by accounting_period desc, milestone_status_key) = 1
order by project_key, baseline_date, milestone_name, milestone_key
