"""The front page, and the pages of django-allauth that this product uses (no sign-up).

What changes how somebody logs in asks for a fresh proof first.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse_lazy

from accounts import first_password, views
from accounts.sudo import sudo_required

security = reverse_lazy("mfa_index")
rename_key = webauthn.EditWebAuthnView.as_view(success_url=security)
remove_key = webauthn.RemoveWebAuthnView.as_view(success_url=security)

urlpatterns = [
    path("", views.front_page, name="front_page"),
    path("konto/logg-inn/", views.login, name="account_login"),
    path("konto/engangskode/", mfa.authenticate, name="mfa_authenticate"),
    path("konto/logg-ut/", login_not_required(account.logout), name="account_logout"),
    path("konto/logg-ut-overalt/", views.log_out_everywhere, name="account_log_out_everywhere"),
    path("konto/velg-passord/", first_password.choose_password, name="choose_password"),
    path("konto/laast/", account.account_inactive, name="account_inactive"),
    path("konto/bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/bekreft/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path(
        "konto/bekreft/nokkel/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("konto/bekreft/ekstern/", views.confirm_at, name="account_confirm_at"),
    path("konto/fullfor/", views.resume, name="account_resume"),
    path("konto/passord/", account.password_change, name="account_change_password"),
    path("konto/sikkerhet/", views.SecurityView.as_view(), name="mfa_index"),
    path("konto/sikkerhet/app/", sudo_required(totp.activate_totp), name="mfa_activate_totp"),
    path(
        "konto/sikkerhet/app/fjern/",
        sudo_required(totp.deactivate_totp),
        name="mfa_deactivate_totp",
    ),
    path(
        "konto/sikkerhet/nokler/ny/", sudo_required(webauthn.add_webauthn), name="mfa_add_webauthn"
    ),
    path("konto/sikkerhet/nokler/<int:pk>/", sudo_required(rename_key), name="mfa_edit_webauthn"),
    path(
        "konto/sikkerhet/nokler/<int:pk>/fjern/",
        sudo_required(remove_key),
        name="mfa_remove_webauthn",
    ),
    path(
        "konto/sikkerhet/koder/",
        sudo_required(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "konto/sikkerhet/koder/nye/",
        sudo_required(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("konto/ekstern/avbrutt/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("konto/ekstern/<slug:provider_id>/", views.log_in_at, name="openid_connect_login"),
    path("konto/ekstern/<slug:provider_id>/svar/", oidc.callback, name="openid_connect_callback"),
]
