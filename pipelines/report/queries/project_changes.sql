select *
from fct_project_change_log
where project_key is not null
order by project_key, effective_date, version_number, project_change_key
