// SPDX-License-Identifier: Apache-2.0
/** The only talker to the servers that feeds come from: checked addresses, bounded answers, no redirects. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.feed.web;
