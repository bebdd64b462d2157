{{ union_conformed('accounting_periods') }}
