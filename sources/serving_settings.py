"""The section of `evenkeel.toml` that says where releases go besides their files."""

from typing import Annotated

from pydantic import Field

from sources.section import Section, Variable

Role = Annotated[str, Field(min_length=1, max_length=63)]


class Roles(Section):
    """The role of PostgreSQL that reads what each audience may."""

    portfolio: Role = "portfolio_reader"
    finance: Role = "finance_auditor"
    people: Role = "people_lead"

    def of(self, audience: str) -> str:
        """Return the role of an audience."""
        return str(self.model_dump()[audience])


class Postgres(Section):
    """A PostgreSQL database of its own for releases; `url_env` names the variable of its URL."""

    url_env: Variable
    roles: Roles = Roles()
