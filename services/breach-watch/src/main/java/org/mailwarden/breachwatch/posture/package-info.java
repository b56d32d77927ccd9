// SPDX-License-Identifier: Apache-2.0
/**
 * How well accounts are protected, apart from what leaked: reused, weak and old passwords, second factors, connections, and
 * a score of it all. Reads the tables of accounts, credentials and findings in whole sets; writes only its own.
 */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.posture;
