// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.feed.table;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mailwarden.breachwatch.combolist.Sites;
import org.mailwarden.breachwatch.credential.Fingerprint;
import org.mailwarden.breachwatch.feed.Exposure;
import org.mailwarden.breachwatch.feed.FeedItem;
import org.mailwarden.breachwatch.feed.FeedSettings;
import org.mailwarden.breachwatch.feed.LeakedPassword;
import org.mailwarden.breachwatch.feed.PlainText;

/** Makes items of a row by the mapping of a feed. Pure; keeps nothing. */
final class TableRow {

    private static final int LONGEST_ADDRESS = 320;
    private static final int DAY = 10;

    private final String feedId;
    private final FeedSettings mapping;

    TableRow(String feedId, FeedSettings mapping) {
        this.feedId = feedId;
        this.mapping = mapping;
    }

    /** Names of the columns that the mapping reads. */
    List<String> columns() {
        return TableFeed.COLUMNS.stream()
                .flatMap(name -> mapping.value(name).stream())
                .toList();
    }

    /** What a row says; empty when it names no address. */
    List<FeedItem> items(Function<String, @Nullable String> row) {
        String address = text(row, "address").strip().toLowerCase(Locale.ROOT);
        if (address.indexOf('@') <= 0 || address.length() > LONGEST_ADDRESS) {
            return List.of();
        }
        LocalDate on = day(text(row, "date"));
        String list = PlainText.of(text(row, "source"));
        // Of an address only the host: a login or a query in it may hold a password.
        String site = Sites.host(text(row, "site")).orElse("");
        String source = "feed " + feedId + (list.isEmpty() ? "" : ", " + list);
        String reference = reference(address, list, site, String.valueOf(on));
        List<FeedItem> items = new ArrayList<>();
        LeakedPassword password =
                password(text(row, "password"), text(row, "sha1").strip());
        if (password != null) {
            items.add(new FeedItem(address, new Exposure.Password(password, on), reference, source));
        }
        if (mapping.on("stealerLog")) {
            items.add(new FeedItem(
                    address, new Exposure.StealerLog(site.isEmpty() ? null : site, on), reference, source));
        } else if (password == null) {
            String name = list.isEmpty() ? feedId : list;
            items.add(new FeedItem(
                    address,
                    new Exposure.Breach(feedId + " " + name, name, on, Set.of(), Set.of()),
                    reference,
                    source));
        }
        return items;
    }

    private String text(Function<String, @Nullable String> row, String name) {
        String value = mapping.value(name).map(row).orElse(null);
        return value == null ? "" : value;
    }

    private static @Nullable LeakedPassword password(String password, String sha1) {
        if (sha1.length() == 2 * Fingerprint.LENGTH
                && sha1.chars().allMatch(c -> c < 128 && Character.digit(c, 16) >= 0)) {
            return LeakedPassword.hashed(sha1);
        }
        return password.isEmpty() ? null : LeakedPassword.clear(password);
    }

    private static @Nullable LocalDate day(String text) {
        try {
            String day = text.strip();
            return LocalDate.parse(day.substring(0, Math.min(DAY, day.length())));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The same for the same row wherever it stands, so that a longer table is not a new one. Not of the password. */
    private static String reference(String... parts) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
            return "row " + HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
