// SPDX-License-Identifier: Apache-2.0
/** Turns what mails of proven origin say into findings, and joins them with what else is known of the account. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.evidence;
