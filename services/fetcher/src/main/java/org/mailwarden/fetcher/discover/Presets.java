// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.discover;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The large providers: which domains are theirs, and whose mail servers receive for other domains. Pure. */
final class Presets {

    private static final List<String> TOKEN = List.of("OAUTH2");
    private static final List<String> TOKEN_OR_APP_PASSWORD = List.of("OAUTH2", "APP_PASSWORD");
    private static final List<String> APP_PASSWORD = List.of("APP_PASSWORD");
    private static final List<String> PASSWORD = List.of("PASSWORD");

    private static final String SWITCH_ON =
            "IMAP and POP3 are off until they are switched on in the settings of the mailbox; with a second factor, use an"
                    + " app password.";
    private static final String ONLY_APP_PASSWORD =
            "The usual password is refused: make an app password in the security settings of the account and use that.";
    private static final String WHOLE_ADDRESS = "Sign in with the whole address and the password of the mailbox.";

    private static final Map<String, Provider> BY_DOMAIN = new HashMap<>();
    private static final Map<String, Provider> BY_RECEIVER = new HashMap<>();

    static {
        Provider google = new Provider(
                "Google",
                "imap.gmail.com",
                "pop.gmail.com",
                false,
                TOKEN_OR_APP_PASSWORD,
                "The usual password is refused. Use OAuth2 (preset google), or an app password, which needs two-step"
                        + " verification; Google Workspace may allow OAuth2 only.");
        domains(google, "gmail.com", "googlemail.com");
        receivers(google, "google.com", "googlemail.com");
        Provider microsoft = new Provider(
                "Microsoft",
                "outlook.office365.com",
                "outlook.office365.com",
                false,
                TOKEN,
                "Passwords are refused everywhere: use OAuth2 (preset microsoft365), and let the administrator of the"
                        + " tenant allow IMAP or POP3 for the mailbox.");
        domains(microsoft, "outlook.com", "outlook.de", "outlook.fr", "hotmail.com", "hotmail.de", "hotmail.co.uk");
        domains(microsoft, "hotmail.fr", "hotmail.it", "live.com", "live.de", "live.co.uk", "msn.com");
        receivers(microsoft, "protection.outlook.com", "mx.microsoft", "olc.protection.outlook.com");
        Provider yahoo =
                provider("Yahoo", "imap.mail.yahoo.com", "pop.mail.yahoo.com", APP_PASSWORD, ONLY_APP_PASSWORD);
        domains(yahoo, "yahoo.com", "yahoo.de", "yahoo.fr", "yahoo.it", "yahoo.es", "yahoo.co.uk", "ymail.com");
        receivers(yahoo, "yahoodns.net");
        domains(provider("AOL", "imap.aol.com", "pop.aol.com", APP_PASSWORD, ONLY_APP_PASSWORD), "aol.com", "aim.com");
        Provider apple = new Provider(
                "iCloud",
                "imap.mail.me.com",
                null,
                true,
                APP_PASSWORD,
                "Sign in with the part before the @ and an app-specific password from account.apple.com. There is no POP3.");
        domains(apple, "icloud.com", "me.com", "mac.com");
        receivers(apple, "mail.icloud.com");
        domains(
                provider("GMX", "imap.gmx.net", "pop.gmx.net", PASSWORD, SWITCH_ON),
                "gmx.de",
                "gmx.net",
                "gmx.at",
                "gmx.ch");
        domains(provider("GMX", "imap.gmx.com", "pop.gmx.com", PASSWORD, SWITCH_ON), "gmx.com", "gmx.co.uk", "gmx.us");
        domains(provider("WEB.DE", "imap.web.de", "pop3.web.de", PASSWORD, SWITCH_ON), "web.de");
        domains(
                provider(
                        "Telekom",
                        "secureimap.t-online.de",
                        "securepop.t-online.de",
                        PASSWORD,
                        "Use the password for e-mail programs, which is set in the customer centre apart from the Telekom"
                                + " login."),
                "t-online.de",
                "magenta.de");
        Provider fastmail =
                provider("Fastmail", "imap.fastmail.com", "pop.fastmail.com", APP_PASSWORD, ONLY_APP_PASSWORD);
        domains(fastmail, "fastmail.com", "fastmail.fm");
        receivers(fastmail, "messagingengine.com");
        Provider zoho = provider("Zoho", "imap.zoho.com", "pop.zoho.com", PASSWORD, SWITCH_ON);
        domains(zoho, "zoho.com", "zohomail.com");
        receivers(provider("Zoho", "imappro.zoho.com", "poppro.zoho.com", PASSWORD, SWITCH_ON), "zoho.com");
        receivers(provider("Zoho", "imappro.zoho.eu", "poppro.zoho.eu", PASSWORD, SWITCH_ON), "zoho.eu");
        Provider yandex = provider("Yandex", "imap.yandex.com", "pop.yandex.com", APP_PASSWORD, ONLY_APP_PASSWORD);
        domains(yandex, "yandex.com", "yandex.ru", "ya.ru");
        receivers(yandex, "mx.yandex.net", "mx.yandex.ru");
        domains(
                provider("Mail.ru", "imap.mail.ru", "pop.mail.ru", APP_PASSWORD, ONLY_APP_PASSWORD),
                "mail.ru",
                "bk.ru",
                "inbox.ru",
                "list.ru");
        domains(provider("Posteo", "posteo.de", "posteo.de", PASSWORD, WHOLE_ADDRESS), "posteo.de", "posteo.net");
        Provider mailbox = provider("mailbox.org", "imap.mailbox.org", "pop3.mailbox.org", PASSWORD, WHOLE_ADDRESS);
        domains(mailbox, "mailbox.org");
        receivers(mailbox, "mailbox.org");
        receivers(
                provider("IONOS", "imap.ionos.de", "pop.ionos.de", PASSWORD, WHOLE_ADDRESS),
                "ionos.de",
                "kundenserver.de",
                "schlund.de");
        receivers(
                provider("IONOS", "imap.ionos.com", "pop.ionos.com", PASSWORD, WHOLE_ADDRESS),
                "ionos.com",
                "perfora.net");
        receivers(
                provider("STRATO", "imap.strato.de", "pop3.strato.de", PASSWORD, WHOLE_ADDRESS),
                "rzone.de",
                "strato.de");
        receivers(provider("OVH", "ssl0.ovh.net", "ssl0.ovh.net", PASSWORD, WHOLE_ADDRESS), "mail.ovh.net");
        receivers(
                provider("Infomaniak", "mail.infomaniak.com", "mail.infomaniak.com", PASSWORD, WHOLE_ADDRESS),
                "infomaniak.ch");
        receivers(provider("Gandi", "mail.gandi.net", "mail.gandi.net", PASSWORD, WHOLE_ADDRESS), "mail.gandi.net");
        receivers(
                provider("Rackspace", "secure.emailsrvr.com", "secure.emailsrvr.com", PASSWORD, WHOLE_ADDRESS),
                "emailsrvr.com");
        receivers(
                provider("GoDaddy", "imap.secureserver.net", "pop.secureserver.net", PASSWORD, WHOLE_ADDRESS),
                "secureserver.net");
        Provider proton = new Provider(
                "Proton Mail",
                null,
                null,
                false,
                List.of(),
                "Proton Mail has neither IMAP nor POP3 on its servers (only through Bridge, on a person's own computer).");
        domains(proton, "proton.me", "protonmail.com", "pm.me");
        receivers(proton, "protonmail.ch");
        domains(
                new Provider("Tuta", null, null, false, List.of(), "Tuta has neither IMAP nor POP3."),
                "tuta.com",
                "tutanota.com",
                "tutanota.de",
                "tuta.io");
    }

    private Presets() {}

    /** The provider whose own domain this is. */
    static Optional<Provider> ofDomain(String domain) {
        return Optional.ofNullable(BY_DOMAIN.get(domain));
    }

    /** The provider that receives mail at a host: the longest known suffix of its name. */
    static Optional<Provider> ofReceiver(String host) {
        for (String rest = host; !rest.isEmpty(); rest = rest.substring(Math.max(rest.indexOf('.'), 0) + 1)) {
            Provider known = BY_RECEIVER.get(rest);
            if (known != null) {
                return Optional.of(known);
            }
            if (rest.indexOf('.') < 0) {
                break;
            }
        }
        return Optional.empty();
    }

    private static Provider provider(
            String name, @Nullable String imap, @Nullable String pop3, List<String> authentication, String hint) {
        return new Provider(name, imap, pop3, false, authentication, hint);
    }

    private static void domains(Provider provider, String... domains) {
        for (String domain : domains) {
            BY_DOMAIN.put(domain, provider);
        }
    }

    private static void receivers(Provider provider, String... suffixes) {
        for (String suffix : suffixes) {
            BY_RECEIVER.put(suffix, provider);
        }
    }
}
