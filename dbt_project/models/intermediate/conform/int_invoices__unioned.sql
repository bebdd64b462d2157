{{ union_conformed('invoices') }}
