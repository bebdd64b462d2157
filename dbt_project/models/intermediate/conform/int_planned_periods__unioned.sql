{{ union_conformed('planned_periods') }}
