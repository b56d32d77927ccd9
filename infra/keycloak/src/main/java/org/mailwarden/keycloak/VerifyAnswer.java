// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which candidates are the current password.
 *
 * @param matches one answer per candidate, in their order
 * @param hasPassword whether the user has a password at all
 * @param createdMillis when the password was set, milliseconds since 1970; absent without a password of Keycloak's own
 */
public record VerifyAnswer(
        List<Boolean> matches,
        boolean hasPassword,
        @Nullable Long createdMillis) {}
