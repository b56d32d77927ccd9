// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailwarden.contracts.mail.EvidenceKind;
import org.mailwarden.fetcher.evidence.RuleSet.Recognised;

/** The rules that come with Mailwarden, held against mails in our own words. */
class SampleMailsTest {

    private static final RuleSet RULES = new EvidenceRules(Optional.empty(), Clock.systemUTC()).current();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no-reply@accounts.google.com | en | NEW_SIGN_IN | Security alert | We noticed a new sign-in to your Google Account on a Windows device
            no-reply@accounts.google.com | de | NEW_SIGN_IN | Sicherheitswarnung | Neue Anmeldung auf Windows
            no-reply@accounts.google.com | fr | NEW_SIGN_IN | Alerte de sécurité | Nouvelle connexion sur Windows
            no-reply@accounts.google.com | es | NEW_SIGN_IN | Alerta de seguridad | Nuevo inicio de sesión en Windows
            no-reply@accounts.google.com | it | NEW_SIGN_IN | Avviso di sicurezza | Nuovo accesso su Windows
            no-reply@accounts.google.com | pt | NEW_SIGN_IN | Alerta de segurança | Novo login em Windows
            no-reply@accounts.google.com | en | PASSWORD_CHANGED | Security alert | Your password was changed
            no-reply@accounts.google.com | de | PASSWORD_CHANGED | Passwort geändert | Das Passwort für Ihr Konto wurde geändert
            no-reply@accounts.google.com | fr | PASSWORD_CHANGED | Alerte de sécurité | Le mot de passe de votre compte a été modifié
            no-reply@accounts.google.com | es | PASSWORD_CHANGED | Alerta de seguridad | Se ha cambiado la contraseña
            no-reply@accounts.google.com | en | SECOND_FACTOR_REMOVED | 2-Step Verification turned off | 2-Step Verification was turned off for your account
            no-reply@accounts.google.com | de | SECOND_FACTOR_REMOVED | Bestätigung in zwei Schritten | Die Bestätigung in zwei Schritten wurde deaktiviert
            no-reply@accounts.google.com | fr | SECOND_FACTOR_REMOVED | Validation en deux étapes | La validation en deux étapes a été désactivée
            no-reply@accounts.google.com | es | SECOND_FACTOR_REMOVED | Verificación en dos pasos | La verificación en dos pasos se ha desactivado
            no-reply@accounts.google.com | en | RECOVERY_ADDRESS_CHANGED | Security alert | Your recovery email was changed
            no-reply@accounts.google.com | de | RECOVERY_ADDRESS_CHANGED | Sicherheitswarnung | Die E-Mail-Adresse zur Kontowiederherstellung wurde geändert
            a@accountprotection.microsoft.com | en | NEW_SIGN_IN | Microsoft account unusual sign-in activity | We detected something unusual about a recent sign-in
            a@accountprotection.microsoft.com | de | NEW_SIGN_IN | Ungewöhnliche Anmeldeaktivität für Microsoft-Konto | Wir haben etwas Ungewöhnliches festgestellt
            a@accountprotection.microsoft.com | fr | NEW_SIGN_IN | Activité de connexion inhabituelle | Une activité inhabituelle a été détectée
            a@accountprotection.microsoft.com | es | NEW_SIGN_IN | Actividad de inicio de sesión inusual | Hemos detectado algo inusual
            a@accountprotection.microsoft.com | it | NEW_SIGN_IN | Attività di accesso insolita | Abbiamo rilevato un'attività insolita
            a@accountprotection.microsoft.com | nl | NEW_SIGN_IN | Ongebruikelijke aanmeldingsactiviteit | Er is iets ongebruikelijks, ongebruikelijk dus
            a@accountprotection.microsoft.com | en | PASSWORD_CHANGED | Microsoft account password change | Your password for the account was changed
            a@accountprotection.microsoft.com | de | RECOVERY_ADDRESS_CHANGED | Sicherheitsinformationen | Sicherheitsinformationen wurden hinzugefügt
            a@accountprotection.microsoft.com | en | SECOND_FACTOR_REMOVED | Two-step verification | Two-step verification has been turned off
            noreply@id.apple.com | en | NEW_SIGN_IN | Your Apple Account was used to sign in to iCloud | Your account was used to sign in on an iPhone
            noreply@id.apple.com | de | NEW_SIGN_IN | Ihr Apple Account wurde zur Anmeldung verwendet | Ihr Account wurde für die Anmeldung bei iCloud verwendet
            noreply@id.apple.com | fr | PASSWORD_CHANGED | Votre mot de passe | Le mot de passe de votre compte a été modifié
            noreply@id.apple.com | es | RECOVERY_ADDRESS_CHANGED | Se ha cambiado un número de teléfono | El número de teléfono de confianza se ha cambiado
            security@facebookmail.com | en | NEW_SIGN_IN | Did you just log in? | We noticed a login from a device you do not usually use
            security@facebookmail.com | de | NEW_SIGN_IN | Hast du dich gerade angemeldet? | Anmeldung von einem Gerät, das du sonst nicht nutzt
            security@facebookmail.com | it | PASSWORD_CHANGED | La tua password | La password del tuo account è stata modificata
            security@mail.instagram.com | en | NEW_SIGN_IN | New login to Instagram | We noticed a login from a new device
            security@mail.instagram.com | es | NEW_SIGN_IN | Nuevo inicio de sesión en Instagram | Hemos visto un inicio de sesión
            account-update@amazon.com | en | NEW_SIGN_IN | Amazon security alert: Sign-in from new device | Someone signed-in to your account
            account-update@amazon.de | de | PASSWORD_CHANGED | Ihr Passwort | Ihr Passwort wurde geändert
            account-update@amazon.fr | fr | SECOND_FACTOR_REMOVED | Vérification en deux étapes | La vérification en deux étapes a été désactivée
            service@paypal.com | en | NEW_SIGN_IN | Login from a new device: new login | We noticed a login
            service@paypal.de | de | PASSWORD_CHANGED | Ihr Passwort wurde geändert | Das Passwort Ihres Kontos wurde geändert
            service@paypal.es | es | PASSWORD_CHANGED | Tu contraseña | Has cambiado tu contraseña
            security-noreply@linkedin.com | en | NEW_SIGN_IN | New sign-in to your account | A sign-in from Lagos
            security-noreply@linkedin.com | fr | NEW_SIGN_IN | Nouvelle connexion à votre compte | Une connexion depuis Lagos
            noreply@github.com | en | SECOND_FACTOR_REMOVED | [GitHub] Two-factor authentication | Two-factor authentication has been disabled on your account
            noreply@github.com | en | RECOVERY_ADDRESS_CHANGED | [GitHub] A primary email address | The primary email address of your account was changed
            no-reply@dropbox.com | en | NEW_SIGN_IN | New sign-in to your account | A new browser signed in
            no-reply@dropbox.com | de | NEW_SIGN_IN | Neue Anmeldung bei deinem Konto | Ein neuer Browser hat sich angemeldet
            info@x.com | en | PASSWORD_CHANGED | Your X password has been changed | You recently changed the password of your account: your password has been changed
            verify@twitter.com | es | NEW_SIGN_IN | Nuevo inicio de sesión | Hemos visto un inicio de sesión
            noreply@haveibeenpwned.com | en | DATA_BREACH_NOTICE | You've been pwned in the Example Shop data breach | You have been pwned in the Example Shop data breach
            noreply@haveibeenpwned.com | de | DATA_BREACH_NOTICE | Datenleck | Datenleck bei Beispielladen
            noreply@haveibeenpwned.com | fr | DATA_BREACH_NOTICE | Fuite de données | Fuite de données chez Exemple
            noreply@haveibeenpwned.com | es | DATA_BREACH_NOTICE | Filtración de datos | Filtración de datos en Ejemplo
            """)
    void recognisesWhatAServiceTellsInItsLanguages(
            String from, String language, EvidenceKind kind, String subject, String text) {
        Recognised recognised = RULES.recognise(from, subject, text).orElseThrow();

        assertThat(recognised.rule().kind()).isEqualTo(kind);
        assertThat(recognised.rule().name()).endsWith(kind + ", " + language);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            no-reply@accounts.google.com | Your storage is almost full | Buy more, sign-in not needed
            comments-noreply@docs.google.com | Security alert | We noticed a new sign-in to your Google Account
            no-reply@accounts.google.com.example | Security alert | New sign-in
            no-reply@notaccounts.google.com | Security alert | New sign-in
            notifications@github.com | Re: password | Your password has been changed
            messages-noreply@linkedin.com | New sign-in to your account | A sign-in from Lagos
            no-reply@dropbox.com | Eve shared "your password" with you | your password has been changed
            service@paypal.com | Invoice: your password | your password has been changed
            account-update@amazon.com | Your order of a password manager | It was shipped
            seller@marketplace.amazon.com | Your password | Your password was changed
            mallory@icloud.com | Two-factor authentication disabled | Two-factor authentication has been disabled on your account
            groupupdates@facebookmail.com | Did you just log in? | We noticed a login from a device you do not usually use
            """)
    void leavesOtherMailsOfTheSameServicesAlone(String from, String subject, String text) {
        assertThat(RULES.recognise(from, subject, text)).isEmpty();
    }

    @Test
    void takesOutWhatTheMailReports() {
        Recognised recognised = RULES.recognise(
                        "a@accountprotection.microsoft.com", "Microsoft account unusual sign-in activity", """
                        We detected something unusual about a recent
                        sign-in to the account.
                        Country/region: Nigeria
                        IP address: 203.0.113.7
                        Date: 11/1/2026 10:09 AM (GMT)
                        Platform: Windows
                        """)
                .orElseThrow();

        assertThat(recognised.facts())
                .isEqualTo(Map.of(
                        "place", "Nigeria",
                        "address", "203.0.113.7",
                        "time", "11/1/2026 10:09 AM (GMT)",
                        "device", "Windows"));
    }

    @Test
    void namesTheServiceThatABreachNoticeSpeaksOf() {
        Recognised recognised = RULES.recognise(
                        "noreply@haveibeenpwned.com",
                        "You're one of 1 people pwned in the Example Shop data breach",
                        "You've been pwned.")
                .orElseThrow();

        assertThat(recognised.fact("service")).isEqualTo("Example Shop");
    }
}
