{{ union_conformed('time_entries') }}
