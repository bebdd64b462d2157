{{ union_conformed('credit_allocations') }}
