// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.remediation;

/** How far a policy may go by itself. */
public enum ResponseMode {
    /** Say what would be done. */
    OBSERVE,
    /** Wait for a person's approval. */
    PROPOSE,
    /** Run within the budget. */
    AUTO
}
