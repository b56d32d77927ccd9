// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import jakarta.persistence.Tuple;
import java.time.Instant;
import org.mailwarden.contracts.finding.Severity;

/**
 * Who confirms a finding.
 *
 * @param source name of the source
 * @param severity how much the finding matters by what it knows
 * @param since when it first confirmed it
 */
public record Attribution(String source, Severity severity, Instant since) {

    static final String QUERY =
            "select name, severity, severity_reasons, added_at from finding_source where finding_id = :id order by"
                    + " added_at, name";

    static Attribution of(Tuple row) {
        return new Attribution(
                row.get("name", String.class),
                Severity.valueOf(row.get("severity", String.class)),
                row.get("added_at", Instant.class));
    }

    static SeverityRule.Rating rating(Tuple row) {
        return new SeverityRule.Rating(
                row.get("name", String.class),
                Severity.valueOf(row.get("severity", String.class)),
                row.get("severity_reasons", String.class).lines().toList());
    }
}
