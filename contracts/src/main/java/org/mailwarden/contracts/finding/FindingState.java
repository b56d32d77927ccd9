// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

/** Whether a finding still needs somebody. */
public enum FindingState {
    OPEN,
    CLOSED
}
