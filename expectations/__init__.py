"""The gates' expectations, one suite module per published table."""
