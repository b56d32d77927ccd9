// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.auth.posture;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.mailwarden.auth.apppassword.AppPasswordCount;

/**
 * A person as shown.
 *
 * @param person as last seen at Keycloak
 * @param appPasswords how many app passwords the person has now
 */
public record PersonView(@JsonUnwrapped Person person, AppPasswordCount appPasswords) {}
