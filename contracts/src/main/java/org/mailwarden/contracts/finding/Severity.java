// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.finding;

/** How much a finding matters, least first. */
public enum Severity {
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
