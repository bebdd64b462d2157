select *
from ctl_reconciliation
where status <> 'reconciled'
order by control_id, entity_code, accounting_period, subject, reconciliation_key
