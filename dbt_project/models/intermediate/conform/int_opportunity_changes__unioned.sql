{{ union_conformed('opportunity_changes') }}
