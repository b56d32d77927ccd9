// SPDX-License-Identifier: Apache-2.0
/** How well a person is protected, as auth sees it in Keycloak. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.posture;
