select *
from fct_productisation_yield
order by productisation_yield desc nulls last, project_type
