{{ union_conformed('transition_targets') }}
