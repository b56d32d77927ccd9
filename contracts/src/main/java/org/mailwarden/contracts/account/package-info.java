// SPDX-License-Identifier: Apache-2.0
/** What the fleet of accounts looks like to the other services: never a secret. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.account;
