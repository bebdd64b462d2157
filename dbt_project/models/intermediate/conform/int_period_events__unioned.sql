{{ union_conformed('period_events') }}
