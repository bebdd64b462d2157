{#- Whose labour of which accounting period may be otherwise than in the last build: that of time that may be, of
    people with other terms, and of what other rows of payroll pay for. No rows where all of it is rebuilt. -#}
{%- set looked_up = [ref('int_people__employed'), ref('int_payroll__paid'), ref('stg_evenkeel__fiscal_periods')] -%}
with

work as (
    select * from {{ ref('int_work__changed') }}
),

{%- if follows_last_build() %}

    labour_before as (
        select * from {{ as_left('int_labour__grouped') }}
    ),

    periods as (
        select * from {{ ref('stg_evenkeel__fiscal_periods') }}
    ),

    changed_terms as (
        {{ changed_rows_of('int_people__employed', ['person_key', 'valid_from', 'valid_before', 'role']) }}
    ),

    changed_payroll as (
    {{ changed_rows_of(
        'int_payroll__paid',
        ['payroll_system_name', 'payroll_cost_id', 'person_key', 'period_start_date', 'period_end_date'],
    ) }}
    ),

    changed as (
        select
            person_key,
            period_code
        from work
        union
        select
            labour_before.person_key,
            labour_before.period_code
        from labour_before
        inner join changed_terms on labour_before.person_key = changed_terms.person_key
        union
        select
            changed_payroll.person_key,
            periods.period_code
        from changed_payroll
        inner join periods
            on
                changed_payroll.period_end_date >= periods.period_start_date
                and changed_payroll.period_start_date <= periods.period_end_date
        union
        select
            changed_payroll.person_key,
            cast(null as {{ dbt.type_string() }}) as period_code
        from changed_payroll
    )
{%- else %}

    changed as (
        select
            person_key,
            period_code
        from work
        where 1 = 0
    )
{%- endif %}

select * from changed
