"""Pages of accounts: signing in, one's own account, people, invitations, and the log of changes."""

from csrmatch.accounts.views import changes, invitations, own_account, people, signing_in
from csrmatch.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "invitations", "own_account", "people", "signing_in"]
