select
    balances.*,
    contracts.contract_name,
    clients.client_name
from fct_contract_balance_rollforward as balances
left join dim_contract as contracts on balances.contract_key = contracts.contract_key
left join dim_customer as clients on balances.client_key = clients.client_key
where balances.accounting_period = $period and balances.closing_position_reporting_amount <> 0
order by abs(balances.closing_position_reporting_amount) desc, balances.contract_balance_key
limit 200
