// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.batch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.mailwarden.auth.Pure;

/**
 * Exactly what would be done to whom. An approval is bound to the hash of this list.
 *
 * @param items in the order in which they run
 */
@Pure
public record BatchList(List<Item> items) {

    private static final int NAMED = 10;

    /** Copies the list. */
    public BatchList {
        items = List.copyOf(items);
    }

    /**
     * What would be done to one person.
     *
     * @param remediationId the remediation
     * @param owner Keycloak user name
     * @param address mail address of the account
     * @param credentialVersion the version that is retired
     * @param action what is done
     * @param steps how, in order
     */
    public record Item(
            UUID remediationId,
            String owner,
            String address,
            long credentialVersion,
            String action,
            List<String> steps) {

        /** Copies the steps. */
        public Item {
            steps = List.copyOf(steps);
        }
    }

    /** SHA-256 over every item in order, lower-case hex. The length before each part keeps two from being read as one. */
    public String hash() {
        StringBuilder text = new StringBuilder("batch").append(items.size());
        for (Item item : items) {
            part(text, item.remediationId().toString());
            part(text, item.owner());
            part(text, item.address());
            part(text, Long.toString(item.credentialVersion()));
            part(text, item.action());
            part(text, Integer.toString(item.steps().size()));
            item.steps().forEach(step -> part(text, step));
        }
        try {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void part(StringBuilder text, String part) {
        text.append('|').append(part.length()).append(':').append(part);
    }

    /**
     * Says what is no longer as it was shown.
     *
     * @param now the list as it would be shown now
     * @return plain sentences, at most eleven; empty when both are the same
     */
    public List<String> changesTo(BatchList now) {
        Map<UUID, Item> left = new LinkedHashMap<>();
        now.items().forEach(item -> left.put(item.remediationId(), item));
        List<String> changes = new ArrayList<>();
        for (Item item : items) {
            Item today = left.remove(item.remediationId());
            if (today == null) {
                changes.add(item.owner() + " is no longer waiting.");
            } else if (!today.equals(item)) {
                changes.add(change(item, today));
            }
        }
        left.values().forEach(item -> changes.add(item.owner() + " came in addition."));
        if (changes.size() <= NAMED) {
            return changes;
        }
        List<String> shortened = new ArrayList<>(changes.subList(0, NAMED));
        shortened.add("And " + (changes.size() - NAMED) + " more.");
        return shortened;
    }

    private static String change(Item before, Item now) {
        if (before.credentialVersion() != now.credentialVersion()) {
            return before.owner() + " has a new credential: version " + now.credentialVersion() + ", shown was "
                    + before.credentialVersion() + ".";
        }
        if (!before.owner().equals(now.owner())) {
            return before.address() + " belongs to " + now.owner() + " now, and not to " + before.owner() + ".";
        }
        if (!before.address().equals(now.address())) {
            return before.owner() + " has the address " + now.address() + " now, and not " + before.address() + ".";
        }
        return "Something else would be done to " + before.owner() + " now.";
    }
}
