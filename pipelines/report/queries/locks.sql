select
    entity_code,
    max(case when lock = 'billing' and lock_state = 'closed' then accounting_period end) as billing,
    max(case when lock = 'cost' and lock_state = 'closed' then accounting_period end) as cost,
    max(case when lock = 'revenue' and lock_state = 'closed' then accounting_period end) as revenue
from ctl_period_status
group by entity_code
order by entity_code
