"""Commands about accounts."""

import click

from csrmatch.cli.context import in_application
from csrmatch.roles import Role

__all__ = ["user_group"]


@click.group("user")
def user_group() -> None:
    """Accounts from the command line; the first one is made here."""


@user_group.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.DPE_STAFF.value)
@click.option("--organisation", "organisation_id", type=int, help="Its number; DPE unless given.")
@click.password_option(help="Asked for when not given.")
@in_application
def add(email: str, name: str, role: str, organisation_id: int | None, password: str) -> None:
    """Make an account for EMAIL."""
    from csrmatch.accounts.queries import get_organisation
    from csrmatch.accounts.services import add_user, ensure_organisation
    from csrmatch.db import run_write
    from csrmatch.errors import DomainError

    def make() -> int:
        organisation = get_organisation(organisation_id) if organisation_id else ensure_organisation("dpe")
        return add_user(
            email=email, name=name, role=Role(role), organisation=organisation, password=password
        ).id

    try:
        click.echo(f"Account {run_write(make)} made for {email}.")
    except DomainError as error:
        raise click.ClickException(str(error.text)) from error


@user_group.command("password")
@click.argument("email")
@click.password_option(help="Asked for when not given.")
@in_application
def password(email: str, password: str) -> None:
    """Give the person of EMAIL, who forgot it, a new password; they are signed out everywhere."""
    from csrmatch.accounts.queries import find_user_by_email
    from csrmatch.accounts.services import reset_password
    from csrmatch.db import run_write

    def reset() -> bool:
        user = find_user_by_email(email)
        if user is not None:
            reset_password(user=user, new=password)
        return user is not None

    if not run_write(reset):
        raise click.ClickException(f"There is no account with the address {email}.")
    click.echo(f"The password of {email} is changed.")
