"""Write the page of the demo company: how to make it, what is in it, what can be made wrong."""

from sources.demo.faults import DELIVERIES, ROWS, Kind

INTRODUCTION = """\
# The demo company

<!-- Written by `make docs` from sources/demo/faults.py. -->

`evenkeel demo FOLDER` writes a company that never was, of any size: what its systems deliver in
`exports/` (the [canonical contract](canonical.md)), what is true in `truth/`, and the
`evenkeel.toml` that reads the former. Equal options make equal bytes, on any machine and with any
number of threads: every choice is a hash of the seed, of what is chosen and of whom it is for.
[Performance](performance.md#other-parts) says how long it takes.

```bash
evenkeel demo var/demo                              # 120 people, three years up to 2026-06-30
evenkeel --config var/demo/evenkeel.toml run --as-of 2026-06-30
evenkeel demo var/large --people 20000 --years 5    # some 32 million time entries
evenkeel demo var/wrong --fault-rate 0.001          # with faults: truth/planted_faults.csv
evenkeel demo var/wrong2 --fault unbalanced_journal=0.01 --fault mojibake=1
```

## Day by day

With `--as-of DAY` the company is played. The first time, `exports/<table>-<day>.csv` holds what was
recorded by the end of that day; each later time, only what is new or changed since the day before.
The configuration then reads increments.

```bash
for day in 2026-05-04 2026-05-05 2026-05-06; do
  evenkeel demo var/days --as-of $day
  evenkeel --config var/days/evenkeel.toml run --as-of $day
done
```

## From vendors' systems

With `--systems vendors` the same company delivers from seven systems, each in its vendor's own
fields, types and ids, as CSV: two Harvest accounts, Toggl Track (seconds, offsets, tags),
Salesforce, HubSpot (all text), NetSuite and Xero (`/Date(ms+0000)/`). What none of them knows comes
from the group's own canonical export. The crosswalk joins clients, projects, people and contracts;
hours, cost and billings of every project and month are the same truth. HV-US keeps its books in
Xero, which knows no service dates: its subscriptions and services are revenue as invoiced there,
not by day. Their books accrue nothing, so neither revenue nor contract balances are compared with
them.

```bash
evenkeel demo var/vendors --systems vendors
evenkeel --config var/vendors/evenkeel.toml run --as-of 2026-06-30
```

## The company

Halden & Voss has three legal entities (euro, pound, dollar); some of their projects are in
another currency. People join, leave, work part-time, change their hours, are promoted and cost
more each January. Deals move through stages, slip and are lost, and others are open on the last
day; those won become projects paid by time, at a fixed fee or by milestone, managed services, or
subscriptions that renew with more or fewer seats and churn. Some contracts for time have a
maximum, and half of those reach it. Time is entered daily, submitted on Fridays and approved on
Tuesdays; a part of it is governance, warranty, leave, sickness, pre-sales, bench or product
development. Invoices go out nine days after the month, are paid late, in part or not at all; some
are reduced or credited. The ledger holds all of it, payroll and suppliers, and ten days after
each month what contracts earned more or less than they were invoiced, with exchange differences;
a month closes twelve days after its end, and one was reopened.

Projects have plans and new plans, tasks, milestones and monthly estimates that see an overrun late;
most of those that overrun, and some others, end one or two months after their first plan does;
contracts have change orders of every kind of modification, discounts, bonuses, options and one
that loses; outcomes are promised and measured. In the year up to the middle of the story ever more
hours go into governance; then the second of two decisions to rebalance (fewer status reports) takes
most of them back. Products grow from nothing to some seven percent of revenue, within the band of a
plan that is lowered in the same month.

## The truth

| File | One row per | Of what |
|---|---|---|
| `project_months.csv` | entity, month and project | hours, cost and billings |
| `cost_months.csv` | entity, month, project and kind of cost | what it cost |
| `payroll_months.csv` | entity, month and what was paid for | what was paid |
| `realisation_months.csv` | entity, month and project | what became of time paid by the hour |
| `obligation_months.csv` | obligation and month | revenue, its sum to date, part of the price |
| `revenue_months.csv` | entity, month, project or product, stream | revenue recognised |
| `contract_months.csv` | contract and month | billed, paid, owed, earned, ahead or behind, left |
| `capacity_months.csv` | person and month | capacity, time off, what was recorded and what not |
| `arr_months.csv` | entity, client, product and month | annual recurring revenue at its end |
| `ledger_months.csv` | entity, account and month | what was posted |
| `plan_months.csv` | planned project and month | plan, budget, planned value, value accepted |
| `milestone_months.csv` | milestone and month | where it stood, and how late |
| `balance_story.csv` | month | hours worked, and of governance, with the decision and without |
| `receivables.csv` | entity | open receivables |
| `reparented_clients.csv` | client that got another parent | both parents, and the day |
| `planted_faults.csv` | planted fault | the row it is in, the row that shows it, its month |
| `company.json` | company | the options it was written with |

The warehouse never reads it. Tests compare it with the marts to the cent. Revenue is
[accumulated](decisions/0015-revenue-is-accumulated-then-posted.md) from how the company was made; a
test reads it off the exports a second time.

## Faults

`--fault-rate SHARE` plants every fault of rows in that share of the rows that it could be in, and
`--fault KIND=SHARE` one kind. Faults of whole files are planted only when named: most of them stop
the night.
"""


def demo_page() -> str:
    """Return the page as Markdown."""
    return "\n".join(
        [
            INTRODUCTION,
            "| Kind | In | What | Seen as |",
            "|---|---|---|---|",
            *(_row(name, kind) for name, kind in ROWS.items()),
            "",
            "| Kind of whole files | In | What | Seen as |",
            "|---|---|---|---|",
            *(_row(name, kind) for name, kind in DELIVERIES.items()),
            "",
        ]
    )


def _row(name: str, kind: Kind) -> str:
    return f"| `{name}` | `{kind.table}` | {kind.what} | {kind.seen_as} |"
