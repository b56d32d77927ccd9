// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.support;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.mailwarden.breachwatch.finding.Findings;
import org.mailwarden.breachwatch.finding.NewFinding;
import org.mailwarden.contracts.finding.Fact;
import org.mailwarden.contracts.finding.FindingKind;
import org.mailwarden.contracts.finding.Severity;

/** Raises findings as a detector does. */
@ApplicationScoped
public class Raising {

    private final Findings findings;

    Raising(Findings findings) {
        this.findings = findings;
    }

    /** Raises a finding about no credential; a fact for each source. */
    public UUID raise(Person person, FindingKind kind, Severity severity, String summary, String... sources) {
        return raise(person, kind, severity, List.of(), summary, sources);
    }

    /** Raises a finding about no credential with reasons for its severity; a fact for each source. */
    public UUID raise(
            Person person,
            FindingKind kind,
            Severity severity,
            List<String> reasons,
            String summary,
            String... sources) {
        NewFinding found = found(person, kind, severity, reasons, summary, sources);
        QuarkusTransaction.requiringNew().run(() -> findings.raise(found));
        return found.id();
    }

    /** Raises a finding about no credential that is over already. */
    public void raiseClosed(Person person, FindingKind kind, Severity severity, String summary, String source) {
        NewFinding found = found(person, kind, severity, List.of(), summary, source);
        QuarkusTransaction.requiringNew().run(() -> findings.raiseClosed(found, "It is over."));
    }

    private static NewFinding found(
            Person person,
            FindingKind kind,
            Severity severity,
            List<String> reasons,
            String summary,
            String... sources) {
        return new NewFinding(
                kind,
                severity,
                person.accountId(),
                person.address(),
                person.owner(),
                null,
                null,
                summary,
                Arrays.stream(sources)
                        .map(source -> new Fact("seen in " + source, source))
                        .toList(),
                reasons);
    }

    /** Closes a finding because its facts changed. */
    public void close(UUID id, String reason) {
        QuarkusTransaction.requiringNew().run(() -> findings.close(id, reason));
    }
}
