"""The gate of dim_gl_account: accounts that no one mapped are named, with their words."""

from expectations.suite import never_null, no_rows

EXPECTATIONS = (
    *never_null("account_key", "account_code"),
    no_rows(
        "every account type is in seeds/gl_account_classes.csv",
        "select account_key, account_code, account_name, account_type from {batch} "
        "where account_class = 'unmapped'",
        severity="warn",
    ),
)
