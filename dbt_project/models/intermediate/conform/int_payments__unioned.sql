{{ union_conformed('payments') }}
