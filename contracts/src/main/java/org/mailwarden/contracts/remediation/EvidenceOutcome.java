// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/** Result of a check. What could not be asked is never reported as fine. */
public enum EvidenceOutcome {
    HOLDS,
    BROKEN,
    NOT_CHECKED
}
