// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;

/**
 * Which candidates are the current password.
 *
 * @param matches one answer per candidate, in their order
 * @param hasPassword whether the user has a password at all
 */
public record VerifyAnswer(List<Boolean> matches, boolean hasPassword) {}
