select
    finding_code,
    severity,
    what,
    count(*) as findings,
    sum(hours_at_stake) as hours_at_stake,
    sum(reporting_amount_at_stake) as reporting_amount_at_stake
from ctl_finding
group by all
order by severity, findings desc, finding_code
