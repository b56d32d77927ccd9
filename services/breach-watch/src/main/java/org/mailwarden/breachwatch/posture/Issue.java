// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.posture;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/**
 * One thing that is wrong with an account now.
 *
 * @param kind what
 * @param severity how much it matters
 * @param credentialVersion the credential it is about; absent when a new password does not mend it
 * @param summary one plain sentence
 * @param facts why; the same while nothing has changed, so no running numbers
 */
record Issue(FindingKind kind, Severity severity, @Nullable Long credentialVersion, String summary, List<Fact> facts) {

    /** Copies the list. */
    Issue {
        facts = List.copyOf(facts);
    }

    /** The facts as one text, to see whether they changed. */
    String reasons() {
        return String.join("\n", facts.stream().map(Fact::text).toList());
    }
}
