{#- C15: a period that was published as closed is still as it was: what was published of it and the
    adjustments that are listed for it are what it comes to now, by an adjustment's cause that is known.
    While it is open again, what is posted to it is not in the books yet. -#}
with

drift as (
    select * from {{ ref('ctl_drift') }}
    where is_settled
),

measured as (
    select
        'C15' as control_id,
        'published + listed adjustments = computed now' as check_name,
        entity_code,
        accounting_period,
        concat(lock, ' of ', accounting_period) as subject,
        cast(published_functional_amount + adjustment_functional_amount as decimal(38, 9)) as a_value,
        cast(computed_functional_amount as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from drift
    union all
    select
        'C15' as control_id,
        'adjustments = adjustments with a cause' as check_name,
        entity_code,
        accounting_period,
        concat(lock, ' of ', accounting_period) as subject,
        cast(adjustment_functional_amount as decimal(38, 9)) as a_value,
        cast(adjustment_functional_amount - other_functional_amount as decimal(38, 9)) as b_value,
        cast(0 as decimal(38, 9)) as tolerance
    from drift
    where adjustment_functional_amount <> 0
)

select * from measured
