// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.keycloak;

import java.time.Instant;
import org.mailwarden.auth.Pure;

/**
 * A second factor that a person has enrolled.
 *
 * @param type Keycloak's name of the type, for instance {@code otp}
 * @param enrolledAt when it was enrolled
 */
@Pure
public record EnrolledFactor(String type, Instant enrolledAt) {}
