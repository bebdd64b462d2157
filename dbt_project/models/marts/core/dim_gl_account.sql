with

accounts as (
    select * from {{ ref('int_gl_accounts__unioned') }}
),

gl_lines as (
    select * from {{ ref('int_gl_lines__unioned') }}
),

classes as (
    select * from {{ ref('gl_account_classes') }}
),

listed as (
    select
        system_name,
        account_id,
        account_code,
        account_name,
        account_type,
        false as is_inferred
    from accounts
    union all
    select distinct
        gl_lines.system_name,
        gl_lines.account_id,
        gl_lines.account_id as account_code,
        concat('Unknown account ', gl_lines.account_id) as account_name,
        'unknown' as account_type,
        true as is_inferred
    from gl_lines
    left join accounts
        on gl_lines.system_name = accounts.system_name and gl_lines.account_id = accounts.account_id
    where accounts.account_id is null
),

described as (
    select
        {{ surrogate_key(['listed.system_name', 'listed.account_id']) }} as account_key,
        listed.system_name,
        listed.account_id,
        listed.account_code,
        listed.account_name,
        listed.account_type,
        coalesce(classes.account_class, 'unmapped') as account_class,
        listed.is_inferred
    from listed
    left join classes on lower(listed.account_type) = classes.account_type
)

select * from described
