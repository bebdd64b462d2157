{{ union_conformed('tasks') }}
