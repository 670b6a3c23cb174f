"""The command line: one group whose commands are imported only when they are called."""

from importlib import import_module

import click

from csrmatch import __version__

__all__ = ["main"]

_COMMANDS = {
    "map": "csrmatch.mapping.commands:map_command",
    "check": "csrmatch.mapping.commands:check_command",
    "verify": "csrmatch.mapping.commands:verify_command",
    "template": "csrmatch.mapping.commands:template_command",
    "sample": "csrmatch.mapping.commands:sample_command",
    "serve": "csrmatch.cli.serving:serve_command",
    "worker": "csrmatch.cli.working:worker_command",
    "demo": "csrmatch.cli.demo:demo_command",
    "db": "csrmatch.cli.database:db_group",
    "seed": "csrmatch.cli.database:seed_command",
    "user": "csrmatch.cli.people:user_group",
    "import": "csrmatch.cli.importing:import_group",
    "files": "csrmatch.cli.files:files_group",
    "log": "csrmatch.cli.log:log_group",
    "search": "csrmatch.cli.search:search_group",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table above."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Loads one command."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="csrmatch")
def main() -> None:
    """Brings the CSR of central public sector enterprises to aspirational districts."""
