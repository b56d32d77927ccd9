// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.apppassword;

import java.util.List;
import org.mailwarden.auth.Pure;

/** What an app password is good for. */
@Pure
public enum MailProtocol {
    /** Reading mail, RFC 9051. */
    IMAP("imap"),
    /** Fetching mail, RFC 1939. */
    POP3("pop3"),
    /** Sending mail, RFC 6409: by Postfix, which asks Dovecot as {@code smtp}, or by Dovecot's own submission service. */
    SMTP("smtp", "submission");

    private final List<String> services;

    MailProtocol(String... services) {
        this.services = List.of(services);
    }

    /** What Dovecot calls it, in {@code %s} of 2.3 and {@code %{protocol}} of 2.4. */
    List<String> services() {
        return services;
    }
}
