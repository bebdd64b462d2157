{{ union_conformed('time_entries', changes=ref('int_time_entries__delivered')) }}
