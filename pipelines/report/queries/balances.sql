select
    entity_code,
    accounting_period,
    whole(opening_position_reporting_amount) as opening_position_reporting_amount,
    whole(revenue_reporting_amount) as revenue_reporting_amount,
    whole(billed_reporting_amount) as billed_reporting_amount,
    whole(fx_effect_reporting_amount) as fx_effect_reporting_amount,
    whole(closing_position_reporting_amount) as closing_position_reporting_amount,
    whole(closing_unbilled_receivable_reporting_amount) as closing_unbilled_receivable_reporting_amount,
    whole(closing_contract_asset_reporting_amount) as closing_contract_asset_reporting_amount,
    whole(closing_contract_liability_reporting_amount) as closing_contract_liability_reporting_amount
from fct_contract_balance_rollforward
group by entity_code, accounting_period
order by accounting_period desc, entity_code
