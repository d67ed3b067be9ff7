from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Brukere og tilganger"

    def ready(self) -> None:
        """Connect the receivers of login and logout, once the models are there."""
        import_module("accounts.login")
