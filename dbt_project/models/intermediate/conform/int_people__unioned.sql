{{ union_conformed('people') }}
