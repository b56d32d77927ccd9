// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.finding;

import java.time.Instant;
import java.util.UUID;
import org.mailwarden.contracts.finding.FindingKind;

/**
 * What another finding may agree with.
 *
 * @param id the finding
 * @param kind what was found
 * @param summary one plain sentence
 * @param changedAt when it last changed
 */
public record RelatedFinding(UUID id, FindingKind kind, String summary, Instant changedAt) {}
