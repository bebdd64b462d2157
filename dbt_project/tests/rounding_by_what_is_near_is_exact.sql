-- Products and quotients of columns are those of expressions, which are never taken from floating point numbers
-- (decision 33), and so are shares. An eighth of the products and some quotients are halves of a last place.
{%- set exactly_one = 'case when true then one end' %}
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
        cast((place * 104729 % 4001 - 2000) * cast('0.0005' as decimal(5, 4)) as decimal(18, 6)) as other,
        cast((place * 7919 % 20011 - 10000) * cast('0.01' as decimal(3, 2)) as decimal(18, 2)) as cents,
        cast((place * 31 % 400) * cast('0.25' as decimal(3, 2)) as decimal(18, 6)) as whole,
        cast(place * cast(7919000003 as decimal(18, 0)) % 1000000007 * 1000 as decimal(18, 0)) as units,
        cast(place * cast(104729000017 as decimal(18, 0)) % 10007 * 1000000 - 2000000 as decimal(18, 0)) as weight,
        cast((place % 97) * cast(103000000 as decimal(18, 0)) as decimal(18, 0)) as weights,
        -- Halves of a cent and a billionth more and less, some of them of amounts above a thousand million.
        cast(case when place % 2 = 0 then 1 else -1 end as decimal(1, 0))
        * (
            cast(place * cast('0.005' as decimal(4, 3)) as decimal(28, 9))
            + cast((place % 3 - 1) * cast('0.000000001' as decimal(10, 9)) as decimal(28, 9))
            + cast((place % 5) * cast(400000000 as decimal(18, 0)) as decimal(28, 9))
        ) as unposted
    from counted
),

computed as (
    select
        one,
        other,
        {{ exact_product('one', 'other') }} as product,
        {{ exact_product(exactly_one, 'other') }} as exact_product,
        {{ converted_amount('one', 'other') }} as converted,
        {{ converted_amount(exactly_one, 'other') }} as exact_converted,
        {{ exact_quotient('one', 'other', 3) }} as quotient,
        {{ exact_quotient(exactly_one, 'other', 3) }} as exact_quotient,
        {{ posted_share('one', 'other', 'whole') }} as shared_amount,
        {{ posted_share(exactly_one, 'other', 'whole') }} as exact_shared_amount,
        {{ posted_share('cents', '1', '2') }} as half,
        {{ posted_share('case when true then cents end', '1', '2') }} as exact_half,
        {{ whole_share('units', 'weight', 'weights') }} as share,
        {{ whole_share('case when true then units end', 'weight', 'weights') }} as exact_share,
        {{ rest_of_share('units', 'weight', 'weights') }} as rest,
        {{ rest_of_share('case when true then units end', 'weight', 'weights') }} as exact_rest,
        {{ posted_amount('unposted') }} as posted,
        cast(round(unposted, 2) as decimal(18, 2)) as exact_posted
    from pairs
)

select *
from computed
where
    product <> exact_product
    or converted <> exact_converted
    or coalesce(quotient, 0) <> coalesce(exact_quotient, 0)
    or (quotient is null) <> (other = 0)
    or shared_amount is distinct from exact_shared_amount
    or half is distinct from exact_half
    or posted is distinct from exact_posted
    or share is distinct from exact_share
    or rest is distinct from exact_rest
