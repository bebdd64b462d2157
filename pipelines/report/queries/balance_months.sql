select
    accounting_period,
    whole(closing_unbilled_receivable_reporting_amount) as closing_unbilled_receivable_reporting_amount,
    whole(closing_contract_asset_reporting_amount) as closing_contract_asset_reporting_amount,
    whole(closing_contract_liability_reporting_amount) as closing_contract_liability_reporting_amount
from fct_contract_balance_rollforward
where accounting_period is not null
group by accounting_period
order by accounting_period
