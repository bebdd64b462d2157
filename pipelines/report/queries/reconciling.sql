select
    control_id,
    check_name,
    entity_code,
    accounting_period,
    cause_code,
    document_type,
    count(*) as documents,
    whole(item_amount) as item_amount,
    sum(explained_amount) as explained_amount
from ctl_reconciling_item
where cleared_run_id is null
group by all
order by abs(whole(item_amount)) desc nulls last, control_id, entity_code, accounting_period, cause_code
limit 200
