// SPDX-License-Identifier: Apache-2.0
/** MISP feeds: the credentials of their events. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.feed.misp;
