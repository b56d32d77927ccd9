// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Severity;

/**
 * Findings of a search that have something in common.
 *
 * @param value what they have in common, as a search takes it: an account id, or the name of a breach
 * @param name the same for people: a mail address, or the title of a breach
 * @param owner Keycloak user name of the account's owner; absent when unknown, or of a breach
 * @param findings how many they are
 * @param further how many further accounts they are about, each finding counted by itself; those are no groups of their own
 * @param gravest how much the gravest of them matters
 * @param newestAt when the newest of them was raised
 * @param summary what the first of them says; absent of a breach, whose findings all say the same
 */
public record FindingGroup(
        String value,
        String name,
        @Nullable String owner,
        long findings,
        long further,
        Severity gravest,
        Instant newestAt,
        @Nullable String summary) {}
