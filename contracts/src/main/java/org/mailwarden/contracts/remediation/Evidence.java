// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/**
 * One thing that was checked after a step, and what was seen.
 *
 * @param check for instance {@code old-password}, {@code sessions}, {@code offline-grants}
 * @param outcome what was seen
 * @param detail plain sentence; never a secret
 */
public record Evidence(String check, EvidenceOutcome outcome, String detail) {}
