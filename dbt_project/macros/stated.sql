{#- What models state of their rows, such as which columns no two rows share, is data tests: one by one, each
    costs dbt ten times what it costs the engine. A night asks of published tables in the gate, and of all
    others here: a statement for each, once all are built. -#}

{#- Raise where a model or seed that no release carries breaks what its data tests state. -#}
{% macro refuse_what_breaks_a_statement() -%}
    {%- set broken = [] -%}
    {%- for stated in tests_of_the_unpublished().values() -%}
        {%- for name, count in run_query(stated | join('\nunion all\n')).rows if count -%}
            {%- do broken.append(name ~ ': ' ~ count ~ ' broken; see them by `dbt test --select ' ~ name ~ '`') -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if broken -%}
        {{ exceptions.raise_compiler_error('models break what they state\n' ~ broken | join('\n')) }}
    {%- endif -%}
{%- endmacro %}

{#- The generic tests of models and seeds, each as a query of its name and how many rows or groups break it,
    by what they are attached to. -#}
{% macro tests_of_the_unpublished() -%}
    {%- set stated = {} -%}
    {%- for test in graph.nodes.values()
        if test.resource_type == 'test' and test.attached_node in graph.nodes and test.fqn[1] not in ('marts', 'portfolio') -%}
        {%- set arguments = {} -%}
        {%- for name, value in test.test_metadata.kwargs.items() if name != 'model' -%}
            {%- do arguments.update({name: value}) -%}
        {%- endfor -%}
        {%- set relation = (graph.nodes[test.attached_node]).relation_name -%}
        {%- set sql = context['test_' ~ test.test_metadata.name](model=relation, **arguments) -%}
        {%- do stated.setdefault(test.attached_node, []).append(
            "select '" ~ test.name ~ "' as test_name, count(*) as broken from (" ~ sql ~ ") as broken_rows"
        ) -%}
    {%- endfor -%}
    {{ return(stated) }}
{%- endmacro %}
