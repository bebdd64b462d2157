{#- Everything that engines write differently. Models call these; no other file names an engine. -#}

{#- The exact product of two decimals of the given types, half up to 6 places. -#}
{% macro rounded_product(left, left_type, right, right_type) -%}
    {{ return(adapter.dispatch('rounded_product', 'evenkeel')(left, left_type, right, right_type)) }}
{%- endmacro %}

{#- DuckDB takes a hundred times as long to round a wide decimal as to multiply two. Where it costs little to
    name the factors several times, the product of floating point numbers is taken once the exact one says
    that it is less than half a last place away. -#}
{% macro duckdb__rounded_product(left, left_type, right, right_type) -%}
    {%- set product = 'cast(' ~ left ~ ' as ' ~ left_type ~ ') * cast(' ~ right ~ ' as ' ~ right_type ~ ')' -%}
    {%- if not are_cheap([left, right]) -%}
        cast(round({{ product }}, 6) as decimal(28, 6))
    {%- else -%}
        {%- set floating -%} cast({{ left }} as double) * cast({{ right }} as double) {%- endset -%}
        {%- set near = 'cast(round(' ~ floating ~ ', 6) as decimal(18, 6))' -%}
        case
            when case when abs({{ floating }}) < 1000000000 then abs({{ product }} - {{ near }}) < {{ half_of_last_place(6) }} end
                then cast({{ near }} as decimal(28, 6))
            else cast(round({{ product }}, 6) as decimal(28, 6))
        end
    {%- endif -%}
{%- endmacro %}

{#- A product of more than 38 digits loses the last of them before it is rounded: Spark gets one digit fewer. -#}
{% macro spark__rounded_product(left, left_type, right, right_type) -%}
    {%- set narrower = left_type | replace('decimal(20,', 'decimal(19,') -%}
    cast(cast({{ left }} as {{ narrower }}) * cast({{ right }} as {{ right_type }}) as decimal(28, 6))
{%- endmacro %}

{#- Whether expressions are columns, or a few operations on some: an engine computes each as often as it is
    named. -#}
{% macro are_cheap(expressions) -%}
    {%- set text = expressions | join(' ') -%}
    {{ return(text | length <= 120 and 'case' not in text and ' over ' not in text) }}
{%- endmacro %}

{#- Half of one in the last of so many decimal places. -#}
{% macro half_of_last_place(places) -%}
    cast('{{ "%.*f" | format(places + 1, 0.5 * 10 ** -places) }}' as decimal({{ places + 2 }}, {{ places + 1 }}))
{%- endmacro %}

{#- The exact quotient of two decimals to `scale` places, half up; null where the divisor is 0. -#}
{% macro exact_quotient(dividend, divisor, scale=6) -%}
    {{ return(adapter.dispatch('exact_quotient', 'evenkeel')(dividend, divisor, scale)) }}
{%- endmacro %}

{#- DuckDB divides whole numbers of 128 bits bit by bit. Where it costs little to name the numbers several
    times, the quotient of floating point numbers is taken once its exact product with the divisor says that
    it is less than half a last place away. -#}
{% macro duckdb__exact_quotient(dividend, divisor, scale) -%}
    {%- set exact -%}
        cast(
            sign({{ dividend }}) * sign({{ divisor }})
            * cast(
                (
                    cast(abs(cast({{ dividend }} as decimal(28, 9))) * 1000000000 as hugeint)
                    * {{ 2 * 10 ** scale }}
                    + cast(abs(cast({{ divisor }} as decimal(28, 9))) * 1000000000 as hugeint)
                )
                // (2 * cast(abs(cast({{ divisor }} as decimal(28, 9))) * 1000000000 as hugeint))
                as decimal(28, 0)
            )
            * cast(
                '{{ "%.*f" | format(scale, 10 ** -scale) }}' as decimal({{ scale + 1 }}, {{ scale }})
            )
            as decimal(28, {{ scale }})
        )
    {%- endset -%}
    {%- if not are_cheap([dividend, divisor]) -%}
        case when {{ divisor }} <> 0 then {{ exact }} end
    {%- else -%}
        {%- set part = 'cast(' ~ dividend ~ ' as decimal(28, 9))' -%}
        {%- set whole = 'cast(' ~ divisor ~ ' as decimal(28, 9))' -%}
        {%- set floating -%} cast({{ part }} as double) / cast({{ whole }} as double) {%- endset -%}
        {%- set near -%} cast(round({{ floating }}, {{ scale }}) as decimal(18, {{ scale }})) {%- endset -%}
        case
            when {{ divisor }} = 0 then null
            when
                case
                    when abs({{ part }}) < 1000000000 and abs({{ floating }}) < {{ 10 ** (15 - scale) }}
                        then abs({{ part }} - {{ near }} * {{ whole }}) < abs({{ whole }}) * {{ half_of_last_place(scale) }}
                end
                then cast({{ near }} as decimal(28, {{ scale }}))
            else {{ exact }}
        end
    {%- endif -%}
{%- endmacro %}

{#- Spark rounds a quotient to 10 places or fewer before it is asked to, so whole numbers are divided here too.
    It takes the whole part as a number of 64 bits, and fails where it has more. -#}
{% macro spark__exact_quotient(dividend, divisor, scale) -%}
    {%- set whole -%}
        cast(abs(cast({{ divisor }} as decimal(28, 9))) * 1000000000 as decimal(37, 0))
    {%- endset -%}
    case when {{ divisor }} <> 0 then cast(
        {{ spark__sign_of(dividend) }} * {{ spark__sign_of(divisor) }}
        * cast(
            (
                cast(abs(cast({{ dividend }} as decimal(28, 9))) * 1000000000 as decimal(37, 0))
                * cast({{ 2 * 10 ** scale }} as decimal({{ scale + 1 }}, 0))
                + {{ whole }}
            )
            div (2 * {{ whole }})
            as decimal(19, 0)
        )
        * cast('{{ "%.*f" | format(scale, 10 ** -scale) }}' as decimal({{ scale + 1 }}, {{ scale }}))
        as decimal(28, {{ scale }})
    ) end
{%- endmacro %}

{#- An amount of at most 9 places as it is posted: half up to the cent. -#}
{% macro posted_amount(amount) -%}
    {{ return(adapter.dispatch('posted_amount', 'evenkeel')(amount)) }}
{%- endmacro %}

{% macro default__posted_amount(amount) -%}
    cast(round({{ amount }}, 2) as decimal(18, 2))
{%- endmacro %}

{#- DuckDB rounds a decimal of 64 bits at a twentieth of what one of 128 bits takes it. -#}
{% macro duckdb__posted_amount(amount) -%}
    coalesce(
        cast(round(try_cast({{ amount }} as decimal(18, 9)), 2) as decimal(18, 2)),
        {{ default__posted_amount(amount) }}
    )
{%- endmacro %}

{#- The whole days from one date to a later one. -#}
{% macro days_between(earlier, later) -%}
    {{ return(adapter.dispatch('days_between', 'evenkeel')(earlier, later)) }}
{%- endmacro %}

{% macro duckdb__days_between(earlier, later) -%}
    cast(date_diff('day', {{ earlier }}, {{ later }}) as integer)
{%- endmacro %}

{% macro spark__days_between(earlier, later) -%}
    datediff({{ later }}, {{ earlier }})
{%- endmacro %}

{#- A date moved by whole days; a fraction is rounded, as DuckDB does where Spark would cut it off. -#}
{% macro plus_days(day, days) -%}
    {{ return(adapter.dispatch('plus_days', 'evenkeel')(day, days)) }}
{%- endmacro %}

{% macro duckdb__plus_days(day, days) -%}
    cast({{ day }} + to_days(cast({{ days }} as integer)) as date)
{%- endmacro %}

{% macro spark__plus_days(day, days) -%}
    date_add({{ day }}, cast(round({{ days }}) as int))
{%- endmacro %}

{#- A date moved by whole months; the month's last day where it has no such day. -#}
{% macro plus_months(day, months) -%}
    {{ return(adapter.dispatch('plus_months', 'evenkeel')(day, months)) }}
{%- endmacro %}

{% macro duckdb__plus_months(day, months) -%}
    cast({{ day }} + to_months(cast({{ months }} as integer)) as date)
{%- endmacro %}

{% macro spark__plus_months(day, months) -%}
    add_months({{ day }}, cast({{ months }} as int))
{%- endmacro %}

{#- ISO weekday, Monday 1 to Sunday 7. -#}
{% macro iso_weekday(day) -%}
    {{ return(adapter.dispatch('iso_weekday', 'evenkeel')(day)) }}
{%- endmacro %}

{% macro duckdb__iso_weekday(day) -%}
    cast(isodow({{ day }}) as integer)
{%- endmacro %}

{% macro spark__iso_weekday(day) -%}
    (weekday({{ day }}) + 1)
{%- endmacro %}

{#- A relation with one row and column `calendar_date` per day, both ends included. -#}
{% macro all_days(first, last) -%}
    {{ return(adapter.dispatch('all_days', 'evenkeel')(first, last)) }}
{%- endmacro %}

{% macro duckdb__all_days(first, last) -%}
    select cast(generated.day as date) as calendar_date
    from generate_series(
        cast('{{ first }}' as timestamp), cast('{{ last }}' as timestamp), interval 1 day
    ) as generated (day)
{%- endmacro %}

{% macro spark__all_days(first, last) -%}
    select explode(sequence(to_date('{{ first }}'), to_date('{{ last }}'), interval 1 day))
        as calendar_date
{%- endmacro %}

{#- The rows of a relation, once for each day from one of its columns to another, as `calendar_date`. -#}
{% macro rows_by_day(relation, first, last) -%}
    {{ return(adapter.dispatch('rows_by_day', 'evenkeel')(relation, first, last)) }}
{%- endmacro %}

{% macro duckdb__rows_by_day(relation, first, last) -%}
    select
        *,
        cast(unnest(generate_series(cast({{ first }} as timestamp), cast({{ last }} as timestamp), interval 1 day)) as date)
            as calendar_date
    from {{ relation }}
    where {{ first }} <= {{ last }}
{%- endmacro %}

{% macro spark__rows_by_day(relation, first, last) -%}
    select
        *,
        explode(sequence({{ first }}, {{ last }}, interval 1 day)) as calendar_date
    from {{ relation }}
    where {{ first }} <= {{ last }}
{%- endmacro %}

{#- The days of the CTE `calendar` with the code of the period of the CTE `periods` that each is in. -#}
{% macro days_of_periods() -%}
    {{ return(adapter.dispatch('days_of_periods', 'evenkeel')()) }}
{%- endmacro %}

{% macro duckdb__days_of_periods() -%}
    select
        calendar.calendar_date,
        periods.period_code
    from calendar
    inner join periods
        on calendar.calendar_date between periods.period_start_date and periods.period_end_date
{%- endmacro %}

{#- Spark joins by a span by comparing every row with every other: here the days are made of the periods. -#}
{% macro spark__days_of_periods() -%}
    select
        explode(sequence(
            greatest(periods.period_start_date, cast('1989-01-01' as date)),
            least(periods.period_end_date, cast('2151-12-31' as date)),
            interval 1 day
        )) as calendar_date,
        periods.period_code
    from periods
    where
        periods.period_start_date <= cast('2151-12-31' as date)
        and periods.period_end_date >= cast('1989-01-01' as date)
{%- endmacro %}

{#- Text as people compare names: lower case, letters and digits only. -#}
{% macro normalised_name(name) -%}
    {{ return(adapter.dispatch('normalised_name', 'evenkeel')(name)) }}
{%- endmacro %}

{% macro duckdb__normalised_name(name) -%}
    regexp_replace(lower(strip_accents({{ name }})), '[^a-z0-9]', '', 'g')
{%- endmacro %}

{#- Spark has no function that takes accents away. -#}
{% macro spark__normalised_name(name) -%}
    {%- set accented, plain = [], [] -%}
    {%- for letter, variants in accented_letters().items() -%}
        {%- do accented.append(variants) -%}
        {%- do plain.append(letter * variants | length) -%}
    {%- endfor -%}
    regexp_replace(translate(lower({{ name }}), '{{ accented | join }}', '{{ plain | join }}'), '[^a-z0-9]', '')
{%- endmacro %}

{#- The small letters that are a Latin one with accents, by that one. -#}
{% macro accented_letters() -%}
    {{ return({
        'a': 'àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ', 'b': 'ḃḅḇ', 'c': 'çćĉċčḉ', 'd': 'ďḋḍḏḑḓ',
        'e': 'èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ', 'f': 'ḟ', 'g': 'ĝğġģǧǵḡ', 'h': 'ĥȟḣḥḧḩḫẖ', 'i': 'ìíîïĩīĭįǐȉȋḭḯỉị',
        'j': 'ĵǰ', 'k': 'ķǩḱḳḵ', 'l': 'ĺļľḷḹḻḽ', 'm': 'ḿṁṃ', 'n': 'ñńņňǹṅṇṉṋ',
        'o': 'òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ', 'p': 'ṕṗ', 'r': 'ŕŗřȑȓṙṛṝṟ', 's': 'śŝşšșṡṣṥṧṩ',
        't': 'ţťțṫṭṯṱẗ', 'u': 'ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự', 'v': 'ṽṿ', 'w': 'ŵẁẃẅẇẉẘ', 'x': 'ẋẍ',
        'y': 'ýÿŷȳẏẙỳỵỷỹ', 'z': 'źżžẑẓẕ',
    }) }}
{%- endmacro %}

{#- Text without its digits. -#}
{% macro without_digits(text) -%}
    {{ return(adapter.dispatch('without_digits', 'evenkeel')(text)) }}
{%- endmacro %}

{% macro duckdb__without_digits(text) -%}
    regexp_replace({{ text }}, '[0-9]', '', 'g')
{%- endmacro %}

{% macro spark__without_digits(text) -%}
    regexp_replace({{ text }}, '[0-9]', '')
{%- endmacro %}

{#- One row for each part of a column's text between separators, as `part`, with other columns. -#}
{% macro text_parts(relation, columns, text, separator) -%}
    {{ return(adapter.dispatch('text_parts', 'evenkeel')(relation, columns, text, separator)) }}
{%- endmacro %}

{% macro duckdb__text_parts(relation, columns, text, separator) -%}
    select {{ columns | join(', ') }}, unnest(string_split({{ text }}, '{{ separator }}')) as part
    from {{ relation }}
{%- endmacro %}

{% macro spark__text_parts(relation, columns, text, separator) -%}
    select {{ columns | join(', ') }}, explode(split({{ text }}, '{{ separator }}')) as part
    from {{ relation }}
{%- endmacro %}

{#- -1, 0 or 1 as a whole number. -#}
{% macro sign_of(number) -%}
    {{ return(adapter.dispatch('sign_of', 'evenkeel')(number)) }}
{%- endmacro %}

{% macro duckdb__sign_of(number) -%}
    sign({{ number }})
{%- endmacro %}

{#- Spark's own sign is a floating point number, and makes one of all it is multiplied with. -#}
{% macro spark__sign_of(number) -%}
    cast(sign({{ number }}) as decimal(1, 0))
{%- endmacro %}

{#- The whole part of `amount * weight / weights`, whole numbers not below zero, without rounding. -#}
{% macro whole_share(amount, weight, weights) -%}
    {{ return(adapter.dispatch('whole_share', 'evenkeel')(amount, weight, weights)) }}
{%- endmacro %}

{% macro duckdb__whole_share(amount, weight, weights) -%}
    {%- set of = share_of_whole_numbers(amount, weight, weights) -%}
    cast({{ where_proven(of, whole_part_near(of), of.dividend ~ ' // ' ~ of.divisor) }} as decimal(18, 0))
{%- endmacro %}

{% macro spark__whole_share(amount, weight, weights) -%}
    cast(
        (cast({{ amount }} as decimal(18, 0)) * cast({{ weight }} as decimal(18, 0)))
        div cast({{ weights }} as decimal(18, 0))
        as decimal(18, 0)
    )
{%- endmacro %}

{#- What the whole part leaves of `amount * weight`. -#}
{% macro rest_of_share(amount, weight, weights) -%}
    {{ return(adapter.dispatch('rest_of_share', 'evenkeel')(amount, weight, weights)) }}
{%- endmacro %}

{% macro duckdb__rest_of_share(amount, weight, weights) -%}
    {%- set of = share_of_whole_numbers(amount, weight, weights) -%}
    cast({{ where_proven(of, rest_near(of), of.dividend ~ ' % ' ~ of.divisor) }} as decimal(18, 0))
{%- endmacro %}

{% macro spark__rest_of_share(amount, weight, weights) -%}
    cast(
        (cast({{ amount }} as decimal(18, 0)) * cast({{ weight }} as decimal(18, 0)))
        % cast({{ weights }} as decimal(18, 0))
        as decimal(18, 0)
    )
{%- endmacro %}

{#- `amount * part / whole` half up to the cent; the part and the whole are not below zero and have
    up to 6 places. Null where the whole is 0. -#}
{% macro posted_share(amount, part, whole) -%}
    {{ return(adapter.dispatch('posted_share', 'evenkeel')(amount, part, whole)) }}
{%- endmacro %}

{% macro duckdb__posted_share(amount, part, whole) -%}
    {%- set units -%} cast(cast({{ whole }} as decimal(28, 6)) * 1000000 as hugeint) {%- endset -%}
    {%- set exact -%}
        cast(
            sign({{ amount }})
            * cast(
                (
                    cast(abs({{ amount }}) * 100 as hugeint) * cast(cast({{ part }} as decimal(28, 6)) * 1000000 as hugeint) * 2
                    + {{ units }}
                )
                // ({{ units }} * 2)
                as decimal(18, 0)
            )
            * cast(0.01 as decimal(3, 2))
            as decimal(18, 2)
        )
    {%- endset -%}
    {%- if not are_cheap([amount, part, whole]) -%}
        case when ({{ whole }}) <> 0 then {{ exact }} end
    {%- else -%}
        {%- set floating -%} cast({{ amount }} as double) * cast({{ part }} as double) / cast({{ whole }} as double) {%- endset -%}
        {%- set near = 'cast(round(' ~ floating ~ ', 2) as decimal(18, 2))' -%}
        case
            when ({{ whole }}) = 0 then null
            when
                case
                    when
                        abs({{ amount }}) < 1000000000 and ({{ part }}) between 0 and 1000000000
                        and ({{ whole }}) < 1000000000 and abs({{ floating }}) < 1000000000
                        then
                            abs(
                                cast({{ amount }} as decimal(18, 2)) * cast({{ part }} as decimal(20, 6))
                                - {{ near }} * cast({{ whole }} as decimal(20, 6))
                            )
                            < cast({{ whole }} as decimal(20, 6)) * {{ half_of_last_place(2) }}
                end
                then {{ near }}
            else {{ exact }}
        end
    {%- endif -%}
{%- endmacro %}

{% macro spark__posted_share(amount, part, whole) -%}
    {%- set units -%} cast(cast({{ whole }} as decimal(28, 6)) * 1000000 as decimal(28, 0)) {%- endset -%}
    case when ({{ whole }}) <> 0 then cast(
        {{ spark__sign_of(amount) }}
        * cast(
            (
                cast(abs({{ amount }}) * 100 as decimal(28, 0))
                * cast(cast({{ part }} as decimal(28, 6)) * 1000000 as decimal(28, 0)) * 2
                + {{ units }}
            )
            div ({{ units }} * 2)
            as decimal(19, 0)
        )
        * cast(0.01 as decimal(3, 2))
        as decimal(18, 2)
    ) end
{%- endmacro %}

{#- One hash of the texts of a group, whatever their order. -#}
{% macro hash_of_rows(text) -%}
    {{ return(adapter.dispatch('hash_of_rows', 'evenkeel')(text)) }}
{%- endmacro %}

{% macro duckdb__hash_of_rows(text) -%}
    md5(string_agg({{ text }}, ',' order by {{ text }}))
{%- endmacro %}

{% macro spark__hash_of_rows(text) -%}
    md5(concat_ws(',', sort_array(collect_list({{ text }}))))
{%- endmacro %}

{#- The statements of a hook, which semicolons part. -#}
{% macro each_statement(statements) -%}
    {{ return(adapter.dispatch('each_statement', 'evenkeel')(statements)) }}
{%- endmacro %}

{% macro duckdb__each_statement(statements) -%}
    {{ statements }}
{%- endmacro %}

{#- Spark takes one statement at a time. -#}
{% macro spark__each_statement(statements) -%}
    {%- for statement in statements.split(';') if statement | trim -%}
        {%- do run_on_spark(in_types_of_spark(statement)) -%}
    {%- endfor -%}
{%- endmacro %}

{#- The rows of a relation whose `keys` are among those of another; keys that are absent are the same key. -#}
{% macro rows_with_keys(relation, others, keys) -%}
    {{ return(adapter.dispatch('rows_with_keys', 'evenkeel')(relation, others, keys)) }}
{%- endmacro %}

{% macro default__rows_with_keys(relation, others, keys) -%}
    select *
    from {{ relation }} as rows_of_all
    where exists (
        select 1
        from {{ others }} as others
        where {{ keys_are_same('others', 'rows_of_all', keys) }}
    )
{%- endmacro %}

{#- DuckDB reads every column of all rows before it joins them. Where few are left, it is told first by their keys
    which they are, and reads no more of a table than those. -#}
{% macro duckdb__rows_with_keys(relation, others, keys) -%}
    {%- set known = load_cached_relation(relation) if relation.identifier else none -%}
    {%- set is_table = known is not none and known.type == 'table' -%}
    {%- if is_table %}
    select *
    from {{ relation }}
    where rowid in (
    {%- endif %}
    select rows_of_all.{{ 'rowid' if is_table else '*' }}
    from {{ relation }} as rows_of_all
    semi join {{ others }} as others on {{ keys_are_same('others', 'rows_of_all', keys) }}
    {%- if is_table %}
    )
    {%- endif %}
{%- endmacro %}

{% macro keys_are_same(left, right, keys) -%}
    {%- for key in keys %}
    {{ left }}.{{ key }} is not distinct from {{ right }}.{{ key }}{{ ' and' if not loop.last }}
    {%- endfor %}
{%- endmacro %}
