"""What variances of labour cost must keep: the components are all of the variance."""

from expectations.suite import in_both

EXPECTATIONS = in_both(
    "the variance is volume, efficiency and mix variance less rate variance",
    "total_variance_$_amount",
    "(volume_variance_$_amount + efficiency_variance_$_amount + mix_variance_$_amount "
    "- rate_variance_$_amount)",
)
