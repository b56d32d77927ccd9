// SPDX-License-Identifier: Apache-2.0
/** The history of sign-ins: kept from the topic, searched over REST, forgotten in time. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.login.history;
