{{ union_conformed('vendor_bills') }}
