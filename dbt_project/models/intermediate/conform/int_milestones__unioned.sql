{{ union_conformed('milestones') }}
