// SPDX-License-Identifier: Apache-2.0
/** Leaked address and password pairs, compared with the fleet and forgotten. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.feed;
