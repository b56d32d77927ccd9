// SPDX-License-Identifier: Apache-2.0
/** What auth did about a finding, step by step. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.remediation;
