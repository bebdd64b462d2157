{#- Whatever makes the table of a model keeps the rows of closed periods as they were published. -#}
{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- set kept = with_booked_rows(compiled_code) -%}
    {{ return(adapter.dispatch('create_table_as', 'dbt')(temporary, relation, kept, language, **kwargs)) }}
{%- endmacro %}

{#- What dbt-duckdb makes beside, renames twice and drops, DuckDB replaces in one statement. A build has
    hundreds of small relations: a third of its time went there. -#}

{% materialization table, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- do drop_other_kind(load_cached_relation(this), 'table') -%}
    {#- A contract makes two statements of it, to look up what the books have begins a transaction, and hooks are
        part of it: then it needs one. -#}
    {%- set is_one_statement = not (
        pre_hooks or post_hooks or config.get('contract').enforced or model.config.meta.get('closes_with')
    ) -%}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('main', auto_begin=not is_one_statement) -%}
        {%- if is_one_statement -%}
            create or replace table {{ target_relation }} as {{ compiled_code }}
        {%- else -%}
            drop table if exists {{ target_relation }};
            {{ create_table_as(False, target_relation, compiled_code) }}
        {%- endif -%}
    {%- endcall -%}
    {%- if not is_one_statement -%}
        {{ run_hooks(post_hooks) }}
        {%- do adapter.commit() -%}
    {%- endif -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{% materialization view, adapter='duckdb' %}
    {%- set target_relation = this.incorporate(type='view') -%}
    {%- do drop_other_kind(load_cached_relation(this), 'view') -%}
    {%- call statement('main', auto_begin=False) -%}
        create or replace view {{ target_relation }} as {{ compiled_code }}
    {%- endcall -%}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#- A table that is a view now, or a view that is a table. -#}
{% macro drop_other_kind(existing_relation, kind) -%}
    {%- if existing_relation is not none and existing_relation.type != kind -%}
        {%- do adapter.drop_relation(existing_relation) -%}
    {%- endif -%}
{%- endmacro %}
