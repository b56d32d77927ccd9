// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.fetcher.enrolment;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mailwarden.fetcher.account.AccountRequest;
import org.mailwarden.fetcher.account.AccountRequest.CredentialRequest;
import org.mailwarden.kit.secret.Secret;

/**
 * One row of a fleet file.
 *
 * @param line where it begins in the file, from 1
 * @param settings column name to text, without the password and without what is empty
 * @param password absent when the row has none
 */
record FleetRow(
        int line, Map<String, String> settings, @Nullable Secret password) {

    /** Copies the settings. */
    FleetRow {
        settings = Map.copyOf(settings);
    }

    /** The address as it is compared; empty when the row has none. */
    String address() {
        return settings.getOrDefault("address", "").toLowerCase(Locale.ROOT);
    }

    /** What makes two rows the same mailbox. */
    String mailbox() {
        return address() + "\n" + settings.getOrDefault("host", "").toLowerCase(Locale.ROOT) + "\n"
                + settings.getOrDefault("username", address());
    }

    /**
     * The row as a request.
     *
     * @throws UnusableRow when a number is none
     */
    AccountRequest request() throws UnusableRow {
        return new AccountRequest(
                settings.get("address"),
                settings.get("protocol"),
                settings.get("host"),
                number("port"),
                settings.get("security"),
                settings.get("username"),
                password == null ? null : CredentialRequest.password(password),
                several("folders"),
                settings.get("retrieval"),
                number("deleteAfterDays"),
                settings.get("owner"),
                settings.get("recoveryAddress"),
                several("tags"));
    }

    private @Nullable List<String> several(String column) {
        String names = settings.get(column);
        return names == null
                ? null
                : Arrays.stream(names.split("\\|"))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    private @Nullable Integer number(String column) throws UnusableRow {
        String text = settings.get(column);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException none) {
            throw new UnusableRow("'" + column + "' must be a whole number.");
        }
    }
}
