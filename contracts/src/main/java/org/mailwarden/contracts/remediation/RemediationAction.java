// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/** What a remediation does. */
public enum RemediationAction {
    FORCE_RESET
}
