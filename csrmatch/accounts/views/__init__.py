"""Pages of accounts: signing in, one's own account, people, invitations, tokens, the log of changes."""

from csrmatch.accounts.views import changes, invitations, own_account, people, signing_in, tokens
from csrmatch.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "changes", "invitations", "own_account", "people", "signing_in", "tokens"]
