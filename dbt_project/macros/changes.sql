{#- A build that follows on the last one rebuilds what changed since, and nothing else (decision 25). What the
    last one had is kept in the schema `built`: which deliveries, and a copy of each model whose
    `meta.is_compared` says that others look things up in it. -#}

{#- Whether this build follows on one that was complete and made by the same models. Any other build makes
    every table anew, as does one of a part of the models. -#}
{% macro follows_last_build() -%}
    {%- if not execute or model.resource_type == 'unit_test' -%}
        {{ return(false) }}
    {%- endif -%}
    {%- if not adapter.get_relation(database=target.database, schema='built', identifier='state') -%}
        {{ return(false) }}
    {%- endif -%}
    {{ return(run_query('select follows_last_build from built.state').rows[0][0]) }}
{%- endmacro %}

{#- dbt asks this of every incremental model. -#}
{% macro should_full_refresh() -%}
    {{ return(flags.FULL_REFRESH or not follows_last_build()) }}
{%- endmacro %}

{#- Hook at the start: whether this build follows on the last one; none follows on this one yet. -#}
{% macro begin_build() -%}
    {{ each_statement(statements_of_begin()) }}
{%- endmacro %}

{% macro statements_of_begin() -%}
    {%- if execute and flags.WHICH in ('build', 'run') %}
    create schema if not exists built;
    create table if not exists built.state (
        model_version varchar, is_complete boolean, follows_last_build boolean
    );
    insert into built.state
    select '', false, false
    where not exists (select 1 from built.state);
    update built.state
    set follows_last_build = (
        {{ is_whole_build() and not flags.FULL_REFRESH }}
        and is_complete
        and model_version = (select max(run.model_version) from raw_evenkeel.run as run)
    );
    update built.state
    set
        model_version = (select max(run.model_version) from raw_evenkeel.run as run),
        is_complete = false
    {%- endif -%}
{%- endmacro %}

{% macro is_whole_build() -%}
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.unique_id not in selected_resources -%}
        {{ return(false) }}
    {%- endfor -%}
    {{ return(true) }}
{%- endmacro %}

{#- Hook at the end: where every model was built and holds what it states, keep what the next build compares
    with. -#}
{% macro end_build(results) -%}
    {{ each_statement(statements_of_end(results)) }}
{%- endmacro %}

{% macro statements_of_end(results) -%}
    {%- set failed = results | rejectattr('status', 'in', ['success', 'pass', 'warn', 'no-op']) | list -%}
    {%- if execute and flags.WHICH in ('build', 'run') and is_whole_build() and not failed %}
    {%- do refuse_what_breaks_a_statement() %}
    create or replace table built.loads as select * from raw_evenkeel.loads;
    {%- for node in graph.nodes.values()
        if node.resource_type == 'model' and node.config.meta.get('is_compared') %}
    create or replace table built.{{ node.name }} as select * from {{ node.schema }}.{{ node.name }};
    {%- endfor %}
    update built.state set is_complete = true
    {%- endif -%}
{%- endmacro %}

{#- The strategy of incremental models: the rows of changed keys are taken away and made again. The model
    names the relation of changed keys in `meta.changes`, and the key's columns as its `unique_key`. -#}
{% macro get_incremental_changed_rows_sql(arguments) -%}
    {%- set target, keys = arguments['target_relation'], arguments['unique_key'] -%}
    {%- set columns = arguments['dest_columns'] | map(attribute='quoted') | join(', ') %}
    delete from {{ target }}
    where exists (
        select 1
        from {{ model.config.meta['changes'] }} as changes
        where {{ keys_are_same('changes', target.identifier, keys) }}
    );
    insert into {{ target }} ({{ columns }})
    select {{ columns }}
    from {{ arguments['temp_relation'] }}
{%- endmacro %}

{#- The rows of a relation that are to be made again: all of them, or those of changed keys where this
    build follows on the last one. -#}
{% macro rows_to_rebuild(relation, changes, keys) -%}
    {%- if follows_last_build() -%}
    {{ rows_with_keys(relation, changes, keys) }}
    {%- else -%}
    select *
    from {{ relation }}
    {%- endif -%}
{%- endmacro %}

{#- A model as the last build left it, read before this build comes to it. -#}
{% macro as_left(name) -%}
    {{ graph.nodes['model.evenkeel.' ~ name].schema ~ '.' ~ name if execute else name }}
{%- endmacro %}

{#- A model that `meta.is_compared`, as it was in the last build. -#}
{% macro as_built(name) -%}
    built.{{ name }}
{%- endmacro %}

{#- The rows that are in one of two relations alone. -#}
{% macro difference_of(one, other) -%}
    select * from ({{ one }} except {{ other }}) as more
    union all
    select * from ({{ other }} except {{ one }}) as fewer
{%- endmacro %}

{#- What differs in some columns of a model that others look up, since the last build. -#}
{% macro changed_rows_of(name, columns) -%}
    {%- set selected = 'select ' ~ columns | join(', ') ~ ' from ' -%}
    {{ difference_of(selected ~ ref(name), selected ~ as_built(name)) }}
{%- endmacro %}

{#- The rows of one kind of systems that were delivered since the last build, as a relation. Those of a
    canonical system say by which delivery they came. Others are compared, as conformed, with what the last
    build left of them; it reads the CTE `systems`. -#}
{% macro delivered_rows(thing, system) -%}
    {%- if not follows_last_build() -%}
        ({{ conformed_rows(thing, system) }} where 1 = 0) as delivered_rows
    {%- elif system == 'canonical' -%}
        (
            select * from {{ ref('stg_canonical__' ~ thing) }}
            where delivery_id not in (select delivery_id from built.loads)
        ) as delivered_rows
    {%- else -%}
        ({{ difference_of(
            conformed_rows(thing, system),
            'select ' ~ conformed_columns(thing) | join(', ') ~ ' from ' ~ as_left('int_' ~ thing ~ '__unioned')
            ~ ' where system_name in (select system_name from systems where system_kind = \'' ~ system ~ '\')',
        ) }}) as delivered_rows
    {%- endif -%}
{%- endmacro %}

{#- The CTE `as_of_span`: from which as-of day to which the company moved since the last build, either way. -#}
{% macro as_of_span() -%}
as_of_dates as (
    select as_of_date from {{ ref('stg_evenkeel__run') }}
    union all
    select as_of_date from {{ as_built('stg_evenkeel__run') }}
),

as_of_span as (
    select
        min(as_of_date) as first_date,
        max(as_of_date) as last_date
    from as_of_dates
)
{%- endmacro %}
