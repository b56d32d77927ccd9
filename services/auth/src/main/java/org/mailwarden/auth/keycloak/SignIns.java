// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

/**
 * What became of sign-ins that were begun and not finished.
 *
 * @param known whether Keycloak shows what is in progress; when not, an open form works until it expires
 * @param ended how many browsers were sent back to the start
 */
public record SignIns(boolean known, int ended) {}
