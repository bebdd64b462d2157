{#- How rates and the card are read (decisions 22 and 24). -#}

{#- What an entry of the card is agreed for, most specific first: for whom, whose hour, its priority, and
    whether it is a list price, which names neither a project nor a client. -#}
{% macro card_levels() -%}
    {%- set levels = [] -%}
    {%- for scope in ['project', 'client', 'list'] -%}
        {%- for whose in ['person', 'role', 'anyone'] -%}
            {%- do levels.append({
                'scope': scope, 'whose': whose, 'priority': levels | length + 1, 'is_list': scope == 'list'
            }) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(levels) }}
{%- endmacro %}

{#- The spans in which each of `entries`, a CTE, is in force: the CTE `spans` of their keys and days, of which no two of
    one subject overlap. Of two entries for one `subject_key` the one that begins later counts, of two that begin on one
    day that of the later id, and of one id in two systems that of the first by name. One without an end
    (`stated_before`) ends where the next one begins; one that ends after those that interrupt it goes on in between.
    Entries have an `entry_key`. -#}
{% macro spans_in_force(entries, entry_id) -%}
    ended as (
        select
            entry_key,
            subject_key,
            {{ entry_id }},
            system_name,
            valid_from,
            least(
                coalesce(
                    stated_before,
                    lead(valid_from) over (
                        partition by subject_key
                        order by valid_from, {{ issue_order(entry_id) }}, system_name desc
                    )
                ),
                cast('9999-12-31' as date)
            ) as valid_before
        from {{ entries }}
    ),

    edges as (
        select
            subject_key,
            valid_from as edge_date
        from ended
        union
        select
            subject_key,
            valid_before as edge_date
        from ended
    ),

    stretches as (
        select
            subject_key,
            edge_date as valid_from,
            lead(edge_date) over (partition by subject_key order by edge_date) as valid_before
        from edges
    ),

    claimed as (
        select
            stretches.subject_key,
            stretches.valid_from,
            ended.entry_key,
            row_number() over (
                partition by stretches.subject_key, stretches.valid_from
                order by
                    ended.valid_from desc, {{ issue_order('ended.' ~ entry_id, 'desc') }}, ended.system_name asc
            ) as place
        from stretches
        left join ended
            on
                stretches.subject_key = ended.subject_key
                and stretches.valid_from >= ended.valid_from
                and stretches.valid_from < ended.valid_before
    ),

    followed as (
        select
            subject_key,
            entry_key,
            valid_from,
            coalesce(entry_key, '') <> coalesce(
                lag(entry_key) over (partition by subject_key order by valid_from), ''
            ) as is_other
        from claimed
        where place = 1
    ),

    turns as (
        select
            entry_key,
            valid_from,
            lead(valid_from) over (partition by subject_key order by valid_from) as valid_before
        from followed
        where is_other
    ),

    spans as (
        select * from turns
        where entry_key is not null
    )
{%- endmacro %}

{#- The part of `amount` that falls to a row by its `weight` among the rows of `rows`, in whole cents that add
    up to it; all of it to the first row where none weighs anything. Weights are not below zero. -#}
{% macro spread_amount(amount, weight, rows, order) -%}
    {%- set until -%} sum({{ weight }}) over ({{ rows }} order by {{ order }}) {%- endset -%}
    {%- set whole -%} sum({{ weight }}) over ({{ rows }}) {%- endset -%}
    case
        when {{ whole }} = 0
            then case when row_number() over ({{ rows }} order by {{ order }}) = 1 then {{ amount }} else 0 end
        else
            {{ posted_share(amount, until, whole) }}
            - {{ posted_share(amount, until ~ ' - ' ~ weight, whole) }}
    end
{%- endmacro %}

{#- The invoices that a client disputes on the as-of day. It reads the CTEs `disputes` and `run`. -#}
{% macro disputed_invoices() -%}
    select distinct
        disputes.system_name,
        disputes.invoice_id
    from disputes
    cross join run
    where
        disputes.opened_date <= run.as_of_date
        and coalesce(disputes.closed_date, cast('9999-12-31' as date)) > run.as_of_date
{%- endmacro %}
