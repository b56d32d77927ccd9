// SPDX-License-Identifier: Apache-2.0
/** How the demo looks from outside the services: Kafka, Keycloak, mail, REST, databases. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.e2e.outside;
