{{ union_conformed('payroll_costs') }}
