// SPDX-License-Identifier: Apache-2.0
/**
 * Judges sign-ins: what is remembered of accounts and of the fleet, the detectors, and which judgements are one story. Pure:
 * no clock, no database, nothing injected. Who feeds it and keeps its state is elsewhere.
 */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.signin;
