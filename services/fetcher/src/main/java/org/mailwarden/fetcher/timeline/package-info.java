// SPDX-License-Identifier: Apache-2.0
/** What happened to each account, newest first. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.fetcher.timeline;
