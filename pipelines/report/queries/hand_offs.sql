select *
from fct_balance_partnership
where is_group and accounting_period = (
    select max(accounting_period) from fct_balance_partnership where is_group and judged_items > 0
)
order by hand_off
