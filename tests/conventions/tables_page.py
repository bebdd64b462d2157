"""Write the list of published tables, from the models' own descriptions, as a page for readers."""

from pathlib import Path

import yaml

INTRODUCTION = """\
# The published tables

<!-- Written by `make docs` from the models' YAML in dbt_project/models. -->

Every release carries these tables, in `<audience>.duckdb` and as Parquet. Each column has its
description in the file itself (`duckdb_columns()`). The audiences: `portfolio` sees no person's
cost, `finance` revenue, balances and evidence, `people` names, rates and capacity.

What the measures count:

- **hours**: every time entry as it stands now, drafts and rejected ones too.
  `billable_hours` are those the client is to pay for, `approved_hours` those that are approved.
- **cost**: all hours at the cost rate of the day of work (of the person, else of the role, practice
  or employer), expenses that were not rejected and suppliers' bills for a project; hours without a
  rate are counted in `uncosted_hours`, what has no exchange rate in `unconverted_rows`, and an
  amount that knows none of its rows is empty.
- **labour_cost_std, _actual, _burdened**: labour at its rates, as it was paid, and at its rates
  with the overhead that it bears.
- **revenue**: approved billable time where the project is paid for by time; lines with a service
  window by day; every other posted line when it is invoiced. Drafts and rejected time earn nothing,
  nor do invoice lines of a project that is paid for by time: its time has earned it already.
- **billed**: lines of posted and paid invoices and credit notes, without tax.
- **earned value**: budget of what is done, by each work package's technique and by what was known
  at the period's end
  ([decision 23](decisions/0023-earned-value-is-measured-by-what-was-known-then.md)). Rows of
  `fct_project_evm_period` with `evm_level = 'project'` are whole projects; the others their parts.
- A line or entry that names a project counts for the project, also where it names a product too.
  `fct_product_month` holds what was sold as a product alone.
- Rows without a project, client or period are kept under an empty key, so totals foot.

| Table | Audiences | What a row is |
|---|---|---|
"""


def tables_page(models: Path) -> str:
    """Return the page as Markdown."""
    found = [
        model
        for path in sorted(models.rglob("*.yml"))
        for model in (yaml.safe_load(path.read_text("utf-8")) or {}).get("models", [])
        if model.get("config", {}).get("meta", {}).get("audience")
    ]
    rows = [
        f"| `{model['name']}` | {', '.join(model['config']['meta']['audience'])} "
        f"| {' '.join(model['description'].split())} |"
        for model in sorted(found, key=lambda model: model["name"])
    ]
    return INTRODUCTION + "\n".join(rows) + "\n"
