// SPDX-License-Identifier: Apache-2.0
/** How well each person is protected at Keycloak, and who has which second factor. */
@NullMarked
package org.mailwarden.auth.posture;

import org.jspecify.annotations.NullMarked;
