// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.breachwatch.login.history;

import java.time.Instant;
import org.mailwarden.contracts.login.Login;

/**
 * A sign-in as the history has it.
 *
 * @param login the sign-in; of the connection only what is kept
 * @param keptAt when it was received
 */
public record KeptLogin(Login login, Instant keptAt) {}
