// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

/**
 * What became of sign-ins in progress.
 *
 * @param known whether this Keycloak shows what is in progress
 * @param ended how many were ended; 0 when it does not
 */
public record SignInsAnswer(boolean known, int ended) {}
