select
    entity_type,
    finding,
    system_name,
    count(*) as things,
    sum(hours_at_stake) as hours_at_stake,
    sum(billed_at_stake_reporting_amount) as billed_at_stake_reporting_amount
from ctl_unmatched_identity
group by all
order by things desc, entity_type, finding, system_name
