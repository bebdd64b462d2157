{{ union_conformed('absences') }}
