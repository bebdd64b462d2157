{{ union_conformed('contract_costs') }}
