select
    control_id,
    check_name,
    status,
    count(*) as checks,
    max(abs(unexplained)) as unexplained,
    max(tolerance) as tolerance,
    any_value(owner_name) as owner_name
from ctl_reconciliation
group by all
order by min(status = 'reconciled'), control_id, check_name
