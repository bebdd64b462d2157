"""The SQL of an audit pack's sheets, over the tables that auditors may read."""

POSTINGS = """
    select
        e.entity_code, coalesce(c.contract_code, 'none') as contract_code,
        coalesce(e.contract_key, 'none') as contract_key,
        coalesce(e.performance_obligation_key, 'none') as performance_obligation_key,
        e.obligation_name, e.revenue_event_key, e.revenue_stream, e.revenue_method,
        e.posting_reason, e.adjustment_type, e.adjustment_cause, e.origin_period, e.service_date,
        e.known_on, e.progress_before_share, e.progress_share, e.transaction_currency_code,
        e.revenue_transaction_amount, e.functional_currency_code, e.fx_rate_type,
        e.functional_fx_rate, e.functional_fx_rate_date, e.revenue_functional_amount,
        e.reporting_currency_code, e.reporting_fx_rate, e.reporting_fx_rate_date,
        e.revenue_reporting_amount, e.system_name, e.source_table, e.source_id, e.delivery_id
    from fct_revenue_event as e
    left join dim_contract as c using (contract_key)
    where e.accounting_period = $period
    order by e.entity_code, coalesce(e.contract_key, 'none'),
        coalesce(e.performance_obligation_key, 'none'), e.service_date, e.revenue_event_key
"""
AMOUNTS = ("transaction", "functional", "reporting")


def _summed(*kinds: str) -> str:
    return ", ".join(f"sum(revenue_{kind}_amount) as posted_{kind}_amount" for kind in kinds)


def _compared(*kinds: str) -> str:
    return ", ".join(
        f"p.posted_{kind}_amount, r.revenue_{kind}_amount as published_{kind}_amount, "
        f"p.posted_{kind}_amount - r.revenue_{kind}_amount as {kind}_difference"
        for kind in kinds
    )


