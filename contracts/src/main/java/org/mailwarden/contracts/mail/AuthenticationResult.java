// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.contracts.mail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One result of an Authentication-Results header (RFC 8601) that the receiving organisation wrote.
 *
 * @param authservId the server that checked, lower case, at most 255 characters
 * @param method for instance {@code dkim}, lower case, at most 40 characters
 * @param result for instance {@code pass}, lower case, at most 40 characters
 * @param reason at most 200 characters; absent when none
 * @param properties at most 8
 */
public record AuthenticationResult(
        String authservId,
        String method,
        String result,
        @Nullable String reason,
        List<AuthenticationProperty> properties) {

    /** Copies the list so that the event cannot change. */
    public AuthenticationResult {
        properties = List.copyOf(properties);
    }
}
