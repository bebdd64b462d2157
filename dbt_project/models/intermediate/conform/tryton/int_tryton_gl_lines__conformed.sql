{#- Lines of draft entries are not in the ledger yet. -#}
with

move_lines as (
    {{ current_rows(ref('stg_tryton__move_lines'), 'move_line_id') }}
),

moves as (
    {{ current_rows(ref('stg_tryton__moves'), 'move_id') }}
),

currencies as (
    {{ current_rows(ref('stg_tryton__currencies'), 'currency_id') }}
),

conformed as (
    select
        move_lines.system_name,
        move_lines.move_line_id as gl_line_id,
        move_lines.move_id as journal_id,
        moves.move_number as journal_number,
        cast(null as {{ dbt.type_string() }}) as entity_code,
        moves.posting_date,
        move_lines.account_id,
        move_lines.debit_amount,
        move_lines.credit_amount,
        move_lines.second_currency_amount as transaction_amount,
        currencies.currency_code as transaction_currency_code,
        move_lines.party_id as client_id,
        cast(null as {{ dbt.type_string() }}) as project_id,
        split_part(moves.origin_name, ',', 1) as source_type,
        split_part(moves.origin_name, ',', 2) as source_id,
        coalesce(move_lines.description, moves.description) as description,
        cast(moves.post_date as timestamp) as posted_at,
        move_lines.delivery_id,
        move_lines.landed_at,
        move_lines.row_hash
    from move_lines
    inner join moves
        on move_lines.system_name = moves.system_name and move_lines.move_id = moves.move_id
    left join currencies
        on
            move_lines.system_name = currencies.system_name
            and move_lines.second_currency_id = currencies.currency_id
    where moves.state = 'posted'
)

select * from conformed