REVENUE = f"""
    with posted as (
        select entity_code, {_summed("functional", "reporting")}
        from fct_revenue_event where accounting_period = $period group by entity_code
    ), published as (
        select entity_code, any_value(functional_currency_code) as functional_currency_code,
            any_value(reporting_currency_code) as reporting_currency_code,
            sum(revenue_functional_amount) as revenue_functional_amount,
            sum(revenue_reporting_amount) as revenue_reporting_amount,
            cast(count(*) * 0.005 as decimal(18, 3)) as rounding_allowed
        from fct_revenue_month where accounting_period = $period group by entity_code
    )
    select entity_code, r.functional_currency_code, r.reporting_currency_code,
        {_compared("functional", "reporting")}, r.rounding_allowed
    from posted as p full join published as r using (entity_code)
    order by entity_code
"""
CONTRACTS = f"""
    with posted as (
        select entity_code, coalesce(contract_key, 'none') as contract_key,
            transaction_currency_code, {_summed(*AMOUNTS)}
        from fct_revenue_event where accounting_period = $period group by all
    ), published as (
        from fct_contract_balance_rollforward where accounting_period = $period
    )
    select p.entity_code, c.contract_code, contract_key, c.contract_name, k.client_name,
        transaction_currency_code, {_compared(*AMOUNTS)}
    from posted as p
    left join published as r using (contract_key, transaction_currency_code)
    left join dim_contract as c using (contract_key)
    left join dim_customer as k on k.client_key = c.client_key
    order by p.entity_code, contract_key, transaction_currency_code
"""
OBLIGATIONS = f"""
    with posted as (
        select entity_code, coalesce(performance_obligation_key, 'none')
            as performance_obligation_key, any_value(obligation_name) as obligation_name,
            transaction_currency_code, {_summed(*AMOUNTS)}
        from fct_revenue_event where accounting_period = $period group by all
    ), published as (
        from fct_revenue_po_month where accounting_period = $period
    )
    select p.entity_code, performance_obligation_key, p.obligation_name, r.contract_id,
        r.revenue_method, r.allocated_amount, r.progress_share, r.revenue_to_date_amount,
        r.remaining_amount, transaction_currency_code, {_compared(*AMOUNTS)}
    from posted as p
    left join published as r using (performance_obligation_key, transaction_currency_code)
    order by p.entity_code, performance_obligation_key, transaction_currency_code
"""
ROLL_FORWARD = """
    select b.entity_code, c.contract_code, b.contract_key, b.transaction_currency_code,
        b.opening_position_amount, b.revenue_transaction_amount, b.billed_transaction_amount,
        b.opening_position_amount + b.revenue_transaction_amount - b.billed_transaction_amount
            as computed_closing_amount,
        b.closing_position_amount,
        b.opening_position_amount + b.revenue_transaction_amount - b.billed_transaction_amount
            - b.closing_position_amount as transaction_difference,
        b.functional_currency_code, b.opening_position_functional_amount,
        b.revenue_functional_amount, b.billed_functional_amount, b.fx_effect_functional_amount,
        b.opening_position_functional_amount + b.revenue_functional_amount
            - b.billed_functional_amount + b.fx_effect_functional_amount
            as computed_closing_functional_amount,
        b.closing_position_functional_amount,
        b.opening_position_functional_amount + b.revenue_functional_amount
            - b.billed_functional_amount + b.fx_effect_functional_amount
            - b.closing_position_functional_amount as functional_difference,
        b.closing_unbilled_receivable_amount, b.closing_contract_asset_amount,
        b.closing_contract_liability_amount
    from fct_contract_balance_rollforward as b
    left join dim_contract as c using (contract_key)
    where b.accounting_period = $period
    order by b.entity_code, b.contract_key, b.transaction_currency_code
"""
CONTROL_ROWS = """
    select reconciliation_key, control_id, check_name, entity_code, accounting_period, subject,
        a_value, b_value, a_value - b_value as difference, explained,
        a_value - b_value - explained as unexplained, tolerance, status, owner_name, evidence_hash
    from ctl_reconciliation
    where {which}
    order by control_id, check_name, entity_code, accounting_period, subject, reconciliation_key
"""
LEDGER_CONTROLS = "('C03', 'C04', 'C05', 'C06', 'C08')"
OF_PERIOD = "(accounting_period = $period or accounting_period is null)"
ITEMS = f"""
    select i.reconciliation_key, i.control_id, i.check_name, i.entity_code, i.accounting_period,
        i.subject, i.cause_code, i.document_type, i.system_name, i.table_name, i.source_id,
        i.journal_id, i.document_date, i.document_period, i.counterpart_period, i.age_days,
        i.item_amount, i.explained_amount, i.explanation, i.explained_by, i.explained_date,
        i.expires_date, i.found_date
    from ctl_reconciling_item as i
    where i.cleared_run_id is null and {OF_PERIOD}
    order by i.reconciliation_key nulls last, i.reconciling_item_key
"""
ADJUSTMENTS = """
    from ctl_prior_period_adjustment
    where accounting_period = $period or origin_period = $period
    order by entity_code, lock, origin_period, adjustment_cause, prior_period_adjustment_key
"""
DRIFT = """
    select entity_code, accounting_period, lock, is_settled, published_functional_amount,
        adjustment_functional_amount, computed_functional_amount,
        published_functional_amount + adjustment_functional_amount - computed_functional_amount
            as difference,
        * exclude (drift_key, entity_code, accounting_period, lock, is_settled,
            published_functional_amount, adjustment_functional_amount, computed_functional_amount)
    from ctl_drift
    where accounting_period = $period
    order by entity_code, lock
"""
PROJECT_COST = """
    select m.entity_code, p.project_code, m.project_key, p.project_name, m.hours, m.uncosted_hours,
        m.functional_currency_code, m.cost_functional_amount, m.reporting_currency_code,
        m.cost_reporting_amount
    from fct_project_month as m
    left join dim_project as p using (project_key)
    where m.accounting_period = $period
    order by m.entity_code, p.project_code, m.project_month_key
"""
COST = """
    with summed as (
        select entity_code, sum(cost_functional_amount) as functional_amount,
            sum(cost_reporting_amount) as reporting_amount
        from fct_project_month where accounting_period = $period group by entity_code
    )
    select entity_code, m.functional_currency_code,
        s.functional_amount as projects_functional_amount,
        m.cost_functional_amount as published_functional_amount,
        s.functional_amount - m.cost_functional_amount as functional_difference,
        m.reporting_currency_code, s.reporting_amount as projects_reporting_amount,
        m.cost_reporting_amount as published_reporting_amount,
        s.reporting_amount - m.cost_reporting_amount as reporting_difference
    from portfolio_month as m
    left join summed as s using (entity_code)
    where m.accounting_period = $period
    order by entity_code
"""
OVERHEAD = """
    select entity_code, cost_pool, overhead_driver, driver_quantity, overhead_rate_basis,
        overhead_rate, functional_currency_code, applied_functional_amount,
        pool_cost_functional_amount,
        applied_functional_amount - pool_cost_functional_amount as over_absorbed_amount,
        over_absorbed_functional_amount,
        applied_functional_amount - pool_cost_functional_amount - over_absorbed_functional_amount
            as difference
    from fct_overhead_pool where accounting_period = $period
    order by entity_code, cost_pool
"""
