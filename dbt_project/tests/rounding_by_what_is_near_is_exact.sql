-- Products and quotients of columns are those of expressions, which are never taken from floating point numbers
-- (decision 33). An eighth of the products and some quotients are halves of a last place.
with

days as (
    {{ all_days('2015-01-01', '2022-12-31') }}
),

counted as (
    select cast(row_number() over (order by calendar_date) as integer) as place
    from days
),

pairs as (
    select
        cast((place * 7919 % 20011 - 10000) * cast('0.000125' as decimal(7, 6)) as decimal(18, 6)) as one,
        cast((place * 104729 % 4001 - 2000) * cast('0.0005' as decimal(5, 4)) as decimal(18, 6)) as other
    from counted
),

computed as (
    select
        one,
        other,
        {{ exact_product('one', 'other') }} as product,
        {{ exact_product('(one)', 'other') }} as exact_product,
        {{ converted_amount('one', 'other') }} as converted,
        {{ converted_amount('(one)', 'other') }} as exact_converted,
        {{ exact_quotient('one', 'other', 3) }} as quotient,
        {{ exact_quotient('(one)', 'other', 3) }} as exact_quotient
    from pairs
)

select *
from computed
where
    product <> exact_product
    or converted <> exact_converted
    or coalesce(quotient, 0) <> coalesce(exact_quotient, 0)
    or (quotient is null) <> (other = 0)
